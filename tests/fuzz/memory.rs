//! Bounds on memory, tested: the allocator of this program counts.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Does something that may allocate so many bytes at a time.
pub fn within<T>(most: usize, act: impl FnOnce() -> T) -> T {
    let mut outcome = None;
    let measured = allocation_counter::measure(|| outcome = Some(catch_unwind(AssertUnwindSafe(act))));
    let outcome = outcome.expect("it was done").unwrap_or_else(|panic| resume_unwind(panic));
    let found = measured.bytes_max;
    assert!(found <= most as u64, "{found} bytes were allocated at a time, and {most} are allowed");
    outcome
}

#[test]
#[should_panic(expected = "are allowed")]
fn what_is_allocated_is_counted() {
    within(1_000, || vec![0u8; 2_000]);
}
