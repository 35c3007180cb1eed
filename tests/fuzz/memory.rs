//! Tests bounds on memory with an allocator that counts.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Runs `act`, and panics if it allocates more than `most` bytes at any time.
pub fn within<T>(most: usize, act: impl FnOnce() -> T) -> T {
    let mut outcome = None;
    let measured = allocation_counter::measure(|| outcome = Some(catch_unwind(AssertUnwindSafe(act))));
    let outcome = outcome.expect("`act` should have run").unwrap_or_else(|panic| resume_unwind(panic));
    let found = measured.bytes_max;
    assert!(found <= most as u64, "{found} bytes were allocated at a time; only {most} are allowed");
    outcome
}

#[test]
#[should_panic(expected = "are allowed")]
fn allocations_are_counted() {
    within(1_000, || vec![0u8; 2_000]);
}
