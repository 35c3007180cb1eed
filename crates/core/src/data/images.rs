//! A set of 28x28 images, with or without labels.

use serde::{Deserialize, Serialize};

use super::{
    idx::{self, IdxError},
    image::{PIXELS, SIDE},
    resize::resize,
};

/// The maximum number of images in a file.
pub const MOST_IMAGES: usize = 100_000;

/// Images as bytes (784 each; 0 is background, 255 is ink). If there are labels, there are as many as images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Images {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    #[serde(with = "serde_bytes")]
    labels: Option<Vec<u8>>,
}

impl Images {
    /// Decodes unpacked IDX files. Images of another size are resized to 28x28, averaging over areas.
    ///
    /// # Errors
    /// Any fault in either file, or in the pair: see [`IdxError`].
    pub fn from_idx(images: &[u8], labels: Option<&[u8]>) -> Result<Self, IdxError> {
        let raw = idx::images(images)?;
        let labels = labels.map(idx::labels).transpose()?;
        let count = raw.pixels.len() / (raw.rows * raw.columns);
        // Checked before resizing, which turns an image of one byte into one of 784.
        if count > MOST_IMAGES {
            return Err(IdxError::LimitExceeded { images: count, most: MOST_IMAGES });
        }
        if let Some(labels) = labels
            && labels.len() != count
        {
            return Err(IdxError::Disagree { images: count, labels: labels.len() });
        }
        let bytes = if (raw.rows, raw.columns) == (SIDE, SIDE) { raw.pixels.to_vec() } else { resize(raw) };
        Ok(Self { bytes, labels: labels.map(<[u8]>::to_vec) })
    }

    /// Images of 784 bytes each, without labels; an incomplete image at the end is dropped.
    pub fn unlabelled(mut bytes: Vec<u8>) -> Self {
        bytes.truncate(bytes.len() / PIXELS * PIXELS);
        Self { bytes, labels: None }
    }

    pub fn len(&self) -> usize {
        self.bytes.len() / PIXELS
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The 784 bytes of an image.
    pub fn image(&self, index: usize) -> &[u8] {
        &self.bytes[index * PIXELS..(index + 1) * PIXELS]
    }

    pub fn labels(&self) -> Option<&[u8]> {
        self.labels.as_deref()
    }

    pub fn label(&self, index: usize) -> Option<u8> {
        self.labels.as_ref().map(|labels| labels[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::idx::{IMAGES_MAGIC, LABELS_MAGIC};

    pub fn images_file(side: u32, images: &[&[u8]]) -> Vec<u8> {
        let header = [IMAGES_MAGIC, images.len() as u32, side, side];
        header.iter().flat_map(|n| n.to_be_bytes()).chain(images.concat()).collect()
    }

    fn labels_file(labels: &[u8]) -> Vec<u8> {
        let header = [LABELS_MAGIC, labels.len() as u32];
        header.iter().flat_map(|n| n.to_be_bytes()).chain(labels.iter().copied()).collect()
    }

    #[test]
    fn images_of_the_right_size_do_not_change() {
        let image: Vec<u8> = (0..PIXELS).map(|i| i as u8).collect();
        let images = Images::from_idx(&images_file(28, &[&image]), Some(&labels_file(&[7]))).unwrap();
        assert_eq!((images.image(0), images.label(0), images.len()), (image.as_slice(), Some(7), 1));
    }

    #[test]
    fn files_that_do_not_belong_together_are_refused() {
        let images = images_file(1, &[&[1], &[2]]);
        let error = Images::from_idx(&images, Some(&labels_file(&[1, 2, 3]))).unwrap_err();
        assert_eq!(error, IdxError::Disagree { images: 2, labels: 3 });
    }

    #[test]
    fn too_many_images_are_refused_before_resizing() {
        let pixels = vec![1; MOST_IMAGES + 1];
        let images: Vec<&[u8]> = pixels.chunks(1).collect();
        let refused = Images::from_idx(&images_file(1, &images), None).unwrap_err();
        assert_eq!(refused.to_string(), "There are 100001 images, more than the 100000 that this page can hold.");
        assert!(Images::from_idx(&images_file(1, &images[1..]), None).is_ok());
    }

    #[test]
    fn other_sizes_are_resized() {
        let images = Images::from_idx(&images_file(1, &[&[9], &[200]]), None).unwrap();
        assert_eq!(images.image(1), [200; PIXELS]);
        assert_eq!(images.label(1), None);
    }
}
