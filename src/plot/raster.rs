//! Digits as PNG files: their own pixels, enlarged by a whole number, on a background.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError};

use super::digit_grid::Picture;

/// The largest number of pixels on the longer side of a file, unless the digits have more themselves.
const MOST: usize = 1_200;
/// The most pixels of a file per pixel of a digit.
const TIMES: usize = 10;

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// The file of a picture. Its transparent parts show the background.
pub fn encode(picture: &Picture, ground: Rgb) -> Result<Vec<u8>, EncodingError> {
    let times = times(picture);
    let (width, height) = (picture.width * times, picture.height * times);
    let mut bytes = vec![];
    let mut encoder = Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.write_header()?.write_image_data(&enlarged(picture, ground, times))?;
    Ok(bytes)
}

fn times(picture: &Picture) -> usize {
    (MOST / picture.width.max(picture.height).max(1)).clamp(1, TIMES)
}

fn enlarged(picture: &Picture, ground: Rgb, times: usize) -> Vec<u8> {
    let row = |pixels: &[u8]| -> Vec<u8> {
        pixels.chunks_exact(4).flat_map(|pixel| [on(ground, pixel)].repeat(times)).flatten().collect()
    };
    picture.rgba.chunks_exact((picture.width * 4).max(1)).flat_map(|pixels| row(pixels).repeat(times)).collect()
}

/// A pixel blended with the background.
fn on(ground: Rgb, pixel: &[u8]) -> Rgb {
    let alpha = u32::from(pixel[3]);
    std::array::from_fn(|i| {
        let sum = u32::from(pixel[i]) * alpha + u32::from(ground[i]) * (255 - alpha);
        ((sum + 127) / 255) as u8
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::plot::digit_grid::{grid, single};
    use hourglass_core::data::image::PIXELS;

    const GROUND: Rgb = [200, 100, 50];

    /// Width, height, and red, green and blue of all pixels, as another decoder reads them.
    fn decoded(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.color_type, info.bit_depth), (ColorType::Rgb, BitDepth::Eight));
        (info.width as usize, info.height as usize, pixels)
    }

    #[test]
    fn every_pixel_of_a_digit_is_a_square_of_its_grey() {
        let digit: Vec<u8> = (0..PIXELS).map(|i| (i * 7 % 256) as u8).collect();
        let (width, height, pixels) = decoded(&encode(&single(Some(&digit)), GROUND).unwrap());
        assert_eq!((width, height), (280, 280));
        for (i, pixel) in pixels.chunks_exact(3).enumerate() {
            let (x, y) = (i % width / TIMES, i / width / TIMES);
            assert_eq!(pixel, [digit[y * 28 + x]; 3], "at {x}, {y}");
        }
    }

    #[test]
    fn transparent_and_faded_pixels_show_the_background() {
        let digits = [255; 2 * PIXELS];
        let picture = grid(&[&digits, &digits[..PIXELS]], 2).faded(2, &[false, true, false, false]);
        let (width, _, pixels) = decoded(&encode(&picture, GROUND).unwrap());
        let at = |x: usize, y: usize| pixels[(y * TIMES * width + x * TIMES) * 3..][..3].to_vec();
        assert_eq!(at(0, 0), [255; 3]);
        assert_eq!(at(28, 0), GROUND, "the gap");
        assert_eq!(at(40, 40), GROUND, "the missing one");
        assert_eq!(at(40, 0), [213, 136, 98], "the faded one");
    }

    #[test]
    fn large_pictures_are_enlarged_less_and_none_is_shrunk() {
        for (columns, width) in [(1, 280), (10, 298 * 4), (40, 1198), (60, 1798)] {
            let row = vec![9; columns * PIXELS];
            assert_eq!(decoded(&encode(&grid(&[&row], columns), GROUND).unwrap()).0, width, "{columns} digits");
        }
    }

    #[test]
    fn an_empty_picture_has_no_file() {
        assert!(encode(&Picture { width: 0, height: 0, rgba: vec![] }, GROUND).is_err());
    }
}
