// Copies the batch's rows from the examples on the device, padded with zeros.
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let row = id.x / FOURS;
    let four = id.x % FOURS;
    if (row >= ROWS) { return; }
    var x = vec4<f32>(0.0);
    if (row < step.count) {
        let at = feed[step.rows + row] * WIDTH;
        for (var i = 0u; i < 4u; i++) {
            let column = four * 4u + i;
            if (column < WIDTH) { x[i] = examples[at + column]; }
        }
    }
    values[TO + row * TO_STRIDE + four] = x;
}
