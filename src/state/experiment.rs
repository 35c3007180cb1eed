//! What an experiment is, and whether a page shows it.

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

impl Experiment {
    /// The settings, on a page with the whole of MNIST or without.
    pub fn lesson(&self, has_mnist: bool) -> Lesson {
        let mut lesson = Lesson::default();
        (self.set)(&mut lesson);
        if has_mnist && lesson.config.source == Source::Digits {
            lesson.config.source = Source::Mnist;
        }
        lesson.config = lesson.config.nearest();
        lesson
    }

    /// Whether a page shows the experiment. Backend and seed are the user's own, and so is a tool that is none of it.
    pub(super) fn is_shown_by(&self, state: &State) -> bool {
        let tool = state.play.tool;
        let Config { backend, seed, .. } = state.config;
        [false, true].into_iter().map(|has_mnist| self.lesson(has_mnist)).any(|lesson| {
            let has_tool = lesson.play.tool.is_none() || lesson.play.tool == tool;
            has_tool && lesson.study == state.study.study && Config { backend, seed, ..lesson.config } == state.config
        })
    }
}
