//! Decoding: every size is compared with what the network expects before anything of that size is allocated.

use safetensors::{Dtype, tensor::Metadata};
use serde::de::DeserializeOwned;

use super::{
    BestState, Fault, NetworkState, Reached, SavedBest, SavedNetwork, Set, VERSION, are_numbers, is_number, key,
};
use crate::{
    model::{Layer, Parameter, Shape, Weights},
    train::Learned,
};
use hourglass_core::{
    config::{Choice, Config, EPOCHS, Model, PerModel, Source, TRAIN},
    link::Link,
    protocol::{CurvePoint, Measured},
};

/// The maximum size of a file's header in bytes; the longest run needs a quarter of that.
const MOST_HEADER: u64 = 8 << 20;
/// The maximum number of updates in a file, far more than a run has.
const MOST_STEPS: i32 = 1 << 30;

/// A file whose header has been read; its tensors are read once their expected shapes are known.
#[derive(Debug)]
pub struct Opened<'a> {
    pub config: Config,
    pub reached: Reached,
    pub curve: Vec<CurvePoint>,
    pub measures: Vec<Measured>,
    notes: PerModel<NetworkState>,
    tensors: Metadata,
    data: &'a [u8],
}

impl<'a> Opened<'a> {
    /// Reads a file's header.
    ///
    /// # Errors
    /// The file was not written by this program, or it is incomplete.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let (length, rest) = bytes.split_first_chunk().ok_or(Fault::NotSafetensors)?;
        let length = u64::from_le_bytes(*length);
        if length > MOST_HEADER {
            return Err(Fault::NotSafetensors);
        }
        let (header, data) = rest.split_at_checked(length as usize).ok_or(Fault::Length)?;
        let tensors: Metadata = serde_json::from_slice(header).map_err(|_| Fault::NotSafetensors)?;
        if tensors.data_len() != data.len() {
            return Err(Fault::Length);
        }
        let opened = Self {
            config: config(&tensors)?,
            reached: json(&tensors, key::REACHED)?,
            notes: json(&tensors, key::NETWORKS)?,
            curve: json(&tensors, key::CURVE)?,
            measures: json(&tensors, key::MEASURES)?,
            tensors,
            data,
        };
        opened.check()?;
        Ok(opened)
    }

    /// Checks for numbers that no run can have.
    fn check(&self) -> Result<(), Fault> {
        let Reached { epoch, step, steps_per_epoch } = self.reached;
        if epoch > EPOCHS.most || step >= steps_per_epoch || steps_per_epoch > TRAIN.most {
            return Err(Fault::Damaged(key::REACHED));
        }
        let within = |epoch: f32| (0.0..=EPOCHS.most as f32).contains(&epoch);
        if !self.curve.iter().all(|point| is_number(point) && within(point.epoch)) {
            return Err(Fault::Damaged(key::CURVE));
        }
        if !self.measures.iter().all(|measured| measured.value.is_finite() && measured.epoch <= EPOCHS.most) {
            return Err(Fault::Damaged(key::MEASURES));
        }
        let is_best = |best: &BestState| are_numbers(&best.validation) && best.mse.is_finite() && best.epoch <= epoch;
        let is_sound = |network_state: &NetworkState| {
            (0..=MOST_STEPS).contains(&network_state.steps)
                && network_state.sums.iter().all(|&bits| f64::from_bits(bits).is_finite())
                && network_state.waited <= EPOCHS.most
                && network_state.best.iter().all(is_best)
        };
        if self.notes.iter().all(|(_, network_state)| is_sound(network_state)) {
            Ok(())
        } else {
            Err(Fault::Damaged(key::NETWORKS))
        }
    }

    /// Checks that networks with other settings would have the same layers.
    ///
    /// # Errors
    /// They would not, or the file lacks one of the networks.
    pub fn fits(&self, config: &Config) -> Result<(), Fault> {
        let Config { size, architecture, hidden, activation, latent, code, output, .. } = &self.config;
        let theirs = (size, architecture, hidden, activation, latent, code, output);
        let Config { size, architecture, hidden, activation, latent, code, output, .. } = config;
        if theirs != (size, architecture, hidden, activation, latent, code, output) {
            return Err(Fault::Layers);
        }
        let missing = |&model: &Model| config.models.contains(model) && self.notes.get(model).is_none();
        Model::ALL.into_iter().find(missing).map_or(Ok(()), |model| Err(Fault::NoNetwork(model)))
    }

    /// Checks that the file contains every tensor of a network of this shape. Nothing is read yet.
    ///
    /// # Errors
    /// The file contains a different network, or none.
    pub fn holds(&self, model: Model, shape: &Shape) -> Result<(), Fault> {
        let best = self.network_state(model)?.best.map(|_| Set::SavedBest);
        for set in [Set::Weights, Set::First, Set::Second].into_iter().chain(best) {
            for (name, shape) in parameters(model, shape) {
                self.bytes(&set.name(model, &name), &shape)?;
            }
        }
        Ok(())
    }

    /// Reads a network of this shape.
    ///
    /// # Errors
    /// The file contains a different network, or none, or a value that is not a finite number.
    pub fn network(&self, model: Model, shape: &Shape) -> Result<SavedNetwork, Fault> {
        self.holds(model, shape)?;
        let network_state = self.network_state(model)?;
        let set = |set| self.weights(set, model, shape);
        let second = set(Set::Second)?;
        if let Some(negative) = second.0.iter().find(|parameter| parameter.values.iter().any(|&value| value < 0.0)) {
            return Err(Fault::NotANumber(Set::Second.name(model, &negative.name)));
        }
        let best = match network_state.best {
            Some(BestState { epoch, validation, mse }) => {
                Some(SavedBest { epoch, validation, mse, weights: set(Set::SavedBest)? })
            }
            None => None,
        };
        Ok(SavedNetwork {
            learned: Learned {
                weights: set(Set::Weights)?,
                first: set(Set::First)?,
                second,
                steps: network_state.steps,
            },
            sums: network_state.sums.map(f64::from_bits),
            has_stopped: network_state.has_stopped,
            waited: network_state.waited,
            best,
        })
    }

    fn network_state(&self, model: Model) -> Result<&NetworkState, Fault> {
        self.notes.get(model).ok_or(Fault::NoNetwork(model))
    }

    fn weights(&self, set: Set, model: Model, shape: &Shape) -> Result<Weights, Fault> {
        let parameter = |(name, shape): (String, Vec<usize>)| {
            let values = self.values(set.name(model, &name), &shape)?;
            Ok(Parameter { name, shape, values })
        };
        Ok(Weights(parameters(model, shape).into_iter().map(parameter).collect::<Result<_, Fault>>()?))
    }

    fn values(&self, name: String, shape: &[usize]) -> Result<Vec<f32>, Fault> {
        let bytes = self.bytes(&name, shape)?.as_chunks().0;
        let values: Vec<f32> = bytes.iter().map(|&value| f32::from_le_bytes(value)).collect();
        if values.iter().all(|value| value.is_finite()) { Ok(values) } else { Err(Fault::NotANumber(name)) }
    }

    fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], Fault> {
        let info = self.tensors.info(name).filter(|info| info.dtype == Dtype::F32 && info.shape == shape);
        let bytes = info.and_then(|info| self.data.get(info.data_offsets.0..info.data_offsets.1));
        bytes.ok_or_else(|| Fault::Tensor(name.into()))
    }
}

/// The names and shapes of a network's parameters.
fn parameters(model: Model, shape: &Shape) -> Vec<(String, Vec<usize>)> {
    let both = |(name, layer): (String, Layer)| {
        [(format!("{name}.weight"), layer.weight_shape()), (format!("{name}.bias"), vec![layer.biases()])]
    };
    shape.layers(model == Model::Vae).into_iter().flat_map(both).collect()
}

/// A text from the metadata.
fn text<'a>(tensors: &'a Metadata, key: &'static str) -> Result<&'a str, Fault> {
    let text = tensors.metadata().as_ref().and_then(|metadata| metadata.get(key));
    text.map(String::as_str).ok_or(if key == key::VERSION { Fault::NotFromThisPage } else { Fault::Damaged(key) })
}

fn json<T: DeserializeOwned>(tensors: &Metadata, key: &'static str) -> Result<T, Fault> {
    serde_json::from_str(text(tensors, key)?).map_err(|_| Fault::Damaged(key))
}

fn config(tensors: &Metadata) -> Result<Config, Fault> {
    if text(tensors, key::VERSION)? != VERSION {
        return Err(Fault::Version);
    }
    let (link, notices) = Link::from_hash(text(tensors, key::CONFIG)?);
    if !notices.is_empty() {
        return Err(Fault::Damaged(key::CONFIG));
    }
    let source = Source::from_word(text(tensors, key::SOURCE)?).ok_or(Fault::Damaged(key::SOURCE))?;
    Ok(Config { source, ..link.config }.nearest())
}
