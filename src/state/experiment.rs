//! The type of an experiment, and which experiment a page shows.

use std::sync::LazyLock;

use super::State;
use hourglass_core::{
    config::{Config, Source},
    link::Link,
};

/// One experiment.
#[derive(Clone, Copy, Debug)]
pub struct Experiment {
    /// Short and unique, used in ids.
    pub id: &'static str,
    pub name: &'static str,
    /// One sentence on what to look for. Its numbers are also in [`super::figures`], where a test checks them.
    pub look_for: &'static str,
    /// The result that the course published.
    pub published: Option<&'static str>,
    /// This page's result, once it is known.
    pub here: Option<fn(&State) -> Option<String>>,
    pub(super) set: fn(&mut Link),
}

/// The settings of each experiment, without and with the whole of MNIST, in the order of [`Experiment::all`]. They never change,
/// and are searched whenever the state changes.
static LINKS: LazyLock<Vec<[Link; 2]>> = LazyLock::new(|| {
    let links = |experiment: &Experiment| {
        [false, true].map(|has_mnist| {
            let link = experiment.link(has_mnist);
            Link { config: without_user_choices(link.config), ..link }
        })
    };
    Experiment::all().map(links).collect()
});

impl Experiment {
    /// The settings, for a page with or without the whole of MNIST.
    pub fn link(&self, has_mnist: bool) -> Link {
        #[cfg(test)]
        tests::LINKS_BUILT.set(tests::LINKS_BUILT.get() + 1);
        let mut link = Link::default();
        (self.set)(&mut link);
        if has_mnist && link.config.source == Source::Digits {
            link.config.source = Source::Mnist;
        }
        link.config = link.config.nearest();
        link
    }

    /// The experiment that a page shows. If an experiment has no tool of its own, the user may open any.
    pub(super) fn shown_by(state: &State) -> Option<&'static Self> {
        let config = without_user_choices(state.config.clone());
        let is_shown = |link: &Link| {
            let has_tool = link.play.tool.is_none() || link.play.tool == state.play.settings().tool;
            has_tool && link.study == state.study.which() && link.config == config
        };
        let mut all = Self::all().zip(&*LINKS);
        all.find(|(_, links)| links.iter().any(is_shown)).map(|(experiment, _)| experiment)
    }
}

/// The settings with the default backend and seed, which are the user's own choice.
fn without_user_choices(config: Config) -> Config {
    let Config { backend, seed, .. } = Config::default();
    Config { backend, seed, ..config }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use hourglass_core::{
        config::BackendChoice,
        protocol::{Event, Report, RunEvent},
    };

    thread_local! {
        pub(super) static LINKS_BUILT: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn an_event_does_not_rebuild_the_experiments_settings() {
        let mut state = State::new(Link::default(), vec![]);
        assert!(state.experiment().is_none());
        let made = LINKS_BUILT.get();
        for step in 1..100 {
            let mut report = Report::default();
            report.progress.step = step;
            state.apply(Event::Run { run: state.run.id(), event: RunEvent::Report(Box::new(report)) });
            assert!(state.experiment().is_none());
        }
        assert_eq!((state.run.progress().step, LINKS_BUILT.get()), (99, made));
    }

    #[test]
    fn backend_and_seed_do_not_change_the_experiment() {
        for experiment in Experiment::all() {
            let mut state = State::new(experiment.link(false), vec![]);
            (state.config.backend, state.config.seed) = (BackendChoice::Cpu, 77);
            assert_eq!(state.experiment().map(|shown| shown.id), Some(experiment.id));
            state.config.epochs += 1;
            assert!(state.experiment().is_none_or(|shown| shown.id != experiment.id));
        }
    }
}
