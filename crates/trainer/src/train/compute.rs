//! Where a network is trained.

use burn::tensor::Device;

/// A device of Burn, and the underlying WebGPU device if there is one.
#[derive(Clone, Debug)]
pub struct Compute {
    pub device: Device,
    /// The WebGPU device and queue, which Burn shares.
    #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
    pub gpu: Option<burn_wgpu::WgpuSetup>,
}

impl Compute {
    pub fn cpu() -> Self {
        Self {
            device: Device::flex(),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            gpu: None,
        }
    }

    pub fn is_gpu(&self) -> bool {
        #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
        return self.gpu.is_some();
        #[cfg(not(all(target_arch = "wasm32", feature = "webgpu")))]
        false
    }
}
