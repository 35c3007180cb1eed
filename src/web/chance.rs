//! The browser's dice, for what is nobody's result: it goes into the address, where it can be had again.

/// Any whole number below another.
pub fn below(count: usize) -> usize {
    (js_sys::Math::random() * count as f64) as usize
}
