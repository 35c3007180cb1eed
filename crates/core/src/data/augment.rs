//! Augmentation: the same images mirrored, or rotated a little.

use rand::{Rng, RngExt};

/// The maximum rotation of an image in degrees, either way.
const MOST_TURN: f32 = 10.0;

/// The random changes to training images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Augment {
    /// Mirror an image left to right, with probability 0.5.
    pub flip: bool,
    /// Rotate each image about its centre, by up to ten degrees.
    pub rotate: bool,
}

impl Augment {
    /// Changes images in place. Each has `side * side` values by rows from the top left; `side` is at least 1. Pixels that a
    /// rotation uncovers become background.
    pub fn apply(&self, values: &mut [f32], side: usize, background: f32, rng: &mut impl Rng) {
        for image in values.chunks_exact_mut(side * side) {
            if self.flip && rng.random() {
                flip(image, side);
            }
            if self.rotate {
                let degrees: f32 = rng.random_range(-MOST_TURN..=MOST_TURN);
                image.copy_from_slice(&rotated(image, side, background, degrees.to_radians()));
            }
        }
    }
}

fn flip(image: &mut [f32], side: usize) {
    for row in image.chunks_exact_mut(side) {
        row.reverse();
    }
}

/// The image rotated counter-clockwise by an angle in radians: each pixel is looked up at the place where it came from.
fn rotated(image: &[f32], side: usize, background: f32, angle: f32) -> Vec<f32> {
    let (sin, cos) = angle.sin_cos();
    let middle = (side - 1) as f32 / 2.0;
    (0..side * side)
        .map(|i| {
            let (x, y) = ((i % side) as f32 - middle, (i / side) as f32 - middle);
            sample(image, side, background, (middle + x * cos - y * sin, middle + x * sin + y * cos))
        })
        .collect()
}

/// Interpolates bilinearly between four pixels. A pixel lies at its column and row.
fn sample(image: &[f32], side: usize, background: f32, (x, y): (f32, f32)) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (right_part, lower_part) = (x - left, y - top);
    let pixel = |column: f32, row: f32| {
        let inside = 0.0..side as f32;
        let is_inside = inside.contains(&column) && inside.contains(&row);
        if is_inside { image[row as usize * side + column as usize] } else { background }
    };
    let mix = |a: f32, b: f32, part: f32| a + (b - a) * part;
    let upper = mix(pixel(left, top), pixel(left + 1.0, top), right_part);
    let lower = mix(pixel(left, top + 1.0), pixel(left + 1.0, top + 1.0), right_part);
    mix(upper, lower, lower_part)
}

#[cfg(test)]
mod tests {
    use std::f32::consts::{FRAC_PI_2, PI};

    use proptest::prelude::*;

    use super::*;
    use crate::rng::{Purpose, generator};

    const ARROW: [f32; 9] = [
        0.0, 1.0, 0.0, //
        0.5, 1.0, 0.2, //
        0.0, 0.3, 0.0,
    ];

    fn assert_near(a: &[f32], b: &[f32]) {
        assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5), "{a:?} {b:?}");
    }

    /// A soft blot in the middle of 28x28.
    fn blot() -> Vec<f32> {
        let bell = |i: usize| (-((i as f32 - 13.5) / 4.0).powi(2)).exp();
        (0..28 * 28).map(|i| bell(i % 28) * bell(i / 28)).collect()
    }

    fn augmented(augment: Augment, seed: u32) -> Vec<f32> {
        let mut values = ARROW.repeat(40);
        augment.apply(&mut values, 3, 0.0, &mut generator(seed, Purpose::Shuffle, 0));
        values
    }

    #[test]
    fn a_rotation_is_counter_clockwise() {
        let quarter = [
            0.0, 0.2, 0.0, //
            1.0, 1.0, 0.3, //
            0.0, 0.5, 0.0,
        ];
        let half: Vec<f32> = ARROW.iter().rev().copied().collect();
        assert_near(&rotated(&ARROW, 3, 0.0, FRAC_PI_2), &quarter);
        assert_near(&rotated(&ARROW, 3, 0.0, PI), &half);
    }

    #[test]
    fn pixels_from_outside_are_background() {
        let turned = rotated(&[1.0; 36], 6, -1.0, PI / 4.0);
        assert_eq!((turned[0], turned[14]), (-1.0, 1.0));
    }

    #[test]
    fn zero_rotation_changes_nothing_and_two_flips_cancel() {
        assert_eq!(rotated(&ARROW, 3, 0.0, 0.0), ARROW);
        let mut image = ARROW;
        flip(&mut image, 3);
        assert_eq!(image[3..6], [0.2, 1.0, 0.5]);
        flip(&mut image, 3);
        assert_eq!(image, ARROW);
    }

    #[test]
    fn about_half_of_the_images_are_flipped() {
        let values = augmented(Augment { flip: true, rotate: false }, 1);
        let flipped = values.chunks_exact(9).filter(|image| **image != ARROW).count();
        assert!((10..=30).contains(&flipped), "{flipped} of 40");
    }

    #[test]
    fn images_do_not_change_without_augmentation() {
        assert_eq!(augmented(Augment::default(), 1), ARROW.repeat(40));
    }

    proptest! {
        #[test]
        fn a_small_rotation_keeps_the_mass(degrees in -10.0..10f32) {
            let mass = |image: &[f32]| image.iter().sum::<f32>();
            let (before, after) = (mass(&blot()), mass(&rotated(&blot(), 28, 0.0, degrees.to_radians())));
            prop_assert!((after / before - 1.0).abs() < 0.01, "{before} {after}");
        }

        #[test]
        fn a_seed_gives_the_same_images(seed in 0..99u32) {
            let both = Augment { flip: true, rotate: true };
            prop_assert_eq!(augmented(both, seed), augmented(both, seed));
        }
    }
}
