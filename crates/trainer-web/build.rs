//! Stripping (`[profile.release]`) keeps the list of WebAssembly features, a hundred bytes that wasm-bindgen reads. The flag is
//! set here and not for all of rustc, which would compile Burn again.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg=--keep-section=target_features");
    }
}
