//! The part of a sweep that the browser stores while the page is closed.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::state::State;
use hourglass_core::{config::Config, protocol::SweepPoint};

/// Points, and the settings they were found with.
#[derive(Serialize, Deserialize)]
struct Memory {
    config: Config,
    points: Vec<SweepPoint>,
}

impl State {
    /// The sweep to store for the next visit; `None` if there is nothing to store.
    pub fn sweep_memory(&self) -> Option<String> {
        let points = self.study.sweep().to_vec();
        if points.is_empty() {
            return None;
        }
        let memory = Memory { config: self.config.clone(), points };
        Some(BASE64_URL_SAFE_NO_PAD.encode(postcard::to_allocvec(&memory).ok()?))
    }

    /// Restores a stored sweep, if it was made with these settings.
    pub fn remember_sweep(&mut self, memory: &str) {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(memory).unwrap_or_default();
        let Ok(Memory { config, points }) = postcard::from_bytes(&bytes) else { return };
        if config == *self.config {
            self.study.remember(points);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{state, swept};
    use crate::state::{State, StudyPhase};
    use hourglass_core::{
        link::Link,
        protocol::{Command, Event},
    };

    #[test]
    fn a_sweep_reports_its_progress_and_continues_after_a_reload() {
        let state = swept("study=sweep-1-3", &[1, 2]);
        assert_eq!(state.study_note(), "2 of 3 sizes");
        let memory = state.sweep_memory().unwrap();
        let mut again = self::state("study=sweep-1-3");
        again.remember_sweep(&memory);
        assert_eq!((again.study.phase(), again.study.begin_word()), (StudyPhase::Waiting, "Resume"));
        assert!((again.study.part() - 2.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn a_sweep_restored_in_full_is_finished_and_does_not_restart() {
        let memory = swept("study=sweep-1-2", &[1, 2]).sweep_memory().unwrap();
        let (link, notices) = Link::from_hash("study=sweep-1-2&run=1");
        let mut state = State::new(link, notices);
        state.remember_sweep(&memory);
        assert_eq!((state.study.phase(), state.study.begin_word()), (StudyPhase::Finished, "Again"));
        assert!(
            !state
                .sent(|state| state.apply(Event::Ready))
                .iter()
                .any(|command| matches!(command, Command::BeginStudy { .. }))
        );
    }

    #[test]
    fn a_sweep_of_other_settings_and_foreign_text_are_ignored() {
        let memory = swept("study=sweep-1-3", &[1]).sweep_memory().unwrap();
        for (hash, memory, expected) in [
            ("study=sweep-1-3", memory.as_str(), 1),
            ("study=sweep-1-3&seed=2", &memory, 0),
            ("study=betas", &memory, 0),
            ("study=sweep-1-3", "none of ours", 0),
        ] {
            let mut state = state(hash);
            state.remember_sweep(memory);
            assert_eq!(state.study.sweep().len(), expected, "{hash} {memory}");
        }
        assert_eq!(state("study=sweep-1-3").sweep_memory(), None);
    }
}
