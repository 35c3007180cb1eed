//! Digits side by side, as the pixels of one picture: rows of 28x28 images with a gap between them.

use crate::data::image::{PIXELS, SIDE};

/// Transparent pixels between two digits.
pub const GAP: usize = 2;

/// Red, green, blue, alpha, by rows from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgba: Vec<u8>,
}

/// The side of so many digits.
pub fn extent(digits: usize) -> usize {
    digits * SIDE + digits.saturating_sub(1) * GAP
}

/// One digit; without one the picture is empty.
pub fn single(image: Option<&[u8]>) -> Picture {
    grid(&[image.unwrap_or_default()], 1)
}

/// Rows of digits, `columns` in each: a row is the bytes of its images, one after the other. What is missing stays
/// transparent, so that the layout is the same whatever there is.
pub fn grid(rows: &[&[u8]], columns: usize) -> Picture {
    let (width, height) = (extent(columns), extent(rows.len()));
    let mut rgba = vec![0; width * height * 4];
    for (row, images) in rows.iter().enumerate() {
        for (column, image) in images.chunks_exact(PIXELS).take(columns).enumerate() {
            let (left, top) = (column * (SIDE + GAP), row * (SIDE + GAP));
            for (i, &grey) in image.iter().enumerate() {
                let at = ((top + i / SIDE) * width + left + i % SIDE) * 4;
                rgba[at..at + 4].copy_from_slice(&[grey, grey, grey, 255]);
            }
        }
    }
    Picture { width, height, rgba }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_lie_in_their_places() {
        let images: Vec<u8> = [[10; PIXELS], [20; PIXELS]].concat();
        let picture = grid(&[&images, &images[..PIXELS]], 2);
        assert_eq!((picture.width, picture.height), (58, 58));
        let pixel = |x: usize, y: usize| &picture.rgba[(y * 58 + x) * 4..][..4];
        assert_eq!(pixel(0, 0), [10, 10, 10, 255]);
        assert_eq!(pixel(30, 27), [20, 20, 20, 255]);
        assert_eq!(pixel(28, 0), [0, 0, 0, 0], "the gap");
        assert_eq!(pixel(27, 57), [10, 10, 10, 255]);
        assert_eq!(pixel(40, 40), [0, 0, 0, 0], "the missing one");
    }

    #[test]
    fn what_is_too_much_or_broken_is_left_out() {
        assert_eq!(grid(&[&[1; 3 * PIXELS]], 2).width, 58);
        assert!(single(Some(&[1; 5])).rgba.iter().all(|&byte| byte == 0));
        assert_eq!(single(None), grid(&[&[]], 1));
        assert_eq!(extent(0), 0);
    }
}
