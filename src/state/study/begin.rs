//! What begins and pauses: the study that is open until it is finished, else the run.

use super::StudyPhase;
use crate::state::{Phase, State};
use hourglass_core::config::Study;

impl State {
    /// Whether a study takes the place of the run's pictures.
    pub fn has_study(&self) -> bool {
        self.study.which() != Study::None
    }

    /// A study is open and not finished, so that whoever says Train means it.
    pub fn studies_first(&self) -> bool {
        self.has_study() && self.can_study() && self.study.phase() != StudyPhase::Finished
    }

    /// Whether something goes on, or will as soon as it can.
    pub fn is_going(&self) -> bool {
        let is_training = self.run.phase() == Phase::Training && !self.run.is_pausing();
        is_training
            || self.run.queued().is_some() && self.run.phase() != Phase::Failed
            || self.has_study() && self.study.is_wanted()
    }

    /// Whether Train would change nothing.
    pub fn cannot_start(&self) -> bool {
        self.is_going() || !self.studies_first() && self.run.phase() == Phase::Finished
    }

    /// Whether an epoch cannot be trained: there is none left, or a study comes first.
    pub fn cannot_step(&self) -> bool {
        self.cannot_start() || self.studies_first()
    }

    /// What the button that trains would do.
    pub fn start_word(&self) -> &'static str {
        match self.run.phase() {
            _ if self.studies_first() => self.study.begin_word(),
            Phase::Paused => "Resume",
            _ => "Train",
        }
    }

    /// Begins what is asked for, or goes on with it: the study, else training.
    pub fn start(&mut self) {
        if self.studies_first() {
            self.begin_study();
        } else {
            self.start_training();
        }
    }

    /// Pauses all that goes on.
    pub fn pause(&mut self) {
        self.pause_study();
        self.pause_training();
    }

    /// The space bar.
    pub fn toggle(&mut self) {
        if self.is_going() {
            self.pause();
        } else {
            self.start();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::found, *};
    use hourglass_core::protocol::{Command, Finding};

    fn state(hash: &str) -> State {
        let mut state = super::super::tests::state(hash);
        state.run.stand_at(Phase::Ready);
        state
    }

    #[test]
    fn training_means_the_study_until_it_is_finished() {
        let mut state = state("study=betas");
        assert_eq!((state.start_word(), state.cannot_step()), ("Start", true));
        assert_eq!(state.sent(State::step_epoch), vec![]);
        assert!(matches!(state.sent(State::start)[..], [Command::BeginStudy { .. }]));
        assert!(state.is_going() && state.cannot_start());
        assert_eq!(state.sent(State::start), vec![], "no run that nobody asked for");
        assert_eq!((state.run.phase(), state.run.queued()), (Phase::Ready, None));
        assert_eq!(state.sent(State::toggle), vec![Command::PauseStudy]);
        found(&mut state, Finding::Paused);
        assert_eq!(state.start_word(), "Resume");
        assert_eq!(state.sent(State::toggle), vec![Command::ResumeStudy]);
        found(&mut state, Finding::Finished);
        assert_eq!((state.start_word(), state.cannot_step()), ("Train", false));
        assert_eq!(state.sent(State::start), vec![Command::Train]);
    }

    #[test]
    fn a_run_beside_a_study_that_waits_can_be_paused() {
        let mut state = state("");
        state.start();
        state.choose_study(Study::Betas);
        assert!(state.is_going());
        assert_eq!(state.sent(State::pause), vec![Command::Pause]);
        assert!(matches!(state.sent(State::start)[..], [Command::BeginStudy { .. }]));
    }

    #[test]
    fn a_study_that_cannot_be_made_leaves_the_run_its_buttons() {
        let mut state = state("study=pca&data=spiral");
        assert_eq!(state.start_word(), "Train");
        assert_eq!(state.sent(State::start), vec![Command::Train]);
    }
}
