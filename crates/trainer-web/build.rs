//! What is stripped (`[profile.release]`) keeps its list of WebAssembly's features, a hundred bytes that wasm-bindgen goes by. Said
//! here and not to all of rustc, which would compile Burn anew.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg=--keep-section=target_features");
    }
}
