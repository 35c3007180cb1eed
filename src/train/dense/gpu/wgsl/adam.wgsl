// One update of four weights (Kingma & Ba 2015).
fn finish(row: u32, four: u32, g: vec4<f32>) {
    let at = WEIGHTS + row * WEIGHTS_STRIDE + four;
    let m = 0.9 * moments[at] + 0.1 * g;
    let v = 0.999 * moments[at + MOMENTS] + 0.001 * g * g;
    moments[at] = m;
    moments[at + MOMENTS] = v;
    parameters[at] -= step.rate * m / (step.correction * sqrt(v) + 1e-8);
}
