// The L1 norm of the AE's codes.
@compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let row = id.x;
    if (row >= ROWS) { return; }
    var norm = 0.0;
    for (var four = 0u; four < CODE_FOURS; four++) {
        norm += dot(abs(values[CODES + row * CODES_STRIDE + four]), vec4<f32>(1.0));
    }
    sums[step.slot * SUMS + PARTS + row] = select(0.0, norm * step.sparse, row < step.count);
}
