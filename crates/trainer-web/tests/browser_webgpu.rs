//! The models, losses, gradients and optimizer agree with PyTorch in the browser, on WebGPU and on the CPU, and the WebGPU
//! kernels agree with the formulas on the CPU.

#![cfg(target_arch = "wasm32")]

#[path = "../../trainer/tests/figures/check.rs"]
mod check;
#[path = "../../trainer/tests/figures/engines.rs"]
mod engines;

use hourglass_core::{config::BackendChoice, protocol::Backend};
use hourglass_trainer::{device::Devices, train::Compute};
use hourglass_trainer_web::open_webgpu;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_cpu_agrees_with_pytorch() {
    check::agrees_with_pytorch(&Compute::cpu(), 1e-4).await;
}

#[wasm_bindgen_test]
async fn webgpu_passes_its_check_and_agrees_with_the_cpu_and_pytorch() {
    let mut devices = Devices::default();
    let (place, backend) = devices.choose(BackendChoice::Webgpu, || (), open_webgpu).await;
    assert!(matches!(&backend, Backend::Webgpu { adapter } if !adapter.is_empty()), "{backend:?}");
    engines::agree(&place).await;
    check::agrees_with_pytorch(&place, 1e-3).await;

    // WebGPU can be opened only once: a second call returns the same device.
    assert_eq!(devices.choose(BackendChoice::Auto, || panic!("checked twice"), open_webgpu).await.1, backend);
}
