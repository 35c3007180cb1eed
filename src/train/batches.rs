//! The training images, ready to be taken in batches.
//!
//! On a GPU they are uploaded once and a batch is selected there by its indices, so that a step uploads only those. On the
//! CPU, and for a set too large for one buffer, a batch is copied from the bytes on the host.

use std::rc::Rc;

use burn::tensor::{Device, Int, Tensor, TensorData};

use crate::{
    data::{image::PIXELS, images::Images},
    model::tensor,
};

/// Most images in one buffer on the device: 784 floats each, they stay within 128 MiB, the least that WebGPU promises for
/// a storage buffer.
const MOST_RESIDENT: usize = 40_000;

/// Images by index, as tensors on a device.
pub enum Batches {
    Host {
        images: Rc<Images>,
        device: Device,
    },
    /// `[images, pixels]`.
    Resident(Tensor<2>),
}

impl Batches {
    /// The images on the device itself, where `resident` asks for it and they fit.
    pub fn new(images: Rc<Images>, device: &Device, resident: bool) -> Self {
        if resident && images.len() <= MOST_RESIDENT {
            let all: Vec<usize> = (0..images.len()).collect();
            Self::Resident(tensor(images.gather(&all), PIXELS, device))
        } else {
            Self::Host { images, device: device.clone() }
        }
    }

    /// The images of these indices; `[indices, pixels]`, intensities in `0..=1`.
    pub fn take(&self, indices: &[usize]) -> Tensor<2> {
        match self {
            Self::Host { images, device } => tensor(images.gather(indices), PIXELS, device),
            Self::Resident(all) => {
                let indices: Vec<i32> = indices.iter().map(|&index| index as i32).collect();
                let count = indices.len();
                let indices = Tensor::<1, Int>::from_data(TensorData::new(indices, [count]), &all.device());
                all.clone().select(0, indices)
            }
        }
    }
}
