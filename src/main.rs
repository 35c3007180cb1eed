//! The page's program: calls [`hourglass::ui`].

#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg(target_arch = "wasm32")]
fn main() {
    hourglass::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!(
        "This program is the page of Hourglass and runs in the browser: `cargo xtask serve` builds and serves it."
    );
}
