//! A table told apart: the trainer driven on rows as the page drives it.

#[path = "../crates/trainer/tests/support/mod.rs"]
mod support;

use hourglass::state::experiments::EXPERIMENTS;
use hourglass_core::{
    config::{BackendChoice, Config, KlOver, Model},
    data::table::{Rows, Table, sample, split},
    protocol::{Command, Event, Measure, Measured, RunId, Sizes},
};
use support::{Talk, curve};

/// The settings of the experiment on the page, on the CPU.
fn experiment(seed: u32) -> Config {
    let experiment = EXPERIMENTS.iter().find(|experiment| experiment.id == "table").unwrap();
    Config { backend: BackendChoice::Cpu, seed, ..experiment.lesson(false).config }
}

fn synthetic() -> Rows {
    Rows::of(&Table::read(sample::csv().as_bytes()).unwrap(), &sample::choice()).unwrap()
}

/// All events of a run on rows, to its last epoch.
fn train(config: Config, rows: Rows) -> Vec<Event> {
    let mut talk = Talk::new(10);
    let mut events = talk.say(Command::UseTable { run: RunId(1), config, rows });
    events.extend(talk.say(Command::Train));
    assert_eq!(events.last(), Some(&Event::Finished { run: RunId(1) }));
    events
}

fn measured(events: &[Event]) -> Vec<Measured> {
    let reports = events.iter().filter_map(|event| match event {
        Event::Report { report, .. } => Some(report.measures.clone()),
        _ => None,
    });
    reports.flatten().collect()
}

/// After the last epoch.
fn last(events: &[Event], model: Model, measure: Measure) -> f32 {
    let all = measured(events);
    all.iter().rfind(|one| one.model == model && one.measure == measure).unwrap().value
}

#[test]
fn four_fifths_of_the_rows_are_trained_on() {
    let mut talk = Talk::new(10);
    let events = talk.say(Command::UseTable { run: RunId(1), config: experiment(1), rows: synthetic() });
    let prepared = events.into_iter().find_map(|event| match event {
        Event::Prepared { prepared, .. } => Some(*prepared),
        _ => None,
    });
    let prepared = prepared.unwrap();
    assert_eq!(prepared.sizes, Sizes { train: 60, validation: 0, test: 15 });
    assert_eq!(prepared.sample.labels, Some(synthetic().labels));
    assert!(prepared.notices.is_empty());
}

#[test]
fn smokers_are_told_from_the_others() {
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

/// KL of the VAE after the last epoch, and its accuracy, over three seeds.
fn kl_and_accuracy(kl: KlOver, beta: f32) -> (f32, f32) {
    let runs: Vec<_> = (1..=3).map(|seed| train(Config { kl, beta, ..experiment(seed) }, synthetic())).collect();
    let kl = |events: &Vec<Event>| curve(events).iter().rfind(|point| point.model == Model::Vae).unwrap().terms.kl;
    let accuracy = |events: &Vec<Event>| last(events, Model::Vae, Measure::Accuracy);
    (runs.iter().map(kl).sum::<f32>() / 3.0, runs.iter().map(accuracy).sum::<f32>() / 3.0)
}

/// A label is worth 0.7 nats at most: where a code costs more, the VAE gives it up and names the larger class for every row.
#[test]
fn a_sum_of_kl_over_the_batch_empties_the_code_where_a_mean_does_not() {
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
        let labels = (0..20).map(|row| if test.contains(&row) { of_test } else { u8::from(row % 2 == 0) }).collect();
        let features = (0..20).map(|row| row as f32).collect();
        let rows = Rows { names: vec!["x".into()], features, labels, dropped: 0 };
        let events = train(config.clone(), rows);
        assert!(measured(&events).iter().all(|one| one.value.is_finite()));
        assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()));
    }
}

#[test]
fn constant_columns_and_the_fewest_rows_do_no_harm() {
    let labels: Vec<u8> = (0..10).map(|row| row % 2).collect();
    let features = labels.iter().flat_map(|&label| [7.0, f32::from(label) * 1e30]).collect();
    let rows = Rows { names: vec!["constant".into(), "huge".into()], features, labels, dropped: 3 };
    let events = train(Config { epochs: 20, ..experiment(1) }, rows);
    assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()));
}
