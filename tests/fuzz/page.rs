//! The page, with any events that a trainer could send and any actions of a visitor, in any order.

use hourglass::state::{Axes, OwnFiles, Program, Scale, State, Term, experiments::Experiment};
use hourglass_core::{
    config::{Choice, Config, Model, Source, Study, Tool},
    data::digit::Point,
    link::Link,
    protocol::Event,
};
use serde::{Deserialize, Serialize};

use crate::{Kind, look::look, memory::within, messages};

/// The memory that may be allocated for a step, and in addition for each byte of all steps.
const MOST: usize = 32 << 20;
const EACH: usize = 512;

pub const PAGE: Kind = Kind { name: "page", samples: stories, words: &["\u{1}"], cases: 200, check };

/// Something that can happen to a page.
#[derive(Clone, Serialize, Deserialize)]
enum Step {
    Event(Box<Event>),
    /// One of the [`ACTS`], with a parameter.
    Act(u8, u8),
}

type Act = fn(&mut State, u8);

/// The actions of a visitor. The index of each is its number in the corpus, so new ones go at the end.
const ACTS: [Act; 36] = [
    |state, _| state.start(),
    |state, _| state.pause(),
    |state, _| state.reset(),
    |state, _| state.another_seed(),
    |state, _| state.painted(),
    |state, _| state.next_test_digit(),
    |state, _| state.toggle(),
    |state, _| state.step_epoch(),
    |state, with| {
        state.choose_study([Study::Pca, Study::Betas, Study::Sweep { least: 1, most: 10 }][usize::from(with) % 3]);
    },
    |state, _| state.begin_study(),
    |state, _| state.pause_study(),
    |state, with| state.sweep_from(with.into()),
    |state, with| state.sweep_to(with.into()),
    |state, with| state.play(|play| play.tool = Some(picked::<Tool>(with))),
    |state, with| state.explore(usize::from(with) % 4, f32::from(with) / 200.0),
    |state, with| state.decode(Model::Vae, vec![f32::from(with); usize::from(with) % 5]),
    |state, with| state.forget_decoded(if with > 9 { Model::Ae } else { Model::Vae }),
    |state, with| state.time.show(with.into()),
    |state, _| state.time.show_next(),
    |state, _| state.time.show_present(),
    |state, with| state.pad.begin_stroke(Point { x: with.into(), y: 500 }),
    |state, with| state.pad.extend_stroke(Point { x: 700, y: u16::from(with) * 9 }),
    |state, _| state.pad.undo(),
    |state, with| state.choose(Config { latent: with.into(), ..state.config().clone() }),
    |state, with| state.choose(Config { source: picked::<Source>(with), ..state.config().clone() }),
    |state, with| state.choose(Config { epochs: with.into(), ..state.config().clone() }),
    |state, with| state.trainer_died(Program::ALL[usize::from(with) % 2]),
    |state, _| state.try_webgpu(),
    |state, _| state.webgpu_is_ready(),
    |state, _| state.give_up_trial(),
    |state, with| state.offer(OwnFiles { images: vec![with].into(), labels: None }),
    |state, with| {
        let axes = [Axes::Usual, Axes::Space, Axes::Principal, Axes::Pair(0, 1), Axes::Pair(with.into(), 0)];
        state.view.choose_axes(axes[usize::from(with) % axes.len()]);
        state.view.choose_scale([Scale::Linear, Scale::Log][usize::from(with) % 2]);
        state.view.show_term([Term::Total, Term::Reconstruction, Term::Kl][usize::from(with) % 3]);
    },
    |state, with| {
        if let Some(experiment) = Experiment::all().nth(with.into()) {
            state.open_experiment(experiment);
            state.answer(true);
        }
    },
    |state, with| {
        let hash = ["", "latent=3", "study=betas&run=1", "data=table", "play=manifold&latent=1"][usize::from(with) % 5];
        let (link, notices) = Link::from_hash(hash);
        state.load(link, notices);
    },
    |state, with| state.offer_table("own.csv".into(), vec![with]),
    |state, with| {
        state.choose_label(with.into());
        state.toggle_feature(with.into());
    },
];

fn picked<T: Choice>(with: u8) -> T {
    T::at(usize::from(with) % T::ALL.len())
}

/// Stories with valid events only: all events, events with actions in between, and each event alone.
fn stories() -> Vec<Vec<u8>> {
    let event = |event: Event| Step::Event(Box::new(event));
    let news = || messages::events().into_iter().map(event);
    let acts = |acts: &[(u8, u8)]| acts.iter().map(|&(act, with)| Step::Act(act, with)).collect::<Vec<_>>();
    let first = |count| news().take(count).collect::<Vec<_>>();
    let every_act = (0..ACTS.len() as u8).flat_map(|act| [Step::Act(act, 1), Step::Act(act, 3)]);
    let story = |steps: Vec<Step>| steps.iter().flat_map(messages::pack).collect();
    let studied = |study| [first(4), acts(&[(8, study), (9, 0)]), news().skip(16).collect()].concat();
    let played = |tool| [first(4), acts(&[(0, 0), (5, 0), (13, tool)]), news().skip(4).collect()].concat();
    let mut stories: Vec<Vec<Step>> = vec![news().collect(), [first(8), every_act.collect()].concat()];
    stories.extend((0..3).map(studied));
    stories.extend((0..Tool::ALL.len() as u8).map(played));
    // Images are offered and read, then a table, then other columns of it, and then data that cannot be used.
    let offers = [(28, 1), (34, 1), (35, 1), (34, 2)].map(|(act, with)| Step::Act(act, with));
    let loaded = news().skip(news().count() - messages::LOADED);
    stories.push(
        first(4).into_iter().chain(offers.into_iter().zip(loaded).flat_map(|(act, event)| [act, event])).collect(),
    );
    // Each event alone, to be joined to others.
    stories.extend(news().map(|step| vec![step]));
    stories.into_iter().map(story).collect()
}

fn check(bytes: &[u8]) {
    let mut state = State::new(Link::default(), vec![]).with_webgpu(true);
    let mut rest = bytes;
    while let Ok((step, after)) = postcard::take_from_bytes::<Step>(rest) {
        rest = after;
        within(MOST + EACH * bytes.len(), || {
            match step {
                Step::Event(event) => state.apply(*event),
                Step::Act(act, with) => ACTS[usize::from(act) % ACTS.len()](&mut state, with),
            }
            drop(state.drain());
            look(&state);
        });
        assert_eq!(*state.config(), state.config().clone().nearest(), "the settings should always be within bounds");
    }
}
