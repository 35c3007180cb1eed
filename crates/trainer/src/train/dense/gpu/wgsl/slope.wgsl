// Turns the gradient of a layer's outputs into that of its sums.
fn finish(row: u32, four: u32, upstream: vec4<f32>) {
    let y = values[ANSWERS + row * ANSWERS_STRIDE + four];
    let g = GRADIENT;
    values[TO + row * TO_STRIDE + four] = SLOPED;
}
