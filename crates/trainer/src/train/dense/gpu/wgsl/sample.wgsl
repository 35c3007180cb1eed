// The VAE's codes, mu + exp(logvar / 2) * epsilon, and the KL term.
@compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let row = id.x;
    if (row >= ROWS) { return; }
    var kl = 0.0;
    for (var four = 0u; four < CODE_FOURS; four++) {
        let mu = values[HEADS + row * HEADS_STRIDE + four];
        let logvar = values[HEADS + row * HEADS_STRIDE + CODE_FOURS + four];
        // Padding is 0 and adds nothing.
        kl += dot(mu * mu + exp(logvar) - logvar - 1.0, vec4<f32>(1.0));
        values[CODES + row * CODES_STRIDE + four] = mu + exp(0.5 * logvar) * epsilon(row, four);
    }
    sums[step.slot * SUMS + PARTS + row] = select(0.0, 0.5 * kl * step.mean, row < step.count);
}
