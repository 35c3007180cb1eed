use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::Shape;
use hourglass_core::{
    config::{Architecture, Models, Source},
    protocol::Measure,
    rng::{Purpose, generator, normal},
};

const INPUTS: usize = 16;

fn config() -> Config {
    let hidden = vec![3, 5];
    Config { architecture: Architecture::Convolutional, hidden, learning_rate: 0.003, patience: 2, ..Config::default() }
}

fn shape() -> Shape {
    Shape::new(&config(), INPUTS, INPUTS)
}

fn weights(model: Model, index: u64) -> Weights {
    Weights::initial(&shape(), model == Model::Vae, &mut generator(7, Purpose::Weights(model), index))
}

fn network(model: Model) -> SavedNetwork {
    let mut second = weights(model, 2);
    second.0.iter_mut().flat_map(|parameter| &mut parameter.values).for_each(|value| *value *= *value);
    let learned = Learned { weights: weights(model, 0), first: weights(model, 1), second, steps: 93 };
    let validation = Terms { loss: 0.1, ..Terms::default() };
    let best = SavedBest { epoch: 1, validation, mse: 0.04, weights: weights(model, 3) };
    let sums = [1.0 / 3.0, f64::MIN_POSITIVE, -0.1];
    SavedNetwork { learned, sums, has_stopped: model == Model::Vae, waited: 2, best: Some(best) }
}

fn checkpoint() -> Checkpoint {
    let terms = Terms { loss: 1.0 / 3.0, reconstruction: f32::MAX, kl: f32::MIN_POSITIVE, penalty: 0.0 };
    let point = |model, kind, epoch| CurvePoint { model, kind, epoch, terms };
    Checkpoint {
        config: config(),
        reached: Reached { epoch: 2, step: 5, steps_per_epoch: 44 },
        networks: PerModel { ae: Some(network(Model::Ae)), vae: Some(network(Model::Vae)) },
        curve: vec![
            point(Model::Ae, CurveKind::Validation, 0.1),
            point(Model::Vae, CurveKind::Test { mse: 0.07 }, 2.0),
        ],
        measures: vec![Measured { model: Model::Ae, measure: Measure::Jacobian, epoch: 2, value: 0.3 }],
    }
}

/// Reads a whole file, as a run does.
fn read(bytes: &[u8]) -> Result<Checkpoint, Fault> {
    let opened = Opened::new(bytes)?;
    let mut networks = PerModel::default();
    for model in Model::ALL {
        *networks.slot(model) = Some(opened.network(model, &shape())?);
    }
    let Opened { config, reached, curve, measures, .. } = opened;
    Ok(Checkpoint { config, reached, networks, curve, measures })
}

/// A file with a changed header.
fn with_header(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let bytes = encode(&checkpoint()).unwrap();
    let end = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    let mut header = serde_json::from_slice(&bytes[8..end]).unwrap();
    change(&mut header);
    let header = header.to_string();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &bytes[end..]].concat()
}

/// A file with a changed text in its metadata.
fn with_text(key: &str, text: &str) -> Vec<u8> {
    with_header(|header| header["__metadata__"][key] = text.into())
}

/// A file with a changed value in a JSON text.
fn with_json(key: &str, path: &str, value: Value) -> Vec<u8> {
    with_header(|header| {
        let text = &mut header["__metadata__"][key];
        let mut json: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
        *json.pointer_mut(path).unwrap() = value;
        *text = json.to_string().into();
    })
}

fn with_value(set: Set, value: f32) -> Vec<u8> {
    let bytes = encode(&checkpoint()).unwrap();
    let end = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    let header: Value = serde_json::from_slice(&bytes[8..end]).unwrap();
    let at = end + header[set.name(Model::Vae, "mu.bias")]["data_offsets"][0].as_u64().unwrap() as usize;
    [&bytes[..at], &value.to_le_bytes(), &bytes[at + 4..]].concat()
}

#[test]
fn a_run_is_read_back_bit_for_bit() {
    assert_eq!(read(&encode(&checkpoint()).unwrap()).unwrap(), checkpoint());
    let mut early = checkpoint();
    for model in Model::ALL {
        early.networks.slot(model).as_mut().unwrap().best = None;
    }
    early.config.source = Source::Own;
    assert_eq!(read(&encode(&early).unwrap()).unwrap(), early);
}

#[test]
fn names_and_settings_match_pytorch_and_links() {
    let bytes = encode(&checkpoint()).unwrap();
    let end = 8 + u64::from_le_bytes(*bytes.first_chunk().unwrap()) as usize;
    let header: Value = serde_json::from_slice(&bytes[8..end]).unwrap();
    for name in [
        "ae.encoder.0.weight",
        "vae.mu.bias",
        "optimizer.vae.logvar.weight.exp_avg",
        "optimizer.ae.decoder.0.bias.exp_avg_sq",
        "best.ae.encoder.4.weight",
    ] {
        assert_eq!(header[name]["dtype"], "F32", "{name}");
    }
    assert_eq!(header["ae.encoder.0.weight"]["shape"], json!([3, 1, 2, 2]));
    assert!(header["__metadata__"]["config"].as_str().unwrap().contains("net=conv&hidden=3,5"));
}

#[test]
fn invalid_files_are_refused_with_a_sentence() {
    let whole = encode(&checkpoint()).unwrap();
    let promise = |length: u64| [&length.to_le_bytes(), b"{}".as_slice()].concat();
    let longer = [whole.as_slice(), &[0]].concat();
    let cases = [
        (vec![], Fault::NotSafetensors),
        (b"GIF89a..".to_vec(), Fault::NotSafetensors),
        (promise(4 << 30), Fault::NotSafetensors),
        (promise(u64::MAX), Fault::NotSafetensors),
        (promise(1 << 20), Fault::Length),
        (promise(2), Fault::NotFromThisPage),
        (whole[..whole.len() - 1].to_vec(), Fault::Length),
        (longer, Fault::Length),
        (with_header(|header| header["ae.encoder.0.weight"]["shape"] = json!([3, 1, 2, 3])), Fault::NotSafetensors),
        (
            with_header(|header| {
                header["x"] = json!({"dtype": "F32", "shape": [1 << 30], "data_offsets": [0, 1_u64 << 32]})
            }),
            Fault::NotSafetensors,
        ),
        (with_header(|header| _ = header.as_object_mut().unwrap().remove("__metadata__")), Fault::NotFromThisPage),
        (with_text(key::VERSION, "2"), Fault::Version),
        (with_text(key::CONFIG, "latent=0"), Fault::Damaged(key::CONFIG)),
        (with_text(key::CONFIG, &"a".repeat(100_000)), Fault::Damaged(key::CONFIG)),
        (with_text(key::SOURCE, "mars"), Fault::Damaged(key::SOURCE)),
        (with_text(key::NETWORKS, "{}"), Fault::NoNetwork(Model::Ae)),
        (with_text(key::CURVE, "[1]"), Fault::Damaged(key::CURVE)),
        (with_json(key::CURVE, "/0/epoch", json!(1e30)), Fault::Damaged(key::CURVE)),
        (with_json(key::CURVE, "/0/terms/loss", json!(1e300)), Fault::Damaged(key::CURVE)),
        (with_json(key::CURVE, "/1/kind/Test/mse", json!(null)), Fault::Damaged(key::CURVE)),
        (with_json(key::MEASURES, "/0/epoch", json!(501)), Fault::Damaged(key::MEASURES)),
        (with_json(key::REACHED, "/epoch", json!(501)), Fault::Damaged(key::REACHED)),
        (with_json(key::REACHED, "/step", json!(44)), Fault::Damaged(key::REACHED)),
        (with_json(key::REACHED, "/steps_per_epoch", json!(u64::MAX)), Fault::Damaged(key::REACHED)),
        (with_json(key::NETWORKS, "/ae/steps", json!(-1)), Fault::Damaged(key::NETWORKS)),
        (with_json(key::NETWORKS, "/ae/steps", json!(i32::MAX)), Fault::Damaged(key::NETWORKS)),
        (with_json(key::NETWORKS, "/ae/sums/0", json!(f64::NAN.to_bits())), Fault::Damaged(key::NETWORKS)),
        (with_json(key::NETWORKS, "/vae/best/epoch", json!(3)), Fault::Damaged(key::NETWORKS)),
        (with_json(key::NETWORKS, "/vae/waited", json!(1_000)), Fault::Damaged(key::NETWORKS)),
        (with_value(Set::Weights, f32::NAN), Fault::NotANumber("vae.mu.bias".into())),
        (with_value(Set::SavedBest, f32::INFINITY), Fault::NotANumber("best.vae.mu.bias".into())),
        (with_value(Set::Second, -1.0), Fault::NotANumber("optimizer.vae.mu.bias.exp_avg_sq".into())),
    ];
    for (bytes, fault) in cases {
        assert_eq!(read(&bytes), Err(fault.clone()));
        let words = fault.to_string();
        assert!(words.ends_with('.') && words.contains("file"), "{words}");
    }
}

#[test]
fn other_layers_are_refused_before_anything_is_read() {
    let bytes = encode(&checkpoint()).unwrap();
    let opened = Opened::new(&bytes).unwrap();
    for hidden in [vec![3, 6], vec![3], vec![1024, 1024, 1024, 1024]] {
        let other = Config { hidden, ..config() };
        assert_eq!(opened.fits(&other), Err(Fault::Layers));
        let fault = opened.network(Model::Ae, &Shape::new(&other, INPUTS, INPUTS)).unwrap_err();
        assert!(matches!(&fault, Fault::Tensor(name) if name.starts_with("ae.")), "{fault:?}");
    }
    assert!(opened.network(Model::Vae, &Shape::new(&config(), 4 * INPUTS, INPUTS)).is_err(), "other data");
    assert_eq!(opened.fits(&Config { learning_rate: 1.0, epochs: 3, seed: 4, ..config() }), Ok(()));

    let mut alone = checkpoint();
    alone.networks.vae = None;
    let bytes = encode(&alone).unwrap();
    let opened = Opened::new(&bytes).unwrap();
    assert_eq!(opened.fits(&config()), Err(Fault::NoNetwork(Model::Vae)));
    assert_eq!(opened.fits(&Config { models: Models::Ae, ..config() }), Ok(()));
}

#[test]
fn non_finite_numbers_are_not_saved() {
    let mut broken = checkpoint();
    broken.networks.ae.as_mut().unwrap().learned.first.0[0].values[0] = f32::NAN;
    assert_eq!(encode(&broken), Err(Unsavable));
    assert!(Unsavable.to_string().ends_with('.'));

    let mut noisy = checkpoint();
    noisy.curve[1].kind = CurveKind::Test { mse: f32::NAN };
    noisy.measures[0].value = f32::INFINITY;
    let read = read(&encode(&noisy).unwrap()).unwrap();
    assert_eq!((read.curve.len(), read.measures.len()), (1, 0), "only the non-finite values are dropped");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn damage_anywhere_does_not_panic(at in 0_usize..100_000, byte: u8, length in 0_usize..100_000) {
        let mut bytes = encode(&checkpoint()).unwrap();
        let count = bytes.len();
        bytes[at % count] = byte;
        let _ = read(&bytes);
        let _ = read(&bytes[..length % count]);
    }

    #[test]
    fn every_number_survives_as_text(bits: u32) {
        let value = f32::from_bits(bits);
        prop_assume!(value.is_finite());
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(serde_json::from_str::<f32>(&text).unwrap().to_bits(), value.to_bits(), "{}", text);
    }
}

#[test]
fn the_numbers_of_a_long_run_fit_the_header() {
    let mut long = checkpoint();
    let values = normal(4, &mut generator(1, Purpose::Prior, 0));
    let terms = Terms { loss: values[0], reconstruction: values[1], kl: values[2], penalty: values[3] };
    let point = CurvePoint { model: Model::Vae, kind: CurveKind::TrainingEpoch, epoch: 499.123_45, terms };
    long.curve = vec![point; 4_096 + 500 * 6];
    long.measures = vec![Measured { value: values[0], ..long.measures[0] }; 500 * 8];
    assert_eq!(read(&encode(&long).unwrap()).unwrap(), long);
}
