//! Saved runs, as files that anyone may have changed.

use hourglass_core::{
    config::{Activation, Config, Model, Models, Source},
    protocol::{Command, Event, RunEvent, RunId},
};
use hourglass_trainer::{checkpoint::Opened, model::Shape};
use serde::de::IgnoredAny;

use crate::{Kind, memory::within, messages, trainer::served};

/// The memory that may be allocated for a file: this much for each of its bytes, and some to read its header.
const EACH: usize = 64;
const MOST: usize = 1 << 20;

pub const CHECKPOINT: Kind = Kind {
    name: "checkpoint",
    samples: saved_runs,
    words: &["{", "}", "[", "]", ",", "\"", "F64", "data_offsets", "__metadata__", "null", "-1", "1e999"],
    cases: 300,
    check,
};

/// A configuration for points on a plane, whose networks are the smallest.
fn tiny() -> Config {
    Config { source: Source::Spiral, hidden: vec![3], ..messages::small() }
}

/// Runs as the trainer saves them: untrained, during training, with patience, and with a single network.
fn saved_runs() -> Vec<Vec<u8>> {
    let configs = [
        tiny(),
        Config { patience: 1, epochs: 3, ..tiny() },
        Config { models: Models::Vae, activation: Activation::Tanh, hidden: vec![], ..tiny() },
    ];
    let saved = |(config, train): (&Config, &[Command])| {
        let begin = Command::Prepare { run: RunId(1), config: config.clone() };
        let events = served([vec![begin], train.to_vec(), vec![Command::Save]].concat());
        let bytes = events.into_iter().find_map(|event| match event {
            Event::Run { event: RunEvent::Saved { bytes, .. }, .. } => Some(bytes),
            _ => None,
        });
        bytes.expect("the run should be saved")
    };
    let untrained = configs.iter().map(|config| (config, &[][..]));
    let trained = configs.iter().map(|config| (config, &[Command::Train, Command::Pause][..]));
    untrained.chain(trained).map(saved).collect()
}

/// Checks that any bytes are either a run that the trainer can resume, or are refused with a message.
fn check(bytes: &[u8]) {
    restored(bytes);
    if let Some(framed) = framed(bytes).filter(|framed| framed != bytes) {
        restored(&framed);
    }
}

/// The same bytes with the correct header length, so that a changed header is parsed, too.
fn framed(bytes: &[u8]) -> Option<Vec<u8>> {
    let (_, rest) = bytes.split_first_chunk::<8>()?;
    let mut header = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
    header.next()?.ok()?;
    let read = header.byte_offset();
    let padding = rest[read..].iter().take_while(|&&byte| byte == b' ').count();
    Some([&(read + padding).to_le_bytes(), rest].concat())
}

fn restored(bytes: &[u8]) {
    within(MOST + EACH * bytes.len(), || {
        if let Ok(opened) = Opened::new(bytes) {
            assert_eq!(opened.config.clone().nearest(), opened.config);
            let shape = Shape::new(&opened.config, 2, 2);
            for model in Model::ALL {
                let _ = (opened.holds(model, &shape), opened.network(model, &shape));
            }
        }
    });
    for config in [None, Some(tiny())] {
        let restore = Command::Restore { run: RunId(1), config, checkpoint: bytes.to_vec().into() };
        served(vec![restore, Command::Train, Command::Save]);
    }
}
