//! Digits side by side as one picture: rows of images with a gap between them.

use hourglass_core::data::image::{PIXELS, SIDE};

/// Transparent pixels between two digits.
pub const GAP: usize = 2;

/// Red, green, blue, alpha, by rows from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub rgba: Vec<u8>,
}

/// The alpha of a faded digit, from 0 to 255.
const FADED: u8 = 60;

impl Picture {
    /// The same picture with some of a grid's digits faded, so that the background shows through. One flag per digit, by rows.
    #[must_use]
    pub fn faded(mut self, columns: usize, is_faded: &[bool]) -> Self {
        let step = SIDE + GAP;
        for (i, pixel) in self.rgba.chunks_exact_mut(4).enumerate() {
            let (column, row) = (i % self.width / step, i / self.width / step);
            if pixel[3] > 0 && is_faded.get(row * columns + column) == Some(&true) {
                pixel[3] = FADED;
            }
        }
        self
    }
}

/// The colour of the greatest value of a signed image, as red, green, blue.
const ABOVE: [u8; 3] = [255, 238, 214];
/// The colour of the least value of a signed image.
const BELOW: [u8; 3] = [64, 150, 255];

/// The length of a row of `tiles`.
fn extent(tiles: usize, side: usize) -> usize {
    tiles * side + tiles.saturating_sub(1) * GAP
}

/// One digit; without one the picture is empty.
pub fn single(image: Option<&[u8]>) -> Picture {
    grid(&[image.unwrap_or_default()], 1)
}

/// Rows of digits, `columns` in each: a row is the bytes of its images, one after the other. Missing images stay transparent, so the
/// layout is always the same.
pub fn grid(rows: &[&[u8]], columns: usize) -> Picture {
    let mut tiles = Tiles::new(SIDE, rows.len(), columns);
    for (row, images) in rows.iter().enumerate() {
        for (column, image) in images.chunks_exact(PIXELS).take(columns).enumerate() {
            tiles.put(row, column, image.iter().map(|&grey| [grey; 3]));
        }
    }
    tiles.picture
}

/// Images of signed values, `side * side` each, one after the other in rows of `columns`. Zero is dark like a digit's background,
/// positive values are warm and negative ones are cool, brighter with distance from zero. Each image is scaled by its largest
/// magnitude.
pub fn signed(images: &[f32], side: usize, columns: usize) -> Picture {
    let (side, columns) = (side.max(1), columns.max(1));
    let size = side * side;
    let mut tiles = Tiles::new(side, (images.len() / size).div_ceil(columns), columns);
    for (i, image) in images.chunks_exact(size).enumerate() {
        let finite = image.iter().map(|value| if value.is_finite() { *value } else { 0.0 });
        let largest = finite.clone().fold(f32::MIN_POSITIVE, |most, value| value.abs().max(most));
        tiles.put(i / columns, i % columns, finite.map(|value| diverging(value / largest)));
    }
    tiles.picture
}

/// The colour of a value from -1 to 1.
fn diverging(part: f32) -> [u8; 3] {
    let end = if part < 0.0 { BELOW } else { ABOVE };
    end.map(|level| (f32::from(level) * part.abs()).round() as u8)
}

/// A picture for square tiles, with a gap between them.
struct Tiles {
    side: usize,
    picture: Picture,
}

impl Tiles {
    fn new(side: usize, rows: usize, columns: usize) -> Self {
        let (width, height) = (extent(columns, side), extent(rows, side));
        Self { side, picture: Picture { width, height, rgba: vec![0; width * height * 4] } }
    }

    fn put(&mut self, row: usize, column: usize, colours: impl Iterator<Item = [u8; 3]>) {
        let (left, top) = (column * (self.side + GAP), row * (self.side + GAP));
        for (i, [red, green, blue]) in colours.enumerate() {
            let at = ((top + i / self.side) * self.picture.width + left + i % self.side) * 4;
            self.picture.rgba[at..at + 4].copy_from_slice(&[red, green, blue, 255]);
        }
    }
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
    fn only_the_named_digits_fade() {
        let images = [9; 2 * PIXELS];
        let picture = grid(&[&images, &images[..PIXELS]], 2).faded(2, &[false, true, true, true]);
        let opaque = |x: usize, y: usize| picture.rgba[(y * 58 + x) * 4 + 3];
        assert_eq!([opaque(0, 0), opaque(28, 0), opaque(30, 27), opaque(27, 57)], [255, 0, FADED, FADED]);
        assert_eq!(opaque(40, 40), 0, "the missing one");
    }

    #[test]
    fn surplus_and_broken_images_are_left_out() {
        assert_eq!(grid(&[&[1; 3 * PIXELS]], 2).width, 58);
        assert!(single(Some(&[1; 5])).rgba.iter().all(|&byte| byte == 0));
        assert_eq!(single(None), grid(&[&[]], 1));
        assert_eq!(extent(0, SIDE), 0);
    }

    #[test]
    fn signed_values_have_two_colours_and_zero_is_dark() {
        let pixel = |picture: &Picture, i: usize| picture.rgba[i * 4..][..4].to_vec();
        let picture = signed(&[0.0, 0.5, -0.25, f32::NAN], 2, 1);
        assert_eq!((picture.width, picture.height), (2, 2));
        assert_eq!(pixel(&picture, 0), [0, 0, 0, 255]);
        assert_eq!(pixel(&picture, 1), [255, 238, 214, 255]);
        assert_eq!(pixel(&picture, 2), [32, 75, 128, 255]);
        assert_eq!(pixel(&picture, 3), [0, 0, 0, 255], "no number");
    }

    #[test]
    fn signed_images_lie_side_by_side_each_with_its_own_scale() {
        let picture = signed(&[1.0, -9.0, 1e-30], 1, 2);
        assert_eq!((picture.width, picture.height), (4, 4));
        let pixel = |x: usize, y: usize| &picture.rgba[(y * 4 + x) * 4..][..4];
        assert_eq!(pixel(0, 0), pixel(0, 3));
        assert_eq!(pixel(3, 0), [64, 150, 255, 255]);
        assert_eq!(pixel(3, 3), [0, 0, 0, 0], "the missing one");
    }

    #[test]
    fn signed_images_of_any_size_can_be_drawn() {
        for (count, side, columns, size) in
            [(0, 28, 1, (28, 0)), (784, 28, 1, (28, 28)), (400, 14, 2, (30, 14)), (2, 0, 0, (1, 4)), (5, 9, 3, (31, 0))]
        {
            let picture = signed(&vec![0.0; count], side, columns);
            assert_eq!((picture.width, picture.height), size, "{count} {side} {columns}");
            assert_eq!(picture.rgba.len(), size.0 * size.1 * 4);
        }
    }
}
