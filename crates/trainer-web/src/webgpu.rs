//! WebGPU: whether there is an adapter, whether Burn can use it, and what it is called.

use burn::tensor::Device;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use hourglass_trainer::train::Compute;
use hourglass_web::property;

/// The number of tasks that are collected before they are sent to the GPU.
const TASKS: usize = 128;
/// The invocations that Burn's matrix product requires in a workgroup, as a multiple of the largest subgroup.
const SUBGROUPS_PER_WORKGROUP: f64 = 8.0;
/// The largest subgroup if the adapter does not report it.
const USUAL_SUBGROUP: f64 = 32.0;

/// Opens WebGPU for Burn and for our own kernels; returns the place and the adapter's name. May be called only once.
///
/// # Errors
/// Why WebGPU cannot be used, in a sentence for the user.
pub async fn open() -> Result<(Compute, String), String> {
    let adapter = adapter().await?;
    check(&adapter)?;
    let options = Device::wgpu_options().graphics_api(burn_wgpu::WgpuBackend::WebGpu).tasks_max(TASKS);
    let opened = options.init_with_setup_async().await;
    let (device, setup) = opened.map_err(|error| format!("WebGPU could not be opened: {error}."))?;
    Ok((Compute { device, gpu: Some(setup) }, name(&adapter)))
}

/// The adapter that Burn will get: the browser returns the same one for the same request.
async fn adapter() -> Result<JsValue, String> {
    let none = || "This browser has no WebGPU.".to_string();
    let navigator = property(&js_sys::global(), "navigator");
    let gpu = property(&navigator, "gpu");
    let request: Function = property(&gpu, "requestAdapter").dyn_into().map_err(|_| none())?;
    let options = Object::new();
    let _ = Reflect::set(&options, &"powerPreference".into(), &"high-performance".into());
    let promise: Promise = request.call1(&gpu, &options).ok().and_then(|p| p.dyn_into().ok()).ok_or_else(none)?;
    let adapter = JsFuture::from(promise).await.unwrap_or(JsValue::NULL);
    if adapter.is_object() {
        Ok(adapter)
    } else {
        Err("This browser knows WebGPU but offers no adapter; its GPU may be blocked or have no driver.".into())
    }
}

/// Checks what Burn needs from an adapter: without time stamps it panics at its first operation, and its matrix product requires
/// workgroups that a small adapter refuses.
fn check(adapter: &JsValue) -> Result<(), String> {
    let features = property(adapter, "features");
    let has = property(&features, "has").dyn_into::<Function>().ok();
    let has_time_stamps = has.and_then(|has| has.call1(&features, &"timestamp-query".into()).ok());
    if has_time_stamps.and_then(|answer| answer.as_bool()) != Some(true) {
        return Err(format!("The adapter “{}” lacks the feature timestamp-query.", name(adapter)));
    }
    let subgroup = property(&property(adapter, "info"), "subgroupMaxSize").as_f64().unwrap_or(USUAL_SUBGROUP);
    let needed = subgroup * SUBGROUPS_PER_WORKGROUP;
    let limits = property(adapter, "limits");
    let most = property(&limits, "maxComputeInvocationsPerWorkgroup").as_f64().unwrap_or(0.0);
    if most < needed {
        return Err(format!("The adapter “{}” runs workgroups of {most}; {needed} are needed.", name(adapter)));
    }
    Ok(())
}

/// The adapter's name as the browser reports it: its description, or its vendor and kind.
fn name(adapter: &JsValue) -> String {
    let info = property(adapter, "info");
    let text = |key| property(&info, key).as_string().unwrap_or_default();
    let description = text("description");
    if !description.is_empty() {
        return description;
    }
    let parts: Vec<String> = ["vendor", "architecture", "device"].into_iter().map(text).collect();
    let known: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if known.is_empty() { "unnamed adapter".into() } else { known.join(" ") }
}
