//! Images of any size to 28x28 by area: each new pixel is the mean of what it covers, in parts of old pixels.

use super::{
    idx::RawImages,
    image::{PIXELS, SIDE},
};

/// Resizes each image; 784 bytes an image.
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

/// For each of 28 new pixels along a side, the old pixels that it covers, each with its share; the shares sum to 1.
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

    proptest! {
        #[test]
        fn shares_cover_everything_once(old in 1..300usize) {
            for shares in shares(old) {
                let sum: f32 = shares.iter().map(|&(_, share)| share).sum();
                prop_assert!((sum - 1.0).abs() < 1e-4, "{sum}");
            }
        }
    }
}
