//! Encoding.

use std::borrow::Cow;

use safetensors::{Dtype, View, serialize};
use serde::Serialize;

use super::{
    BestState, Checkpoint, NetworkState, SavedBest, SavedNetwork, Set, Unsavable, VERSION, are_numbers, is_number, key,
};
use crate::model::{Parameter, Weights};
use hourglass_core::{
    config::{Choice, Config, PerModel, Source},
    link::Link,
};

/// Encodes a run as a file.
///
/// # Errors
/// Some weights are no longer finite numbers.
pub fn encode(checkpoint: &Checkpoint) -> Result<Vec<u8>, Unsavable> {
    let mut tensors = Vec::new();
    for (model, network) in checkpoint.networks.iter() {
        for (set, weights) in sets(network) {
            if !weights.0.iter().flat_map(|parameter| &parameter.values).all(|value| value.is_finite()) {
                return Err(Unsavable);
            }
            tensors.extend(weights.0.iter().map(|parameter| (set.name(model, &parameter.name), Values(parameter))));
        }
    }
    let metadata = metadata(checkpoint)?.map(|(key, text)| (key.to_owned(), text));
    serialize(tensors, Some(metadata.into_iter().collect())).map_err(|_| Unsavable)
}

fn sets(network: &SavedNetwork) -> Vec<(Set, &Weights)> {
    let SavedNetwork { learned, best, .. } = network;
    let mut sets = vec![(Set::Weights, &learned.weights), (Set::First, &learned.first), (Set::Second, &learned.second)];
    sets.extend(best.iter().map(|best| (Set::SavedBest, &best.weights)));
    sets
}

fn metadata(checkpoint: &Checkpoint) -> Result<[(&'static str, String); 7], Unsavable> {
    let Checkpoint { config, reached, networks, curve, measures } = checkpoint;
    // JSON cannot represent NaN or infinity.
    let curve: Vec<_> = curve.iter().filter(|point| is_number(point)).collect();
    let measures: Vec<_> = measures.iter().filter(|measured| measured.value.is_finite()).collect();
    let mut notes = PerModel::default();
    for (model, network) in networks.iter() {
        *notes.slot(model) = Some(network_state(network)?);
    }
    Ok([
        (key::VERSION, VERSION.into()),
        (key::CONFIG, hash(config)),
        (key::SOURCE, config.source.word().into()),
        (key::REACHED, json(reached)?),
        (key::NETWORKS, json(&notes)?),
        (key::CURVE, json(&curve)?),
        (key::MEASURES, json(&measures)?),
    ])
}

fn network_state(network: &SavedNetwork) -> Result<NetworkState, Unsavable> {
    let SavedNetwork { learned, sums, has_stopped, waited, best } = network;
    let best = best.as_ref().map(|&SavedBest { epoch, validation, mse, .. }| BestState { epoch, validation, mse });
    if best.is_some_and(|best| !are_numbers(&best.validation) || !best.mse.is_finite()) {
        return Err(Unsavable);
    }
    let sums = sums.map(f64::to_bits);
    Ok(NetworkState { steps: learned.steps, sums, has_stopped: *has_stopped, waited: *waited, best })
}

/// The settings as a link has them; the user's own files cannot be named there.
fn hash(config: &Config) -> String {
    let source = if config.source == Source::Own { Source::Digits } else { config.source };
    Link { config: Config { source, ..config.clone() }, ..Link::default() }.to_hash()
}

fn json(value: &impl Serialize) -> Result<String, Unsavable> {
    serde_json::to_string(value).map_err(|_| Unsavable)
}

/// A parameter as a tensor in a file.
struct Values<'a>(&'a Parameter);

impl View for Values<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        &self.0.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        let mut bytes = vec![0; self.data_len()];
        for (place, value) in bytes.as_chunks_mut().0.iter_mut().zip(&self.0.values) {
            *place = value.to_le_bytes();
        }
        bytes.into()
    }

    fn data_len(&self) -> usize {
        size_of_val(self.0.values.as_slice())
    }
}
