// Turns the gradient of the VAE's codes into that of mu and logvar, and adds the gradient of the KL term.
fn finish(row: u32, four: u32, g: vec4<f32>) {
    let mu = values[HEADS + row * HEADS_STRIDE + four];
    let logvar = values[HEADS + row * HEADS_STRIDE + CODE_FOURS + four];
    let kl = select(0.0, step.kl, row < step.count);
    let at = TO + row * TO_STRIDE + four;
    values[at] = g + kl * mu;
    values[at + CODE_FOURS] = 0.5 * (g * epsilon(row, four) * exp(0.5 * logvar) + kl * (exp(logvar) - 1.0));
}
