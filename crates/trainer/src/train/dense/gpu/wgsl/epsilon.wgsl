// The VAE's noise for four numbers of a row's code.
fn epsilon(row: u32, four: u32) -> vec4<f32> {
    var noise = vec4<f32>(0.0);
    if (row < step.count) {
        for (var i = 0u; i < 4u; i++) {
            let column = four * 4u + i;
            if (column < LATENT) { noise[i] = bitcast<f32>(feed[step.epsilon + row * LATENT + column]); }
        }
    }
    return noise;
}
