//! What starts and pauses: an open study until it is finished, and otherwise the run.

use super::StudyPhase;
use crate::state::{Phase, State};
use hourglass_core::config::Study;

impl State {
    /// Whether a study is shown instead of the run's pictures.
    pub fn has_study(&self) -> bool {
        self.study.which() != Study::None
    }

    /// Whether a study is open and not finished, so that the Train button starts it.
    pub fn studies_first(&self) -> bool {
        self.has_study() && self.can_study() && self.study.phase() != StudyPhase::Finished
    }

    /// Whether a run or a study is under way, or queued.
    pub fn is_going(&self) -> bool {
        let is_training = self.run.phase() == Phase::Training && !self.run.is_pausing();
        is_training
            || self.run.queued().is_some() && self.run.phase() != Phase::Failed
            || self.has_study() && self.study.is_wanted()
    }

    /// Whether Train would have no effect.
    pub fn cannot_start(&self) -> bool {
        self.is_going() || !self.studies_first() && self.run.phase() == Phase::Finished
    }

    /// Whether an epoch cannot be trained, because none is left or a study comes first.
    pub fn cannot_step(&self) -> bool {
        self.cannot_start() || self.studies_first()
    }

    /// The label of the Train button.
    pub fn start_word(&self) -> &'static str {
        match self.run.phase() {
            _ if self.studies_first() => self.study.begin_word(),
            Phase::Paused => "Resume",
            _ => "Train",
        }
    }

    /// Starts or resumes the study if there is an unfinished one, and otherwise training.
    pub fn start(&mut self) {
        if self.studies_first() {
            self.begin_study();
        } else {
            self.start_training();
        }
    }

    /// Pauses both the study and training.
    pub fn pause(&mut self) {
        self.pause_study();
        self.pause_training();
    }

    /// Starts or pauses, as the space bar does.
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
        state.run.set_phase(Phase::Ready);
        state
    }

    #[test]
    fn train_starts_the_study_until_it_is_finished() {
        let mut state = state("study=betas");
        assert_eq!((state.start_word(), state.cannot_step()), ("Start", true));
        assert_eq!(state.sent(State::step_epoch), vec![]);
        assert!(matches!(state.sent(State::start)[..], [Command::BeginStudy { .. }]));
        assert!(state.is_going() && state.cannot_start());
        assert_eq!(state.sent(State::start), vec![], "no run is started unasked");
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
    fn a_run_beside_a_waiting_study_can_be_paused() {
        let mut state = state("");
        state.start();
        state.choose_study(Study::Betas);
        assert!(state.is_going());
        assert_eq!(state.sent(State::pause), vec![Command::Pause]);
        assert!(matches!(state.sent(State::start)[..], [Command::BeginStudy { .. }]));
    }

    #[test]
    fn with_an_impossible_study_the_buttons_control_the_run() {
        let mut state = state("study=pca&data=spiral");
        assert_eq!(state.start_word(), "Train");
        assert_eq!(state.sent(State::start), vec![Command::Train]);
    }
}
