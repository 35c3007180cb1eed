//! What an experiment is, and whether a page shows it.

use std::sync::LazyLock;

use super::State;
use hourglass_core::{
    config::{Config, Source},
    lesson::Lesson,
};

/// One experiment.
#[derive(Clone, Copy, Debug)]
pub struct Experiment {
    /// Short and unique, for ids.
    pub id: &'static str,
    pub name: &'static str,
    /// What to look for, in a sentence. Its numbers are also in [`super::figures`], where a test finds them.
    pub look_for: &'static str,
    /// What the course published.
    pub published: Option<&'static str>,
    /// What came out here, once it is known.
    pub here: Option<fn(&State) -> Option<String>>,
    pub(super) set: fn(&mut Lesson),
}

/// What each experiment sets, on a page without the whole of MNIST and with it, in the order of [`Experiment::all`]. It never changes,
/// and is looked through whenever the state does.
static LESSONS: LazyLock<Vec<[Lesson; 2]>> = LazyLock::new(|| {
    let lessons = |experiment: &Experiment| {
        [false, true].map(|has_mnist| {
            let lesson = experiment.lesson(has_mnist);
            Lesson { config: impersonal(lesson.config), ..lesson }
        })
    };
    Experiment::all().map(lessons).collect()
});

impl Experiment {
    /// The settings, on a page with the whole of MNIST or without.
    pub fn lesson(&self, has_mnist: bool) -> Lesson {
        #[cfg(test)]
        tests::LESSONS_MADE.set(tests::LESSONS_MADE.get() + 1);
        let mut lesson = Lesson::default();
        (self.set)(&mut lesson);
        if has_mnist && lesson.config.source == Source::Digits {
            lesson.config.source = Source::Mnist;
        }
        lesson.config = lesson.config.nearest();
        lesson
    }

    /// The experiment that a page shows. A tool that is none of it is the user's own.
    pub(super) fn shown_by(state: &State) -> Option<&'static Self> {
        let config = impersonal(state.config.clone());
        let is_shown = |lesson: &Lesson| {
            let has_tool = lesson.play.tool.is_none() || lesson.play.tool == state.play.settings().tool;
            has_tool && lesson.study == state.study.which() && lesson.config == config
        };
        let mut all = Self::all().zip(&*LESSONS);
        all.find(|(_, lessons)| lessons.iter().any(is_shown)).map(|(experiment, _)| experiment)
    }
}

/// Settings without what is the user's own: backend and seed.
fn impersonal(config: Config) -> Config {
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
        pub(super) static LESSONS_MADE: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn an_event_makes_no_experiments_settings_anew() {
        let mut state = State::new(Lesson::default(), vec![]);
        assert!(state.experiment().is_none());
        let made = LESSONS_MADE.get();
        for step in 1..100 {
            let mut report = Report::default();
            report.progress.step = step;
            state.apply(Event::Run { run: state.run.id(), event: RunEvent::Report(Box::new(report)) });
            assert!(state.experiment().is_none());
        }
        assert_eq!((state.run.progress().step, LESSONS_MADE.get()), (99, made));
    }

    #[test]
    fn backend_seed_and_a_tool_of_ones_own_make_no_other_experiment() {
        for experiment in Experiment::all() {
            let mut state = State::new(experiment.lesson(false), vec![]);
            (state.config.backend, state.config.seed) = (BackendChoice::Cpu, 77);
            assert_eq!(state.experiment().map(|shown| shown.id), Some(experiment.id));
            state.config.epochs += 1;
            assert!(state.experiment().is_none_or(|shown| shown.id != experiment.id));
        }
    }
}
