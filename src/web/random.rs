//! Random numbers from the browser, for values that need not be reproducible: they go into the address, from which they can be read again.

/// A random whole number below `count`.
pub fn below(count: usize) -> usize {
    (js_sys::Math::random() * count as f64) as usize
}
