//! What a network learns from: rows of numbers in the network's input format.

use std::rc::Rc;

use rand::Rng;

use super::{
    augment::Augment,
    image::{PIXELS, SIDE},
    images::Images,
    noise,
    resize::halved,
};
use crate::config::{self, Config, ImageSize, Noise, Range};

/// Rows, accessed by index.
#[derive(Clone)]
pub enum Examples {
    /// Images at one size, with intensities mapped to a range.
    Images { images: Rc<Images>, size: ImageSize, range: Range },
    /// Numbers as they are, with the target of each row, unless the target is the row itself.
    Rows { values: Rc<Vec<f32>>, columns: usize, answers: Option<Rc<Vec<f32>>> },
}

impl Examples {
    pub fn len(&self) -> usize {
        match self {
            Self::Images { images, .. } => images.len(),
            Self::Rows { values, columns, .. } => values.len() / columns,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of values in a row.
    pub fn inputs(&self) -> usize {
        match self {
            Self::Images { size, .. } => size.side().pow(2),
            Self::Rows { columns, .. } => *columns,
        }
    }

    /// The number of target values for a row.
    pub fn outputs(&self) -> usize {
        if self.answers().is_some() { 1 } else { self.inputs() }
    }

    /// The targets, one number for each row; `None` if rows are reconstructed.
    pub fn answers(&self) -> Option<&Rc<Vec<f32>>> {
        match self {
            Self::Images { .. } => None,
            Self::Rows { answers, .. } => answers.as_ref(),
        }
    }

    /// The label or the target of a row; `None` if it has neither.
    pub fn label(&self, index: usize) -> Option<u8> {
        match self {
            Self::Images { images, .. } => images.label(index),
            Self::Rows { answers, .. } => answers.as_ref().map(|answers| answers[index] as u8),
        }
    }

    /// The rows at these indices, one after the other.
    pub fn gather(&self, indices: &[usize]) -> Vec<f32> {
        let mut gathered = vec![0.0; indices.len() * self.inputs()];
        let rows = gathered.chunks_exact_mut(self.inputs());
        rows.zip(indices).for_each(|(row, &index)| self.write(index, row));
        gathered
    }

    /// Writes one row into `row`, which has as many numbers as there are inputs.
    pub fn write(&self, index: usize, row: &mut [f32]) {
        match self {
            Self::Images { images, size: ImageSize::Full, range } => {
                let bytes = images.image(index);
                row.iter_mut().zip(bytes).for_each(|(value, &byte)| *value = range.of(f32::from(byte) / 255.0));
            }
            Self::Images { images, size, range } => row.copy_from_slice(&as_input(images.image(index), *size, *range)),
            Self::Rows { values, columns, .. } => row.copy_from_slice(&values[index * columns..(index + 1) * columns]),
        }
    }
}

/// An image of 784 bytes in the network's input format.
pub fn as_input(bytes: &[u8], size: ImageSize, range: Range) -> Vec<f32> {
    let mut image: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    if size == ImageSize::Half {
        image = halved(&image);
    }
    image.iter_mut().for_each(|value| *value = range.of(*value));
    image
}

/// A network's outputs as images of 784 bytes each; each pixel of a smaller image becomes a block.
pub fn as_bytes(values: &[f32], size: ImageSize, range: Range) -> Vec<u8> {
    let byte = |value: f32| (range.intensity(value) * 255.0).round() as u8;
    let side = size.side();
    let block = SIDE / side;
    let mut bytes = Vec::with_capacity(values.len() / (side * side) * PIXELS);
    for image in values.chunks_exact(side * side) {
        bytes.extend((0..PIXELS).map(|i| byte(image[i / SIDE / block * side + i % SIDE / block])));
    }
    bytes
}

/// The changes to images before they enter a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InputTransform {
    augment: Augment,
    noise: Noise,
    level: f32,
    /// 1 for data that is not images.
    side: usize,
    range: Range,
}

impl InputTransform {
    /// For training images.
    pub fn in_training(config: &Config) -> Self {
        let augment = match config.augment {
            config::Augment::None => Augment { flip: false, rotate: false },
            config::Augment::Flip => Augment { flip: true, rotate: false },
            config::Augment::Rotate => Augment { flip: false, rotate: true },
            config::Augment::Both => Augment { flip: true, rotate: true },
        };
        Self { augment, noise: config.noise, level: config.level, side: config.size.side(), range: config.range }
    }

    /// For images that are only evaluated: noise, but no augmentation.
    pub fn in_evaluation(config: &Config) -> Self {
        Self { augment: Augment { flip: false, rotate: false }, ..Self::in_training(config) }
    }

    /// Whether the images change, input and target alike.
    pub fn augments(&self) -> bool {
        self.augment.flip || self.augment.rotate
    }

    /// Whether noise is added to the input.
    pub fn has_noise(&self) -> bool {
        self.noise != Noise::None && self.level > 0.0
    }

    pub fn augment(&self, values: &mut [f32], rng: &mut impl Rng) {
        if self.augments() {
            self.augment.apply(values, self.side, self.range.bounds().0, rng);
        }
    }

    pub fn add_noise(&self, values: &mut [f32], rng: &mut impl Rng) {
        let bounds = self.range.bounds();
        match self.noise {
            Noise::None => {}
            Noise::Gaussian => noise::gaussian(values, self.level, bounds, rng),
            Noise::SaltPepper => noise::salt_and_pepper(values, self.level, bounds, rng),
            Noise::Mask => noise::mask(values, self.side, self.level, bounds.0, rng),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_survive_a_round_trip() {
        let bytes: Vec<u8> = (0..PIXELS).map(|i| i as u8).collect();
        for range in [Range::Unit, Range::Signed] {
            assert_eq!(as_bytes(&as_input(&bytes, ImageSize::Full, range), ImageSize::Full, range), bytes);
        }
    }

    #[test]
    fn a_smaller_image_comes_back_in_blocks() {
        let bytes: Vec<u8> = (0..PIXELS).map(|i| if (i % SIDE / 2).is_multiple_of(2) { 200 } else { 40 }).collect();
        let input = as_input(&bytes, ImageSize::Half, Range::Signed);
        assert_eq!(input.len(), 196);
        assert_eq!(as_bytes(&input, ImageSize::Half, Range::Signed), bytes);
    }

    #[test]
    fn rows_are_gathered_unchanged() {
        let rows = Examples::Rows { values: Rc::new(vec![1.0, 2.0, 3.0, 4.0]), columns: 2, answers: None };
        assert_eq!((rows.len(), rows.outputs(), rows.gather(&[1, 0])), (2, 2, vec![3.0, 4.0, 1.0, 2.0]));
    }
}
