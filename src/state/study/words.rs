//! The page's words for a study.

use super::{StudyPhase, StudyState};
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

/// A study's name, and its question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StudyWords {
    pub title: &'static str,
    pub question: &'static str,
}

impl StudyState {
    pub fn words(&self) -> StudyWords {
        match self.which() {
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

    /// The label of the button that begins the study.
    pub fn begin_word(&self) -> &'static str {
        match self.phase() {
            StudyPhase::Paused => "Resume",
            StudyPhase::Waiting | StudyPhase::Failed if !self.sweep().is_empty() => "Resume",
            StudyPhase::Finished | StudyPhase::Failed => "Again",
            StudyPhase::Waiting | StudyPhase::Going => "Start",
        }
    }
}

impl State {
    /// The text shown while there are no findings: the current work, or the label of the button to press.
    pub fn study_empty_words(&self) -> String {
        let study = &self.study;
        match (study.phase(), study.which()) {
            _ if !self.can_study() => "Nothing here: studies need images".into(),
            (StudyPhase::Waiting, _) if study.is_wanted() => "Nothing yet: the trainer is loading".into(),
            (StudyPhase::Going, Study::Pca) => "Nothing yet: the components are being computed".into(),
            (StudyPhase::Going, Study::Sweep { .. }) => "Nothing yet: the first AE is being trained".into(),
            (StudyPhase::Going, _) => "Nothing yet: the first epoch is being trained".into(),
            _ => format!("Nothing yet: press {}", study.begin_word()),
        }
    }

    /// One line that says how far the study is.
    pub fn study_note(&self) -> String {
        let study = &self.study;
        match (study.phase(), study.which()) {
            _ if !self.can_study() => "Studies need images: choose digits as the data".into(),
            (StudyPhase::Waiting, _) if study.is_wanted() => "The trainer is loading".into(),
            (StudyPhase::Failed, _) => "Stopped".into(),
            (_, Study::Sweep { least, most }) => {
                format!("{} of {} sizes", study.sweep().len(), most + 1 - least)
            }
            (StudyPhase::Waiting, _) => String::new(),
            _ => format!("{:.0}%", f64::from(study.part()) * 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, state};
    use hourglass_core::protocol::Finding;

    #[test]
    fn an_empty_study_names_its_button_by_its_label() {
        for hash in ["study=pca", "study=sweep-1-3", "study=betas"] {
            let mut state = state(hash);
            assert_eq!(state.study_empty_words(), "Nothing yet: press Start", "{hash}");
            state.begin_study();
            assert!(!state.study_empty_words().contains("press"), "{hash}");
            found(&mut state, Finding::Paused);
            assert_eq!(state.study_empty_words(), "Nothing yet: press Resume", "{hash}");
        }
        assert_eq!(state("study=pca&data=spiral").study_empty_words(), "Nothing here: studies need images");
    }
}
