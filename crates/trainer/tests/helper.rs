//! Networks in several workers: the same results, whatever happens to the other workers.

mod support;

use hourglass_core::{
    config::{Config, Model, Models, Noise, PerModel, Source, Study},
    protocol::{
        Asker, BetaPicture, Command, CurvePoint, Event, Finding, Pictures, Progress, Query, Reply, RunEvent, RunId,
        SweepPoint, Tuning,
    },
};
use support::{TestSession, epochs, small};

const DIGITS: usize = 120;
/// A helper that is never lost.
const FOREVER: usize = usize::MAX;

/// What a run shows that does not depend on time: its curves by epoch, its snapshots, and the codes of the test digits.
#[derive(Debug, PartialEq)]
struct Shown {
    epochs: Vec<CurvePoint>,
    snapshots: Vec<PerModel<Pictures>>,
    latents: Event,
}

fn shown(talk: &mut TestSession, events: &[Event]) -> Shown {
    let snapshots = events.iter().filter_map(|event| match event {
        Event::Run { event: RunEvent::Snapshot { pictures, .. }, .. } => Some(*pictures.clone()),
        _ => None,
    });
    let snapshots = snapshots.collect();
    Shown { epochs: epochs(events), snapshots, latents: talk.say(Command::Latents).remove(0) }
}

fn trained(mut talk: TestSession, config: &Config) -> (Shown, TestSession) {
    talk.prepare(1, config.clone());
    let events = talk.say(Command::Train);
    assert!(events.contains(&Event::Run { run: RunId(1), event: RunEvent::Finished }), "{events:?}");
    (shown(&mut talk, &events), talk)
}

fn progress(events: &[Event]) -> Vec<Progress> {
    let progress = |event: &Event| match event {
        Event::Run { event: RunEvent::Report(report), .. } => Some(report.progress),
        _ => None,
    };
    events.iter().filter_map(progress).collect()
}

#[test]
fn two_workers_give_the_results_of_one() {
    let kinds = [
        small(),
        Config { noise: Noise::Gaussian, ..small() },
        Config { learning_rate: 0.05, patience: 1, epochs: 6, ..small() },
        Config { source: Source::Spiral, hidden: vec![8], ..small() },
    ];
    for config in kinds {
        let (alone, _) = trained(TestSession::new(DIGITS), &config);
        let (together, talk) = trained(TestSession::with_helper(DIGITS, FOREVER), &config);
        assert_eq!(talk.begun(), 1, "the VAE has moved");
        assert_eq!(together, alone, "{config:?}");
    }
}

#[test]
fn the_number_of_workers_is_reported() {
    let mut talk = TestSession::with_helper(DIGITS, FOREVER);
    talk.prepare(1, small());
    let workers: Vec<usize> = progress(&talk.say(Command::Train)).iter().map(|progress| progress.workers).collect();
    assert_eq!(workers.last(), Some(&2), "{workers:?}");
    talk.prepare(2, Config { models: Models::Vae, ..small() });
    assert!(progress(&talk.say(Command::Train)).iter().all(|progress| progress.workers == 1));
    talk.say(Command::UseOneWorker(true));
    talk.prepare(3, small());
    assert!(progress(&talk.say(Command::Train)).iter().all(|progress| progress.workers == 1));
    assert_eq!(talk.begun(), 1);
}

#[test]
fn a_helper_may_be_lost_at_any_moment() {
    let config = Config { patience: 2, epochs: 4, ..small() };
    let (alone, _) = trained(TestSession::new(DIGITS), &config);
    let mut lost = 0;
    for lifetime in 0..60 {
        let (result, talk) = trained(TestSession::with_helper(DIGITS, lifetime), &config);
        lost += usize::from(talk.begun() == 1);
        assert_eq!(result, alone, "lost after {lifetime} messages");
    }
    assert_eq!(lost, 60, "there was always a helper at first");
}

#[test]
fn what_was_tuned_holds_when_the_network_comes_back() {
    let tuned = |mut talk: TestSession| {
        talk.prepare(1, Config { epochs: 1, ..small() });
        talk.say(Command::Train);
        talk.say(Command::Tune(Tuning { learning_rate: 0.01, beta: 3.0, epochs: 3 }));
        let events = talk.say(Command::Train);
        shown(&mut talk, &events)
    };
    let alone = tuned(TestSession::new(DIGITS));
    for lifetime in (10..70).step_by(3) {
        assert_eq!(tuned(TestSession::with_helper(DIGITS, lifetime)), alone, "lost after {lifetime} messages");
    }
}

#[test]
fn a_network_in_a_helper_answers_queries() {
    let asked = |mut talk: TestSession| {
        talk.prepare(1, small());
        talk.say(Command::Train);
        let query = Query::Decode(vec![0.5; small().latent]);
        let ask = |model| Command::Query { model, asker: Asker::Codes, query: query.clone() };
        [ask(Model::Ae), ask(Model::Vae)].map(|command| talk.say(command))
    };
    let alone = asked(TestSession::new(DIGITS));
    let is_image = |events: &Vec<Event>| matches!(&events[0], Event::Run { event: RunEvent::Reply { reply: Reply::Images(image), .. }, .. } if image.len() == 784);
    assert!(alone.iter().all(is_image));
    assert_eq!(asked(TestSession::with_helper(DIGITS, FOREVER)), alone);
}

#[test]
fn a_run_moves_between_one_worker_and_two() {
    let config = Config { epochs: 4, ..small() };
    let (whole, _) = trained(TestSession::new(DIGITS), &config);
    for [first, second] in [[None, Some(FOREVER)], [Some(FOREVER), None], [Some(FOREVER), Some(FOREVER)]] {
        let session = |helper: Option<usize>| match helper {
            Some(lifetime) => TestSession::with_helper(DIGITS, lifetime),
            None => TestSession::new(DIGITS),
        };
        let mut talk = session(first);
        talk.prepare(1, config.clone());
        talk.say(Command::TrainEpoch);
        let saved = talk.say(Command::Save).into_iter().find_map(|event| match event {
            Event::Run { event: RunEvent::Saved { bytes, .. }, .. } => Some(bytes),
            _ => None,
        });
        let mut talk = session(second);
        let checkpoint = saved.unwrap().into();
        talk.say(Command::Restore { run: RunId(2), config: None, checkpoint });
        let events = talk.say(Command::Train);
        let resumed = shown(&mut talk, &events);
        assert_eq!(resumed.snapshots, whole.snapshots[2..], "{first:?} to {second:?}");
        assert_eq!(resumed.epochs.last(), whole.epochs.last());
    }
}

/// The end of a study: its points by latent size, and its last pictures.
#[derive(Debug, PartialEq)]
struct Found {
    points: Vec<SweepPoint>,
    betas: Option<[BetaPicture; 3]>,
}

fn begin(study: Study) -> Command {
    Command::BeginStudy { run: RunId(9), config: small(), study, known: vec![] }
}

fn found(events: &[Event]) -> Found {
    let findings = events.iter().filter_map(|event| match event {
        Event::Studied { finding, .. } => Some(&**finding),
        _ => None,
    });
    let (mut points, mut betas, mut has_finished) = (vec![], None, false);
    for finding in findings {
        match finding {
            Finding::Point(point) => points.push(*point),
            Finding::Betas(pictures) => betas = Some(pictures.clone()),
            Finding::Finished => has_finished = true,
            Finding::Progress(part) => assert!((0.0..=1.0).contains(part), "{part}"),
            finding => panic!("{finding:?}"),
        }
    }
    assert!(has_finished, "{events:?}");
    points.sort_by_key(|point| point.latent);
    Found { points, betas }
}

#[test]
fn studies_side_by_side_find_the_same() {
    for (study, networks) in [(Study::Sweep { least: 1, most: 5 }, 5), (Study::Betas, 3)] {
        let alone = found(&TestSession::new(DIGITS).say(begin(study)));
        let mut talk = TestSession::with_helper(DIGITS, FOREVER);
        assert_eq!(found(&talk.say(begin(study))), alone);
        assert_eq!(talk.begun(), networks, "all have moved");
        let mut talk = TestSession::with_helper(DIGITS, FOREVER);
        talk.say(Command::UseOneWorker(true));
        assert_eq!(found(&talk.say(begin(study))), alone);
        assert_eq!(talk.begun(), 0);
    }
}

#[test]
fn a_study_survives_its_helpers() {
    for study in [Study::Sweep { least: 1, most: 3 }, Study::Betas] {
        let alone = found(&TestSession::new(DIGITS).say(begin(study)));
        for lifetime in 0..25 {
            let found = found(&TestSession::with_helper(DIGITS, lifetime).say(begin(study)));
            assert_eq!(found, alone, "lost after {lifetime} messages");
        }
    }
}

#[test]
fn an_abandoned_study_leaves_its_helpers_ready_for_a_run() {
    let (alone, _) = trained(TestSession::new(DIGITS), &small());
    let mut abandoned = 0;
    for stretches in 1..12 {
        let mut talk = TestSession::with_helper(DIGITS, FOREVER);
        talk.send_after(stretches, vec![Command::EndStudy]);
        talk.say(begin(Study::Sweep { least: 1, most: 6 }));
        let (after, talk) = trained(talk, &small());
        abandoned = abandoned.max(talk.begun() - 1);
        assert_eq!(after, alone, "abandoned after {stretches} stretches");
    }
    assert!(abandoned > 1, "some networks of the study were in helpers");
}
