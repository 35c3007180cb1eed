//! Damage to a digit, which the networks repair: noise, and a hole.

use super::{
    image::{Image, SIDE},
    noise,
};
use crate::{
    config::Damage,
    rng::{Purpose, generator},
};

/// The side of the hole in pixels.
const HOLE: usize = 9;

/// The 784 bytes of a damaged image: noise first, then the hole, which is background. `None` if `image` does not have 784 bytes.
pub fn damaged(image: &[u8], damage: Damage, seed: u32) -> Option<Vec<u8>> {
    let mut values = *Image::from_bytes(image)?.values();
    if damage.noise > 0.0 {
        noise::gaussian(&mut values, damage.noise, (0.0, 1.0), &mut generator(seed, Purpose::Damage, 0));
    }
    if let Some((x, y)) = damage.hole {
        let is_hit = |at: usize, middle: u8| at.abs_diff(middle.into()) <= HOLE / 2;
        for (i, value) in values.iter_mut().enumerate() {
            if is_hit(i % SIDE, x) && is_hit(i / SIDE, y) {
                *value = 0.0;
            }
        }
    }
    Some(Image::from_fn(|i| values[i]).bytes())
}

#[cfg(test)]
mod tests {
    use super::{super::image::PIXELS, *};

    const GREY: [u8; PIXELS] = [128; PIXELS];

    fn of(noise: f32, hole: Option<(u8, u8)>) -> Vec<u8> {
        damaged(&GREY, Damage { noise, hole }, 1).unwrap()
    }

    #[test]
    fn a_hole_is_a_square_around_its_centre_and_is_clipped_at_the_edge() {
        for (hole, side) in [((14, 9), (9, 9)), ((0, 27), (5, 5)), ((27, 3), (5, 8))] {
            let image = of(0.0, Some(hole));
            assert_eq!(image.iter().filter(|&&byte| byte == 0).count(), side.0 * side.1, "{hole:?}");
            assert_eq!(image[usize::from(hole.1) * SIDE + usize::from(hole.0)], 0);
        }
    }

    #[test]
    fn noise_follows_its_strength_and_seed_and_spares_the_hole() {
        let image = of(0.1, None);
        let variance = image.iter().map(|&byte| (f32::from(byte) / 255.0 - 0.5).powi(2)).sum::<f32>() / PIXELS as f32;
        assert!((variance.sqrt() - 0.1).abs() < 0.01, "{variance}");
        assert_eq!(image, of(0.1, None));
        assert_ne!(Some(image), damaged(&GREY, Damage { noise: 0.1, hole: None }, 2));
        assert_eq!(of(0.5, Some((14, 14)))[14 * SIDE + 14], 0);
    }

    #[test]
    fn no_damage_changes_nothing_and_a_bad_image_gives_none() {
        assert_eq!(of(0.0, None), GREY);
        assert_eq!(damaged(&[1, 2, 3], Damage::default(), 1), None);
    }
}
