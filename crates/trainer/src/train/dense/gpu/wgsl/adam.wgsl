// One update of four weights (Kingma & Ba 2015).
fn finish(row: u32, four: u32, g: vec4<f32>) {
    let at = WEIGHTS + row * WEIGHTS_STRIDE + four;
    let m = BETA_1 * moments[at] + (1.0 - BETA_1) * g;
    let v = BETA_2 * moments[at + MOMENTS] + (1.0 - BETA_2) * g * g;
    moments[at] = m;
    moments[at + MOMENTS] = v;
    parameters[at] -= step.rate * m / (step.correction * sqrt(v) + EPSILON);
}
