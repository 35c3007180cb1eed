//! Burn's tensors as buffers of WebGPU.

use std::any::Any;

use burn::tensor::Tensor;
use burn_wgpu::{Wgpu, wgpu};
use cubecl_wgpu::{AutoCompiler, WgpuServer};

/// The buffer behind a tensor, which stays where it is as long as this is kept.
pub struct Shared {
    buffer: wgpu::Buffer,
    offset: u64,
    size: u64,
    _kept: Box<dyn Any>,
}

impl Shared {
    /// `None` for a tensor that does not lie on WebGPU. What Burn has still to do is sent before, so that it comes first.
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
