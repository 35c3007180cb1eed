// The reconstruction loss of four logits, and its gradient.
var<private> loss: f32 = 0.0;

fn finish(row: u32, four: u32, x: vec4<f32>) {
    let t = values[TARGETS + row * TARGETS_STRIDE + four];
    let columns = vec4<u32>(four * 4u) + vec4<u32>(0u, 1u, 2u, 3u);
    let is_real = (columns < vec4<u32>(WIDTH)) & vec4<bool>(row < step.count);
    let scale = select(vec4<f32>(0.0), vec4<f32>(step.mean), is_real);
    LOSS
    loss += dot(scale, l);
    values[TO + row * TO_STRIDE + four] = scale * g;
}
