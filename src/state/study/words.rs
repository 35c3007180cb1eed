//! What a study says in words.

use super::{Studied, StudyPhase};
use crate::state::State;
use hourglass_core::config::Study;

impl StudyPhase {
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Going => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }
}

/// A study's name, and what it asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StudyWords {
    pub title: &'static str,
    pub question: &'static str,
}

impl Studied {
    pub fn words(&self) -> StudyWords {
        match self.study {
            Study::None => StudyWords::default(),
            Study::Pca => StudyWords {
                title: "Principal components",
                question: "The directions along which the images vary most: the best that a linear code can do, found without any training.",
            },
            Study::Sweep { .. } => StudyWords {
                title: "How many numbers does a digit need?",
                question: "One AE for each size of the code, with the current settings, compared with as many principal components.",
            },
            Study::Betas => StudyWords {
                title: "Three weights for the KL",
                question: "The same VAE three times. β = 0: it only rebuilds. β = 1: both terms. β = 20: KL above all.",
            },
        }
    }

    /// What the button that begins would do.
    pub fn begin_word(&self) -> &'static str {
        match self.phase {
            StudyPhase::Paused => "Resume",
            StudyPhase::Waiting | StudyPhase::Failed if !self.sweep.is_empty() => "Resume",
            StudyPhase::Finished | StudyPhase::Failed => "Again",
            StudyPhase::Waiting | StudyPhase::Going => "Start",
        }
    }

    /// The number of components that keep a share of the variance.
    pub fn components_for(&self, share: f32) -> Option<usize> {
        let cumulative = &self.components.as_ref()?.cumulative;
        Some(cumulative.iter().position(|&kept| kept >= share)? + 1)
    }
}

impl State {
    /// What stands where nothing is known yet: what goes on, or what to press, by its word.
    pub fn study_empty_words(&self) -> String {
        let study = &self.study;
        match (study.phase, study.study) {
            _ if !self.can_study() => "Nothing here: studies need images".into(),
            (StudyPhase::Waiting, _) if study.is_wanted() => "Nothing yet: the trainer is loading".into(),
            (StudyPhase::Going, Study::Pca) => "Nothing yet: the components are being computed".into(),
            (StudyPhase::Going, Study::Sweep { .. }) => "Nothing yet: the first AE is being trained".into(),
            (StudyPhase::Going, _) => "Nothing yet: the first epoch is being trained".into(),
            _ => format!("Nothing yet: press {}", study.begin_word()),
        }
    }

    /// The one line that says how far the study is.
    pub fn study_note(&self) -> String {
        let study = &self.study;
        match (study.phase, study.study) {
            _ if !self.can_study() => "Studies need images: choose digits as the data".into(),
            (StudyPhase::Waiting, _) if study.is_wanted() => "The trainer is loading".into(),
            (StudyPhase::Failed, _) => "Stopped".into(),
            (_, Study::Sweep { least, most }) => {
                format!("{} of {} sizes", study.sweep.len(), most + 1 - least)
            }
            (StudyPhase::Waiting, _) => String::new(),
            _ => format!("{:.0}%", f64::from(study.part) * 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Shared;
    use hourglass_core::{
        lesson::Lesson,
        protocol::{BetaPicture, Command, Components, Event, Finding, SweepPoint, Terms},
    };

    fn state(hash: &str) -> State {
        let (lesson, notices) = Lesson::from_hash(hash);
        let mut state = State::new(lesson, notices);
        state.apply(Event::Ready);
        state
    }

    fn point(latent: usize) -> SweepPoint {
        SweepPoint { latent, ae: 0.05, pca: 0.06 }
    }

    /// A sweep in which these sizes are done.
    fn swept(hash: &str, sizes: &[usize]) -> State {
        let mut state = state(hash);
        let Some(Command::BeginStudy { run, .. }) = state.sent(State::begin_study).pop() else { panic!("not begun") };
        for &latent in sizes {
            state.apply(Event::Studied { run, finding: Box::new(Finding::Point(point(latent))) });
        }
        state
    }

    #[test]
    fn an_empty_study_names_its_button_by_its_word() {
        for hash in ["study=pca", "study=sweep-1-3", "study=betas"] {
            let mut state = state(hash);
            assert_eq!(state.study_empty_words(), "Nothing yet: press Start", "{hash}");
            state.begin_study();
            assert!(!state.study_empty_words().contains("press"), "{hash}");
            state.apply(Event::Studied { run: state.study.run, finding: Box::new(Finding::Paused) });
            assert_eq!(state.study_empty_words(), "Nothing yet: press Resume", "{hash}");
        }
        assert_eq!(state("study=pca&data=spiral").study_empty_words(), "Nothing here: studies need images");
    }

    #[test]
    fn untrained_networks_are_no_result() {
        let mut state = state("study=betas");
        state.begin_study();
        let mut tell = |terms: Terms| {
            let betas = std::array::from_fn(|_| BetaPicture { terms, ..BetaPicture::default() });
            state.apply(Event::Studied { run: state.study.run, finding: Box::new(Finding::Betas(betas)) });
            state.study.betas.is_some()
        };
        assert!(!tell(Terms::default()), "no epoch is finished");
        assert!(tell(Terms { loss: 200.0, ..Terms::default() }));
    }

    #[test]
    fn components_are_counted_from_one() {
        let components = |cumulative: &[f32]| {
            let components = Components {
                images: 1,
                cumulative: cumulative.to_vec(),
                errors: vec![],
                mean: vec![],
                axes: vec![],
                side: 28,
                places: vec![],
                labels: None,
            };
            Studied { components: Some(Shared::new(components)), ..Studied::default() }
        };
        for (cumulative, expected) in
            [(&[0.95, 1.0][..], Some(1)), (&[0.5, 0.8, 0.9, 1.0], Some(3)), (&[0.5], None), (&[], None)]
        {
            assert_eq!(components(cumulative).components_for(0.9), expected, "{cumulative:?}");
        }
        assert_eq!(Studied::default().components_for(0.9), None);
    }

    #[test]
    fn a_sweep_says_how_far_it_is_and_goes_on_after_a_reload() {
        let state = swept("study=sweep-1-3", &[1, 2]);
        assert_eq!(state.study_note(), "2 of 3 sizes");
        let memory = state.sweep_memory().unwrap();
        let mut again = self::state("study=sweep-1-3");
        again.remember_sweep(&memory);
        assert_eq!((again.study.phase, again.study.begin_word()), (StudyPhase::Waiting, "Resume"));
        assert!((again.study.part - 2.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn a_sweep_that_is_remembered_whole_is_finished_and_not_begun_again() {
        let memory = swept("study=sweep-1-2", &[1, 2]).sweep_memory().unwrap();
        let (lesson, notices) = Lesson::from_hash("study=sweep-1-2&run=1");
        let mut state = State::new(lesson, notices);
        state.remember_sweep(&memory);
        assert_eq!((state.study.phase, state.study.begin_word()), (StudyPhase::Finished, "Again"));
        assert!(
            !state
                .sent(|state| state.apply(Event::Ready))
                .iter()
                .any(|command| matches!(command, Command::BeginStudy { .. }))
        );
    }

    #[test]
    fn the_ends_of_a_sweep_push_each_other() {
        let mut state = state("study=sweep-3-8");
        for (change, end, ends) in [
            (State::sweep_from as fn(&mut State, usize), 10, (10, 10)),
            (State::sweep_to, 4, (4, 4)),
            (State::sweep_to, 99, (4, 32)),
            (State::sweep_from, 0, (1, 32)),
        ] {
            change(&mut state, end);
            assert_eq!(state.study.sweep_ends(), ends);
        }
    }

    #[test]
    fn a_shorter_sweep_that_has_all_its_points_is_finished() {
        let mut state = swept("study=sweep-1-3", &[1, 2]);
        state.sweep_to(2);
        assert_eq!((state.study.phase, state.study.part), (StudyPhase::Finished, 1.0));
        state.sweep_to(4);
        assert_eq!((state.study.phase, state.study.part), (StudyPhase::Waiting, 0.5));
    }

    #[test]
    fn studies_are_of_images() {
        let mut state = state("study=pca&data=spiral");
        assert_eq!(state.sent(State::begin_study), vec![]);
        assert!(state.study_note().contains("images"));
    }
}
