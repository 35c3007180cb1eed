// Writes a layer's outputs to the next layer's inputs.
fn finish(row: u32, four: u32, x: vec4<f32>) {
    values[TO + row * TO_STRIDE + four] = ACTIVATED;
}
