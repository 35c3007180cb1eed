//! Which trainer is in charge of the run.
//!
//! There are two trainers. The small one computes on the CPU and is available at once; the one with WebGPU is several times as
//! large. In automatic mode, the CPU trainer begins. Once the page is idle, the WebGPU trainer is started beside it and times a
//! step of the same networks on both backends. If WebGPU wins, it takes over the run if that has not started training, or else
//! the next run.

mod tried;
mod words;

use super::{Phase, State, StudyPhase};
use hourglass_core::{
    config::{BackendChoice, Config, DataKind},
    protocol::{Command, Timing},
};
use tried::{TrialResult, work};

/// A trainer. Each is a separate program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Program {
    #[default]
    Cpu,
    Webgpu,
}

impl Program {
    pub const ALL: [Self; 2] = [Self::Cpu, Self::Webgpu];

    pub fn word(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Webgpu => "webgpu",
        }
    }
}

/// The state of the WebGPU trainer while the CPU trainer is in charge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum WebgpuTrial {
    #[default]
    Absent,
    Loading,
    /// It times a step of this much work.
    Trying(f64),
    /// It has won the trial, and waits for the next run.
    Waiting,
}

/// What the page knows about the two trainers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backends {
    /// Whether the browser has the WebGPU API.
    offers_webgpu: bool,
    /// Whether the page came over an insecure connection, on which browsers do not offer WebGPU.
    is_insecure: bool,
    in_charge: Program,
    webgpu: WebgpuTrial,
    /// All trials, newest last.
    tried: Vec<TrialResult>,
    /// Why WebGPU is not tried again, in a sentence.
    fault: Option<String>,
}

impl Backends {
    pub(super) fn allow_webgpu_again(&mut self) {
        self.fault = None;
    }
}

impl State {
    /// Sets whether the browser has the WebGPU API.
    #[must_use]
    pub fn with_webgpu(mut self, is_offered: bool) -> Self {
        self.backends.offers_webgpu = is_offered;
        self.backends.in_charge = self.program();
        self
    }

    /// Sets whether the browser considers the page's address secure.
    #[must_use]
    pub fn with_secure_address(mut self, is_secure: bool) -> Self {
        self.backends.is_insecure = !is_secure;
        self
    }

    /// The trainer that the run is assigned to.
    pub fn in_charge(&self) -> Program {
        self.backends.in_charge
    }

    /// Whether a trainer has work to do. If not, it is stopped.
    pub fn keeps(&self, program: Program) -> bool {
        program == self.in_charge() || program == Program::Webgpu && self.backends.webgpu != WebgpuTrial::Absent
    }

    /// Whether a trainer must be started if it is not running.
    pub fn needs(&self, program: Program) -> bool {
        if program == self.in_charge() {
            self.run.phase() == Phase::Loading
        } else {
            program == Program::Webgpu && self.backends.webgpu == WebgpuTrial::Loading
        }
    }

    /// Whether a trial of WebGPU now would not disturb a run.
    pub fn can_try_webgpu(&self) -> bool {
        self.config.backend == BackendChoice::Auto
            && self.may_win()
            && self.backends.webgpu == WebgpuTrial::Absent
            && self.in_charge() == Program::Cpu
            && self.tried().is_none()
            && matches!(self.run.phase(), Phase::Ready | Phase::Paused | Phase::Finished)
            && self.study.phase() != StudyPhase::Going
            && !self.is_reading_files()
    }

    /// Starts the WebGPU trainer beside the other one, if that does not disturb a run.
    pub fn try_webgpu(&mut self) {
        if self.can_try_webgpu() {
            self.backends.webgpu = WebgpuTrial::Loading;
        }
    }

    /// The WebGPU trainer listens: requests its trial.
    pub fn webgpu_is_ready(&mut self) {
        if self.backends.webgpu == WebgpuTrial::Loading {
            self.backends.webgpu = WebgpuTrial::Trying(work(&self.config));
            let config = Config { backend: BackendChoice::Webgpu, ..self.config.clone() };
            self.outbox.trial = Some(Command::Trial(config));
        }
    }

    /// The trial is over. If WebGPU won, it takes over a run that has not started training.
    pub fn webgpu_was_timed(&mut self, outcome: Result<Timing, String>) {
        let WebgpuTrial::Trying(work) = self.backends.webgpu else { return };
        match outcome {
            Ok(timing) => self.backends.tried.push(TrialResult { work, timing }),
            Err(why) => self.backends.fault = Some(why),
        }
        let has_won = self.program() == Program::Webgpu;
        self.backends.webgpu = if has_won { WebgpuTrial::Waiting } else { WebgpuTrial::Absent };
        if has_won && self.has_not_begun() {
            self.begin();
        }
    }

    /// Gives up a trial that takes too long.
    pub fn give_up_trial(&mut self) {
        self.webgpu_was_timed(Err("WebGPU is too slow here: its trial was stopped.".into()))
    }

    /// The WebGPU trainer died while the CPU trainer was in charge, which is not affected.
    pub(super) fn webgpu_died(&mut self, unfetched: Option<&str>) {
        let fault = match self.backends.webgpu {
            WebgpuTrial::Absent => return,
            WebgpuTrial::Loading => NOT_STARTED,
            WebgpuTrial::Trying(_) => FAILED_CHECK,
            WebgpuTrial::Waiting => STOPPED,
        };
        self.backends.fault = Some(joined(fault, unfetched));
        self.backends.webgpu = WebgpuTrial::Absent;
    }

    /// Whether WebGPU is to blame for the death of the current trainer, and why. If so, it is not used again.
    pub(super) fn blame_webgpu(&mut self, was_checking: bool, unfetched: Option<&str>) -> Option<&'static str> {
        let is_automatic = self.config.backend == BackendChoice::Auto;
        let fault = match self.in_charge() {
            Program::Cpu => return None,
            Program::Webgpu if was_checking => FAILED_CHECK,
            Program::Webgpu if !self.life.listens() => NOT_STARTED,
            // A user who chose WebGPU gets one more attempt.
            Program::Webgpu if is_automatic || self.life.died_before() => STOPPED,
            Program::Webgpu => return None,
        };
        self.backends.fault = Some(joined(fault, unfetched));
        Some(fault)
    }

    /// A sentence that says what stopped when the current trainer died.
    pub(super) fn what_stopped(&self) -> &'static str {
        match self.in_charge() {
            Program::Cpu => "The trainer stopped unexpectedly.",
            Program::Webgpu => STOPPED,
        }
    }

    /// Puts the right trainer in charge of a run that begins. Returns whether it differs from the one before.
    pub(super) fn choose_trainer(&mut self) -> bool {
        let program = self.program();
        let webgpu_listens = matches!(self.backends.webgpu, WebgpuTrial::Trying(_) | WebgpuTrial::Waiting);
        if program != self.in_charge() {
            self.backends.in_charge = program;
            self.backends.webgpu = WebgpuTrial::Absent;
            self.life.switch_trainer(program == Program::Webgpu && webgpu_listens);
            return true;
        }
        let is_automatic = self.config.backend == BackendChoice::Auto;
        if !is_automatic || self.backends.webgpu == WebgpuTrial::Waiting {
            self.backends.webgpu = WebgpuTrial::Absent;
        }
        false
    }

    /// The settings with the backend of the current trainer.
    pub(super) fn assigned(&self) -> Config {
        let backend = match self.in_charge() {
            Program::Cpu => BackendChoice::Cpu,
            Program::Webgpu => BackendChoice::Webgpu,
        };
        Config { backend, ..self.config.clone() }
    }

    /// The trainer for a run with these settings.
    fn program(&self) -> Program {
        let is_webgpu = match self.config.backend {
            BackendChoice::Cpu => false,
            BackendChoice::Webgpu => self.backends.offers_webgpu && self.backends.fault.is_none(),
            BackendChoice::Auto => self.may_win() && self.tried().is_some_and(TrialResult::is_won),
        };
        if is_webgpu { Program::Webgpu } else { Program::Cpu }
    }

    /// Whether WebGPU is worth a trial. Points and rows have too few numbers.
    fn may_win(&self) -> bool {
        self.backends.offers_webgpu && self.backends.fault.is_none() && self.config.source.kind() == DataKind::Images
    }

    /// The newest trial whose result holds for these settings.
    fn tried(&self) -> Option<&TrialResult> {
        let work = work(&self.config);
        self.backends.tried.iter().rev().find(|tried| tried.applies_to(work))
    }

    /// Whether another trainer can restart the run without losing anything.
    fn has_not_begun(&self) -> bool {
        matches!(self.run.phase(), Phase::Loading | Phase::Ready)
            && self.run.progress().step == 0
            && self.kept().is_none()
            && !self.study.is_under_way()
            && !self.is_reading_files()
    }
}

/// A sentence, and another one if there is one.
fn joined(sentence: &str, more: Option<&str>) -> String {
    [sentence].into_iter().chain(more).collect::<Vec<_>>().join(" ")
}

const NOT_STARTED: &str = "The trainer with WebGPU could not be started.";
const FAILED_CHECK: &str = "WebGPU failed its start-up check.";
const STOPPED: &str = "WebGPU stopped unexpectedly.";
