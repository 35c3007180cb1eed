//! Burn's tensors as WebGPU buffers.

use std::any::Any;

use burn::tensor::Tensor;
use burn_wgpu::{Wgpu, wgpu};
use cubecl_wgpu::{AutoCompiler, WgpuServer};

/// The buffer of a tensor, which does not move as long as this exists.
pub struct Shared {
    buffer: wgpu::Buffer,
    offset: u64,
    size: u64,
    _kept: Box<dyn Any>,
}

impl Shared {
    /// `None` for a tensor that is not on WebGPU. Burn's pending work is submitted first, so that it runs first.
    pub fn new<const D: usize>(tensor: &Tensor<D>) -> Option<Self> {
        let cube = tensor.clone().try_into_primitive::<Wgpu>().ok()?;
        let kept = cube.client.get_resource::<WgpuServer<AutoCompiler>>(cube.handle).ok()?;
        cube.client.flush().ok()?;
        let resource = kept.resource();
        let (buffer, offset, size) = (resource.buffer.clone(), resource.offset, resource.size);
        Some(Self { buffer, offset, size, _kept: Box::new(kept) })
    }

    pub fn binding(&self) -> wgpu::BindingResource<'_> {
        wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.buffer,
            offset: self.offset,
            size: wgpu::BufferSize::new(self.size),
        })
    }
}
