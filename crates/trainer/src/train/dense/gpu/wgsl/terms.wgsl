// Adds up the terms of each step from their partial sums. The feed starts with the index of its first step in the stretch.
var<workgroup> parts: array<vec2<f32>, 64>;

@compute @workgroup_size(64) fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let at = group.x * SUMS;
    var total = vec2<f32>(0.0);
    for (var i = lane; i < PARTS; i += 64u) { total.x += sums[at + i]; }
    for (var i = lane; i < ROWS; i += 64u) { total.y += sums[at + PARTS + i]; }
    parts[lane] = total;
    workgroupBarrier();
    if (lane == 0u) {
        for (var i = 1u; i < 64u; i++) { total += parts[i]; }
        let to = 3u * (feed[0] + group.x);
        terms[to] = total.x;
        terms[to + 1u] = select(0.0, total.y, VARIATIONAL);
        terms[to + 2u] = select(total.y, 0.0, VARIATIONAL);
    }
}
