//! Resizes images of any size to 28x28 by area: each new pixel is the mean of the old pixels that it covers, weighted by the
//! covered area. Also halves them to 14x14, for small networks.

use super::{
    idx::RawImages,
    image::{PIXELS, SIDE},
};

/// Resizes each image; returns 784 bytes per image.
pub fn resize(images: RawImages<'_>) -> Vec<u8> {
    let across = shares(images.columns);
    let down = shares(images.rows);
    let mut resized = Vec::with_capacity(images.pixels.len() / (images.rows * images.columns) * PIXELS);
    let mut rows = vec![0.0; images.rows * SIDE];
    for image in images.pixels.chunks_exact(images.rows * images.columns) {
        for (row, pixels) in rows.chunks_exact_mut(SIDE).zip(image.chunks_exact(images.columns)) {
            for (value, shares) in row.iter_mut().zip(&across) {
                *value = shares.iter().map(|&(i, share)| f32::from(pixels[i]) * share).sum();
            }
        }
        for shares in &down {
            for column in 0..SIDE {
                let value: f32 = shares.iter().map(|&(i, share)| rows[i * SIDE + column] * share).sum();
                resized.push(value.round() as u8);
            }
        }
    }
    resized
}

/// Halves 28x28 images, one after the other, to 14x14: each new pixel is the mean of two by two old ones.
pub fn halved(values: &[f32]) -> Vec<f32> {
    // An image has an even number of rows, so no pair of rows spans two images.
    let row_pairs = values.chunks_exact(2 * SIDE).map(|rows| rows.split_at(SIDE));
    row_pairs
        .flat_map(|(upper, lower)| upper.chunks_exact(2).zip(lower.chunks_exact(2)))
        .map(|(upper, lower)| (upper[0] + upper[1] + lower[0] + lower[1]) / 4.0)
        .collect()
}

/// For each of the 28 new pixels along a side, the old pixels that it covers, each with its weight; the weights sum to 1.
fn shares(old: usize) -> Vec<Vec<(usize, f32)>> {
    let span = old as f32 / SIDE as f32;
    (0..SIDE)
        .map(|new| {
            let (start, end) = (new as f32 * span, (new + 1) as f32 * span);
            (start as usize..old.min(end.ceil() as usize))
                .map(|i| (i, (end.min((i + 1) as f32) - start.max(i as f32)).max(0.0) / span))
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_by_two_blocks_become_their_mean() {
        let pixels: Vec<u8> = (0..56 * 56).map(|i| if i % 2 == 0 { 100 } else { 200 }).collect();
        assert_eq!(resize(RawImages { rows: 56, columns: 56, pixels: &pixels }), [150; PIXELS]);
    }

    #[test]
    fn a_half_covered_pixel_counts_half() {
        // 42 columns onto 28: each new pixel covers one and a half old ones.
        let pixels: Vec<u8> = (0..42).map(|i| if i == 1 { 90 } else { 0 }).collect();
        let resized = resize(RawImages { rows: 1, columns: 42, pixels: &pixels });
        assert_eq!(resized[..3], [30, 30, 0]);
    }

    #[test]
    fn halving_averages_four_pixels() {
        let mut values = vec![0.0; 2 * PIXELS];
        for (i, value) in [(0, 0.5), (1, 0.25), (SIDE, 1.0), (SIDE + 1, 0.25), (2 * PIXELS - 1, 1.0)] {
            values[i] = value;
        }
        let halved = halved(&values);
        assert_eq!((halved.len(), halved[0], halved[2 * PIXELS / 4 - 1]), (2 * 14 * 14, 0.5, 0.25));
        assert_eq!(halved.iter().sum::<f32>(), 0.75);
    }

    proptest! {
        #[test]
        fn halving_keeps_the_mean(values in proptest::collection::vec(0.0..=1f32, PIXELS)) {
            let halved = halved(&values);
            let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
            prop_assert!(halved.iter().all(|value| (0.0..=1.0).contains(value)));
            prop_assert!((mean(&halved) - mean(&values)).abs() < 1e-4);
        }

        #[test]
        fn shares_cover_everything_once(old in 1..300usize) {
            for shares in shares(old) {
                let sum: f32 = shares.iter().map(|&(_, share)| share).sum();
                prop_assert!((sum - 1.0).abs() < 1e-4, "{sum}");
            }
        }
    }
}
