//! Classification of a table's rows: the trainer, driven like the page drives it.

#[path = "../crates/trainer/tests/support/mod.rs"]
mod support;

use hourglass::state::experiments::EXPERIMENTS;
use hourglass_core::{
    config::{BackendChoice, Config, KlOver, Model},
    data::table::{Choice, Rule, sample, split},
    protocol::{Command, Data, Event, Loaded, Measure, Measured, RunEvent, RunId, Sizes},
};
use support::{TestSession, curve};

/// The settings of the experiment on the page, on the CPU.
fn experiment(seed: u32) -> Config {
    let experiment = EXPERIMENTS.iter().find(|experiment| experiment.id == "table").unwrap();
    Config { backend: BackendChoice::Cpu, seed, ..experiment.link(false).config }
}

fn synthetic() -> Data {
    Data::Table { bytes: sample::csv().into_bytes().into(), choice: Some(sample::choice()) }
}

/// A table with these columns of numbers, and these labels.
fn table(columns: &[Vec<f32>], labels: &[u8]) -> Data {
    let names = (0..columns.len()).map(|column| format!("x{column},")).collect::<String>() + "label\n";
    let row = |row: usize| {
        let numbers: String = columns.iter().map(|column| format!("{},", f64::from(column[row]))).collect();
        format!("{numbers}{}\n", labels[row])
    };
    let bytes = (names + &(0..labels.len()).map(row).collect::<String>()).into_bytes();
    let choice = Choice { features: (0..columns.len()).collect(), label: columns.len(), rule: Rule::AtLeast(1.0) };
    Data::Table { bytes: bytes.into(), choice: Some(choice) }
}

/// All events of a run on a table, up to its last epoch.
fn train(config: Config, data: Data) -> Vec<Event> {
    let mut talk = TestSession::new(10);
    talk.load(data).unwrap();
    let mut events = talk.say(Command::Prepare { run: RunId(1), config });
    events.extend(talk.say(Command::Train));
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
    events
}

fn measured(events: &[Event]) -> Vec<Measured> {
    let reports = events.iter().filter_map(|event| match event {
        Event::Run { event: RunEvent::Report(report), .. } => Some(report.measures.clone()),
        _ => None,
    });
    reports.flatten().collect()
}

/// The value after the last epoch.
fn last(events: &[Event], model: Model, measure: Measure) -> f32 {
    let all = measured(events);
    all.iter().rfind(|one| one.model == model && one.measure == measure).unwrap().value
}

#[test]
fn four_fifths_of_the_rows_are_trained_on() {
    let mut talk = TestSession::new(10);
    let Ok(Loaded::Table { chosen, .. }) = talk.load(synthetic()) else { panic!("the sample table should be valid") };
    let prepared = talk.prepare(1, experiment(1));
    assert_eq!(prepared.sizes, Sizes { train: 60, validation: 0, test: 15 });
    let labels = prepared.sample.labels.unwrap();
    let positive = labels.iter().filter(|&&label| label == 1).count();
    assert_eq!([labels.len() - positive, positive], chosen.classes);
    assert!(prepared.notices.is_empty());
}

#[test]
fn smokers_are_classified() {
    const FIGURES: [Measure; 4] = [Measure::Accuracy, Measure::Precision, Measure::Recall, Measure::F1];
    let runs: Vec<_> = (1..=3).map(|seed| train(experiment(seed), synthetic())).collect();
    for events in &runs {
        let points = curve(events);
        assert!(points.iter().all(|point| point.terms.loss.is_finite()));
        for (model, measure) in Model::ALL.into_iter().flat_map(|model| FIGURES.map(|measure| (model, measure))) {
            let of = |one: &&Measured| one.model == model && one.measure == measure;
            let all = measured(events);
            let values: Vec<_> = all.iter().filter(of).collect();
            assert_eq!(values.len(), 301, "before the first epoch, then after each");
            assert!(values.iter().all(|one| (0.0..=1.0).contains(&one.value)));
        }
    }
    let mean = |model| runs.iter().map(|events| last(events, model, Measure::Accuracy)).sum::<f32>() / 3.0;
    assert!(mean(Model::Ae) > 0.75, "{}", mean(Model::Ae));
}

/// The VAE's KL divergence after the last epoch, and its accuracy, averaged over three seeds.
fn kl_and_accuracy(kl: KlOver, beta: f32) -> (f32, f32) {
    let runs: Vec<_> = (1..=3).map(|seed| train(Config { kl, beta, ..experiment(seed) }, synthetic())).collect();
    let kl = |events: &Vec<Event>| curve(events).iter().rfind(|point| point.model == Model::Vae).unwrap().terms.kl;
    let accuracy = |events: &Vec<Event>| last(events, Model::Vae, Measure::Accuracy);
    (runs.iter().map(kl).sum::<f32>() / 3.0, runs.iter().map(accuracy).sum::<f32>() / 3.0)
}

/// A label is worth at most 0.7 nats. If a code costs more, the VAE abandons it and predicts the larger class for every row.
#[test]
fn summing_kl_over_the_batch_empties_the_code_and_averaging_does_not() {
    let (kl, accuracy) = kl_and_accuracy(KlOver::Sum, 0.3);
    assert!(kl < 0.02 && accuracy < 0.7, "sum: {kl} {accuracy}");
    let (kl, accuracy) = kl_and_accuracy(KlOver::Mean, 0.3);
    assert!(kl > 0.2 && accuracy > 0.75, "mean: {kl} {accuracy}");
}

#[test]
fn test_rows_of_one_class_are_measured_too() {
    let config = Config { epochs: 3, ..experiment(1) };
    let (_, test) = split(20, config.seed);
    for of_test in [0, 1] {
        let label = |row| if test.contains(&row) { of_test } else { u8::from(row % 2 == 0) };
        let labels: Vec<u8> = (0..20).map(label).collect();
        let events = train(config.clone(), table(&[(0..20).map(|row| row as f32).collect()], &labels));
        assert!(measured(&events).iter().all(|one| one.value.is_finite()));
        assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()));
    }
}

#[test]
fn constant_columns_and_the_fewest_rows_can_be_trained() {
    let labels: Vec<u8> = (0..10).map(|row| row % 2).collect();
    let huge = labels.iter().map(|&label| f32::from(label) * 1e30).collect();
    let events = train(Config { epochs: 20, ..experiment(1) }, table(&[vec![7.0; 10], huge], &labels));
    assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()));
}
