//! A strict reader for IDX, the file format of MNIST.
//!
//! A file has four bytes of magic (two zeros, the type of a value, the number of dimensions), each dimension as a big-endian
//! 32-bit number, then the values. Only unsigned bytes are read: images in three dimensions, labels in one. Nothing is allocated
//! before the length of the file is checked against its header.
//! Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", file formats.

use thiserror::Error;

/// Two zeros, unsigned bytes, three dimensions.
pub const IMAGES_MAGIC: u32 = 0x0000_0803;
/// Two zeros, unsigned bytes, one dimension.
pub const LABELS_MAGIC: u32 = 0x0000_0801;

/// The maximum side of an image in pixels.
const LONGEST_SIDE: u32 = 4096;

/// Images of one size: bytes row by row, one image after the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawImages<'a> {
    pub rows: usize,
    pub columns: usize,
    pub pixels: &'a [u8],
}

/// What is wrong with a file, as a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdxError {
    #[error("The {kind} file ends within its header, after {bytes} bytes; it is cut off or not an IDX file.")]
    CutOff { kind: IdxKind, bytes: usize },
    #[error("The {kind} file begins with the number {magic:#010x}, not with {:#010x}; it is not an IDX {kind} file.", kind.magic())]
    Magic { kind: IdxKind, magic: u32 },
    #[error("The {given} file was given where the {wanted} file belongs; swap the two.")]
    Swapped { given: IdxKind, wanted: IdxKind },
    #[error("The {kind} file says that it holds nothing.")]
    Empty { kind: IdxKind },
    #[error(
        "The images file says that an image has {rows} rows and {columns} columns; both should be from 1 to {LONGEST_SIDE}."
    )]
    Dimensions { rows: u32, columns: u32 },
    #[error(
        "The {kind} file should have {expected} bytes according to its header, but has {found}; it is damaged or cut off."
    )]
    Length { kind: IdxKind, expected: u64, found: u64 },
    #[error("Label number {index} is {label}; labels are digits from 0 to 9.")]
    Label { index: usize, label: u8 },
    #[error("There are {images} images but {labels} labels; the two files do not belong together.")]
    Disagree { images: usize, labels: usize },
    #[error("There are {images} images, more than the {most} that this page can hold.")]
    LimitExceeded { images: usize, most: usize },
}

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdxKind {
    Images,
    Labels,
}

impl IdxKind {
    fn magic(self) -> u32 {
        match self {
            Self::Images => IMAGES_MAGIC,
            Self::Labels => LABELS_MAGIC,
        }
    }
}

impl std::fmt::Display for IdxKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Images => "images",
            Self::Labels => "labels",
        })
    }
}

/// Reads an images file.
///
/// # Errors
/// See [`IdxError`].
pub fn images(bytes: &[u8]) -> Result<RawImages<'_>, IdxError> {
    let ([count, rows, columns], pixels) = header(bytes, IdxKind::Images)?;
    if !(1..=LONGEST_SIDE).contains(&rows) || !(1..=LONGEST_SIDE).contains(&columns) {
        return Err(IdxError::Dimensions { rows, columns });
    }
    // At most 2^32 * 2^12 * 2^12: no overflow.
    check_length(bytes, pixels, IdxKind::Images, u64::from(count) * u64::from(rows) * u64::from(columns))?;
    Ok(RawImages { rows: rows as usize, columns: columns as usize, pixels })
}

/// Reads a labels file: digits from 0 to 9.
///
/// # Errors
/// See [`IdxError`].
pub fn labels(bytes: &[u8]) -> Result<&[u8], IdxError> {
    let ([count], labels) = header(bytes, IdxKind::Labels)?;
    check_length(bytes, labels, IdxKind::Labels, u64::from(count))?;
    match labels.iter().position(|&label| label > 9) {
        Some(index) => Err(IdxError::Label { index, label: labels[index] }),
        None => Ok(labels),
    }
}

/// The dimensions, and the bytes after them; the first dimension, the count, is not 0.
fn header<const D: usize>(bytes: &[u8], kind: IdxKind) -> Result<([u32; D], &[u8]), IdxError> {
    let cut_off = || IdxError::CutOff { kind, bytes: bytes.len() };
    let (magic, mut rest) = take_number(bytes).ok_or_else(cut_off)?;
    match (kind, magic) {
        (IdxKind::Images, IMAGES_MAGIC) | (IdxKind::Labels, LABELS_MAGIC) => {}
        (IdxKind::Images, LABELS_MAGIC) => return Err(IdxError::Swapped { given: IdxKind::Labels, wanted: kind }),
        (IdxKind::Labels, IMAGES_MAGIC) => return Err(IdxError::Swapped { given: IdxKind::Images, wanted: kind }),
        _ => return Err(IdxError::Magic { kind, magic }),
    }
    let mut dimensions = [0; D];
    for dimension in &mut dimensions {
        (*dimension, rest) = take_number(rest).ok_or_else(cut_off)?;
    }
    if dimensions.first() == Some(&0) {
        return Err(IdxError::Empty { kind });
    }
    Ok((dimensions, rest))
}

fn take_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_be_bytes(*number), rest))
}

fn check_length(bytes: &[u8], values: &[u8], kind: IdxKind, expected: u64) -> Result<(), IdxError> {
    if values.len() as u64 == expected {
        return Ok(());
    }
    let header = (bytes.len() - values.len()) as u64;
    Err(IdxError::Length { kind, expected: header + expected, found: bytes.len() as u64 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(numbers: &[u32], values: &[u8]) -> Vec<u8> {
        let header = numbers.iter().flat_map(|number| number.to_be_bytes());
        header.chain(values.iter().copied()).collect()
    }

    #[test]
    fn images_and_labels_are_read() {
        let bytes = file(&[IMAGES_MAGIC, 2, 1, 3], &[1, 2, 3, 4, 5, 6]);
        assert_eq!(images(&bytes), Ok(RawImages { rows: 1, columns: 3, pixels: &[1, 2, 3, 4, 5, 6] }));
        assert_eq!(labels(&file(&[LABELS_MAGIC, 3], &[0, 9, 4])), Ok([0, 9, 4].as_slice()));
    }

    #[test]
    fn each_fault_in_an_images_file_has_its_own_error() {
        use IdxError::*;
        let kind = IdxKind::Images;
        let cases = [
            (vec![], CutOff { kind, bytes: 0 }),
            (vec![0, 0, 8], CutOff { kind, bytes: 3 }),
            (file(&[IMAGES_MAGIC, 1, 28], &[]), CutOff { kind, bytes: 12 }),
            (file(&[0x1f8b_0800, 1, 1, 1], &[0]), Magic { kind, magic: 0x1f8b_0800 }),
            (file(&[LABELS_MAGIC, 1], &[0]), Swapped { given: IdxKind::Labels, wanted: kind }),
            (file(&[IMAGES_MAGIC, 0, 28, 28], &[]), Empty { kind }),
            (file(&[IMAGES_MAGIC, 1, 0, 28], &[]), Dimensions { rows: 0, columns: 28 }),
            (file(&[IMAGES_MAGIC, 1, 28, 5000], &[]), Dimensions { rows: 28, columns: 5000 }),
            (file(&[IMAGES_MAGIC, 2, 1, 1], &[7]), Length { kind, expected: 18, found: 17 }),
            (file(&[IMAGES_MAGIC, 1, 1, 1], &[7, 7]), Length { kind, expected: 17, found: 18 }),
            (
                file(&[IMAGES_MAGIC, u32::MAX, 4096, 4096], &[]),
                Length { kind, expected: 16 + u64::from(u32::MAX) * 4096 * 4096, found: 16 },
            ),
        ];
        for (bytes, error) in cases {
            assert_eq!(images(&bytes), Err(error));
        }
    }

    #[test]
    fn each_fault_in_a_labels_file_has_its_own_error() {
        use IdxError::*;
        let kind = IdxKind::Labels;
        let cases = [
            (vec![0], CutOff { kind, bytes: 1 }),
            (file(&[7, 1], &[0]), Magic { kind, magic: 7 }),
            (file(&[IMAGES_MAGIC, 1, 1, 1], &[0]), Swapped { given: IdxKind::Images, wanted: kind }),
            (file(&[LABELS_MAGIC, 0], &[]), Empty { kind }),
            (file(&[LABELS_MAGIC, 2], &[1]), Length { kind, expected: 10, found: 9 }),
            (file(&[LABELS_MAGIC, 3], &[1, 10, 2]), Label { index: 1, label: 10 }),
        ];
        for (bytes, error) in cases {
            assert_eq!(labels(&bytes), Err(error));
        }
    }

    #[test]
    fn an_error_is_a_sentence() {
        let error = images(&[0x1f, 0x8b, 8, 0]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "The images file begins with the number 0x1f8b0800, not with 0x00000803; it is not an IDX images file."
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = images(&bytes);
            let _ = labels(&bytes);
        }

        #[test]
        fn any_header_is_read_or_refused(numbers in proptest::collection::vec(any::<u32>(), 0..4)) {
            let bytes = file(&[&[IMAGES_MAGIC], numbers.as_slice()].concat(), &[0; 8]);
            if let Ok(read) = images(&bytes) {
                prop_assert_eq!(read.pixels.len() % (read.rows * read.columns), 0);
            }
        }
    }
}
