//! Transfers to and from the device.

use burn::tensor::{Device, Tensor, TensorData};
use thiserror::Error;

/// The device did not return its values.
#[derive(Clone, Debug, Error)]
#[error("The results could not be read back from the device: {0}")]
pub struct ReadError(String);

/// A tensor with these values, row by row; `[values / columns, columns]`.
pub fn tensor(values: Vec<f32>, columns: usize, device: &Device) -> Tensor<2> {
    let rows = values.len() / columns;
    Tensor::from_data(TensorData::new(values, [rows, columns]), device)
}

/// Reads the values of a tensor. This is the only way to read: a browser cannot block on the GPU, so the read is awaited.
///
/// # Errors
/// The device failed: it was lost, or is out of memory.
pub async fn read<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, ReadError> {
    let data = tensor.into_data_async().await.map_err(|error| ReadError(error.to_string()))?;
    data.try_into_vec::<f32>().map_err(|error| ReadError(format!("{error:?}")))
}
