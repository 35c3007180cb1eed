//! The IDX format of MNIST: a magic number and sizes, big endian, then bytes.
//!
//! Written here and, as far as a header, checked. What the page reads is decoded by the page's own, stricter decoder.

use std::io::{Read, Write};

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// Rows and columns of a digit.
const SIDE: u32 = 28;
/// Pixels of a digit.
pub const PIXELS: usize = (SIDE * SIDE) as usize;

const IMAGES: u32 = 2051;
const LABELS: u32 = 2049;

/// What an IDX file holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Images,
    Labels,
}

/// An images file of 28x28 digits, one after the other.
pub fn images(pixels: &[u8]) -> Result<Vec<u8>> {
    ensure!(pixels.len().is_multiple_of(PIXELS), "{} bytes are no whole number of digits", pixels.len());
    let count = u32::try_from(pixels.len() / PIXELS)?;
    Ok(file(&[IMAGES, count, SIDE, SIDE], pixels))
}

/// A labels file.
pub fn labels(labels: &[u8]) -> Result<Vec<u8>> {
    Ok(file(&[LABELS, u32::try_from(labels.len())?], labels))
}

fn file(header: &[u32], body: &[u8]) -> Vec<u8> {
    let mut file: Vec<u8> = header.iter().flat_map(|word| word.to_be_bytes()).collect();
    file.extend_from_slice(body);
    file
}

/// The body of a file that must be of this kind, with this many 28x28 digits or labels.
pub fn body(file: &[u8], kind: Kind, count: usize) -> Result<&[u8]> {
    let (header, size) = match kind {
        Kind::Images => (vec![IMAGES, u32::try_from(count)?, SIDE, SIDE], count * PIXELS),
        Kind::Labels => (vec![LABELS, u32::try_from(count)?], count),
    };
    let expected: Vec<u8> = header.iter().flat_map(|word| word.to_be_bytes()).collect();
    let Some(body) = file.strip_prefix(expected.as_slice()) else {
        bail!("this is no IDX file of {count} {kind:?}: its header differs");
    };
    ensure!(body.len() == size, "it should hold {size} bytes after its header and holds {}", body.len());
    Ok(body)
}

/// Compresses, always to the same bytes: no time, no name.
pub fn gzip(file: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(file)?;
    Ok(encoder.finish()?)
}

/// Unpacks a gzipped file; hands any other back as it is.
pub fn gunzip(file: Vec<u8>) -> Result<Vec<u8>> {
    if !is_gzip(&file) {
        return Ok(file);
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(file.as_slice()).read_to_end(&mut plain).context("its gzip data is damaged")?;
    Ok(plain)
}

pub fn is_gzip(file: &[u8]) -> bool {
    file.starts_with(&[0x1f, 0x8b])
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
    fn bodies_come_back_and_misfits_are_refused() -> Result<()> {
        let file = labels(&[7, 2])?;
        assert_eq!(body(&file, Kind::Labels, 2)?, [7, 2]);
        assert!(body(&file, Kind::Labels, 3).is_err());
        assert!(body(&file, Kind::Images, 2).is_err());
        assert!(body(&file[..9], Kind::Labels, 2).is_err());
        Ok(())
    }

    #[test]
    fn gzip_is_deterministic_and_undone() -> Result<()> {
        let packed = gzip(b"digits")?;
        assert_eq!(packed, gzip(b"digits")?);
        assert_eq!(packed[4..8], [0; 4], "the time of packing");
        assert_eq!(gunzip(packed)?, b"digits");
        assert_eq!(gunzip(b"plain".to_vec())?, b"plain");
        Ok(())
    }
}
