//! A kind of input, and how it is tested: first the corpus, then its mutations.

use std::{
    env,
    panic::catch_unwind,
    time::{Duration, Instant},
};

use proptest::test_runner::{Config, TestError, TestRunner};

use crate::{corpus, mutation};

/// The maximum number of steps, and of milliseconds, for shrinking a failure.
const SHRINKING: (u32, u32) = (2_000, 60_000);

/// Input in the form of bytes.
pub struct Kind {
    /// The name, which is also the name of its folder in the corpus.
    pub name: &'static str,
    /// Valid or nearly valid input, to be mutated.
    pub samples: fn() -> Vec<Vec<u8>>,
    /// Byte sequences that have a meaning for the parser.
    pub words: &'static [&'static str],
    /// The number of inputs in a normal test.
    pub cases: u32,
    /// Panics if something is wrong.
    pub check: fn(&[u8]),
}

/// Checks the samples and the corpus, unchanged and then mutated.
pub fn fuzz(kind: &Kind) {
    let seeds = [(kind.samples)(), corpus::read(kind.name)].concat();
    seeds.iter().for_each(|seed| (kind.check)(seed));
    let strategy = mutation::mutated(seeds, kind.words);
    let end = env::var("FUZZ_SECONDS").ok().map(|seconds| {
        let seconds = seconds.parse().expect("FUZZ_SECONDS should be a number");
        Instant::now() + Duration::from_secs(seconds)
    });
    let mut tried = 0;
    loop {
        let mut runner = TestRunner::new(config(kind));
        let outcome = runner.run(&strategy, |bytes| {
            (kind.check)(&bytes);
            Ok(())
        });
        match outcome {
            Ok(()) => {}
            Err(TestError::Fail(why, bytes)) => {
                let kept = corpus::keep(kind.name, &smallest(bytes, kind.check));
                panic!("{why}\nThe input is kept as {}", kept.display());
            }
            Err(TestError::Abort(why)) => panic!("{why}"),
        }
        tried += kind.cases;
        if end.is_none_or(|end| Instant::now() >= end) {
            break;
        }
    }
    if end.is_some() {
        println!("{}: {tried} inputs", kind.name);
    }
}

/// The shortest input that still fails: pieces are removed for as long as it does, large ones first.
fn smallest(mut bytes: Vec<u8>, check: fn(&[u8])) -> Vec<u8> {
    let end = Instant::now() + Duration::from_millis(SHRINKING.1.into());
    let mut length = bytes.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at < bytes.len() && Instant::now() < end {
            let mut fewer = bytes.clone();
            fewer.drain(at..bytes.len().min(at + length));
            if catch_unwind(|| check(&fewer)).is_err() {
                bytes = fewer;
            } else {
                at += length;
            }
        }
        length /= 2;
    }
    bytes
}

fn config(kind: &Kind) -> Config {
    let asked = env::var_os("PROPTEST_CASES").is_some();
    let usual = Config::default();
    let (max_shrink_iters, max_shrink_time) = SHRINKING;
    Config {
        cases: if asked { usual.cases } else { kind.cases },
        // Failures are saved as bytes in the corpus.
        failure_persistence: None,
        max_shrink_iters,
        max_shrink_time,
        ..usual
    }
}
