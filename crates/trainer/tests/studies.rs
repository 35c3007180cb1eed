//! Studies beside the run, driven by commands.

mod support;

use hourglass_core::{
    config::{Config, Loss, Source, Study},
    data::image::PIXELS,
    protocol::{Command, Event, Finding, RunEvent, RunId, SweepPoint},
};
use support::{TestSession, epochs, small};

fn begin(study: Study, known: Vec<SweepPoint>, config: Config) -> Command {
    Command::BeginStudy { run: RunId(9), config, study, known }
}

fn findings(events: Vec<Event>) -> Vec<Finding> {
    let finding = |event| match event {
        Event::Studied { run: RunId(9), finding } => Some(*finding),
        _ => None,
    };
    events.into_iter().filter_map(finding).collect()
}

fn points(findings: &[Finding]) -> Vec<SweepPoint> {
    findings
        .iter()
        .filter_map(|finding| if let Finding::Point(point) = finding { Some(*point) } else { None })
        .collect()
}

#[test]
fn principal_components_are_computed_from_all_images() {
    let mut talk = TestSession::new(200);
    let findings = findings(talk.say(begin(Study::Pca, vec![], small())));
    assert_eq!(findings.last(), Some(&Finding::Finished));
    let parts: Vec<f32> =
        findings.iter().filter_map(|f| if let Finding::Progress(p) = f { Some(*p) } else { None }).collect();
    assert!(!parts.is_empty() && parts.windows(2).all(|pair| pair[0] <= pair[1]), "{parts:?}");
    let Some(Finding::Components(components)) = findings.iter().find(|f| matches!(f, Finding::Components(_))) else {
        panic!("no components");
    };
    assert_eq!((components.images, components.side, components.cumulative.len()), (200, 28, PIXELS));
    assert!((components.cumulative[PIXELS - 1] - 1.0).abs() < 1e-5);
    assert!(components.errors.windows(2).all(|pair| pair[0] > pair[1]));
    assert!(components.axes.iter().all(|axis| axis.len() == PIXELS));
    assert_eq!(components.places.len(), 2 * components.labels.as_ref().unwrap().len());
}

#[test]
fn a_sweep_compares_the_ae_with_pca_at_each_size() {
    let config = Config { loss: Loss::Mse, epochs: 40, learning_rate: 0.01, ..small() };
    let findings = findings(TestSession::new(200).say(begin(Study::Sweep { least: 1, most: 3 }, vec![], config)));
    assert_eq!(findings.last(), Some(&Finding::Finished));
    let points = points(&findings);
    assert_eq!(points.iter().map(|point| point.latent).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(points.windows(2).all(|pair| pair[1].pca < pair[0].pca), "{points:?}");
    assert!(points.iter().all(|point| point.ae < 1.5 * point.pca), "{points:?}");
}

#[test]
fn known_points_of_a_sweep_are_not_computed_again() {
    let sweep = Study::Sweep { least: 1, most: 3 };
    let mut talk = TestSession::new(120);
    let whole = points(&findings(talk.say(begin(sweep, vec![], small()))));
    let rest = points(&findings(talk.say(begin(sweep, whole[..2].to_vec(), small()))));
    assert_eq!(rest, whole[2..]);
    assert_eq!(findings(talk.say(begin(sweep, whole, small()))), [Finding::Finished]);
}

#[test]
fn a_sweep_can_pause_and_continue() {
    let mut talk = TestSession::new(120);
    let sweep = Study::Sweep { least: 1, most: 2 };
    let whole = points(&findings(talk.say(begin(sweep, vec![], small()))));
    talk.send(begin(sweep, vec![], small()));
    talk.send(Command::PauseStudy);
    let paused = findings(talk.listen());
    assert_eq!(paused.last(), Some(&Finding::Paused));
    assert_eq!(points(&findings(talk.say(Command::ResumeStudy))), whole);
    talk.send(begin(sweep, vec![], small()));
    talk.send(Command::EndStudy);
    assert!(points(&findings(talk.listen())).is_empty());
}

#[test]
fn three_betas_advance_together() {
    let config = Config { epochs: 3, ..small() };
    let findings = findings(TestSession::new(200).say(begin(Study::Betas, vec![], config)));
    assert_eq!(findings.last(), Some(&Finding::Finished));
    let pictures: Vec<_> =
        findings.iter().filter_map(|f| if let Finding::Betas(betas) = f { Some(betas) } else { None }).collect();
    assert_eq!(pictures.len(), 4, "before the first epoch, and after each");
    let last = pictures[3];
    assert_eq!(last.each_ref().map(|picture| picture.beta), Study::BETAS);
    assert!(last[0].terms.kl > last[2].terms.kl, "a larger weight should give a smaller KL");
    assert!(last.iter().all(|picture| picture.latents.len() == 2 * 20 && picture.generated.len() == 10 * PIXELS));
}

#[test]
fn the_run_waits_for_the_study_and_loses_nothing() {
    let mut talk = TestSession::new(120);
    talk.prepare(1, small());
    let in_one_go = epochs(&talk.say(Command::Train));
    talk.prepare(2, small());
    talk.send(Command::Train);
    talk.send(begin(Study::Sweep { least: 1, most: 1 }, vec![], small()));
    let first = talk.listen();
    assert!(first.contains(&Event::Run { run: RunId(2), event: RunEvent::Paused }));
    assert_eq!(findings(first.clone()).last(), Some(&Finding::Finished));
    assert_eq!([epochs(&first), epochs(&talk.say(Command::Train))].concat(), in_one_go);
}

#[test]
fn a_study_without_images_fails() {
    let config = Config { source: Source::Moons, ..small() }.nearest();
    let findings = findings(TestSession::new(20).say(begin(Study::Pca, vec![], config)));
    assert!(matches!(&findings[..], [Finding::Failed(message)] if message.contains("no images")), "{findings:?}");
}
