//! Writes the IDX format of MNIST; existing files are read with the page's reader.

use std::io::{Read, Write};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use hourglass_core::data::gzip::is_gzip;
pub use hourglass_core::data::idx::IdxKind;
use hourglass_core::data::idx::{self, IMAGES_MAGIC, LABELS_MAGIC, RawImages};

/// The number of pixels in a digit.
pub use hourglass_core::data::image::PIXELS;

/// The number of rows, and of columns, in a digit.
const SIDE: u32 = hourglass_core::data::image::SIDE as u32;

/// Makes an images file of 28x28 digits, one after the other.
pub fn images(pixels: &[u8]) -> Result<Vec<u8>> {
    ensure!(pixels.len().is_multiple_of(PIXELS), "{} bytes are no whole number of digits", pixels.len());
    let count = u32::try_from(pixels.len() / PIXELS)?;
    Ok(file(&[IMAGES_MAGIC, count, SIDE, SIDE], pixels))
}

/// Makes a labels file.
pub fn labels(labels: &[u8]) -> Result<Vec<u8>> {
    Ok(file(&[LABELS_MAGIC, u32::try_from(labels.len())?], labels))
}

fn file(header: &[u32], body: &[u8]) -> Vec<u8> {
    let mut file: Vec<u8> = header.iter().flat_map(|word| word.to_be_bytes()).collect();
    file.extend_from_slice(body);
    file
}

/// Returns the body of a file, and checks that it is of this kind and has this many 28x28 digits or labels.
pub fn body(file: &[u8], kind: IdxKind, count: usize) -> Result<&[u8]> {
    let (found, body) = match kind {
        IdxKind::Images => {
            let RawImages { rows, columns, pixels } = idx::images(file)?;
            ensure!([rows, columns] == [SIDE as usize; 2], "its images are {rows}x{columns}, not {SIDE}x{SIDE}");
            (pixels.len() / PIXELS, pixels)
        }
        IdxKind::Labels => idx::labels(file).map(|labels| (labels.len(), labels))?,
    };
    ensure!(found == count, "it holds {found} {kind}, not {count}");
    Ok(body)
}

/// Compresses deterministically, without time and name.
pub fn gzip(file: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(file)?;
    Ok(encoder.finish()?)
}

/// Unpacks a gzipped file; returns any other file unchanged.
pub fn gunzip(file: Vec<u8>) -> Result<Vec<u8>> {
    if !is_gzip(&file) {
        return Ok(file);
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(file.as_slice()).read_to_end(&mut plain).context("its gzip data is damaged")?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_big_endian() -> Result<()> {
        assert_eq!(labels(&[7, 2])?, [0, 0, 8, 1, 0, 0, 0, 2, 7, 2]);
        let file = images(&[9; 2 * PIXELS])?;
        assert_eq!(file[..16], [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28]);
        assert!(images(&[0; 5]).is_err());
        Ok(())
    }

    #[test]
    fn bodies_are_read_back_and_mismatches_are_refused() -> Result<()> {
        let file = labels(&[7, 2])?;
        assert_eq!(body(&file, IdxKind::Labels, 2)?, [7, 2]);
        assert!(body(&file, IdxKind::Labels, 3).is_err());
        assert!(body(&file, IdxKind::Images, 2).is_err());
        assert!(body(&file[..9], IdxKind::Labels, 2).is_err());
        Ok(())
    }

    #[test]
    fn gzip_is_deterministic_and_reversible() -> Result<()> {
        let packed = gzip(b"digits")?;
        assert_eq!(packed, gzip(b"digits")?);
        assert_eq!(packed[4..8], [0; 4], "the modification time");
        assert_eq!(gunzip(packed)?, b"digits");
        assert_eq!(gunzip(b"plain".to_vec())?, b"plain");
        Ok(())
    }
}
