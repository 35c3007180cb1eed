//! The state of the trainer's worker: starting, listening or dead.
//!
//! A panic or a lost GPU kills the worker, not the page. The page restarts it, without WebGPU if WebGPU was to blame, and the run
//! continues from its last checkpoint. The page gives up if the worker dies three times without any progress of the run.

use super::{Message, Phase, Remedy, State, backend::Program};
use hourglass_core::{
    config::Source,
    protocol::{Event, RunEvent},
};

const MOST_DEATHS: u32 = 3;

/// What the page knows about the current worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    listens: bool,
    checking_webgpu: bool,
    /// Whether it has the user's own images that are in use, and the table.
    has_images: bool,
    has_table: bool,
    /// The last pad image sent to it. `None` if none was sent yet.
    last_pad_image: Option<Option<Vec<u8>>>,
    /// Deaths since the last progress.
    deaths: u32,
    /// The highest step that the run has ever reached.
    max_step: usize,
}

impl Life {
    pub fn listens(&self) -> bool {
        self.listens
    }

    /// Whether the worker has the user's data that this source needs.
    pub(super) fn has(&self, source: Source) -> bool {
        match source {
            Source::Own => self.has_images,
            Source::Table => self.has_table,
            _ => true,
        }
    }

    /// The worker gets the data in use, or has just read it.
    pub(super) fn set_has_data(&mut self, source: Source) {
        match source {
            Source::Own => self.has_images = true,
            Source::Table => self.has_table = true,
            _ => {}
        }
    }

    /// The worker's data may differ from that in use.
    pub(super) fn forget_data(&mut self) {
        (self.has_images, self.has_table) = (false, false);
    }

    pub(super) fn is_ready(&mut self) {
        self.listens = true;
        self.last_pad_image = None;
        self.forget_data();
    }

    /// Records the image on the pad as sent. Returns whether the worker has not seen it before.
    pub(super) fn record_pad(&mut self, image: &Option<Vec<u8>>) -> bool {
        let is_new = self.last_pad_image.as_ref() != Some(image);
        if is_new {
            self.last_pad_image = Some(image.clone());
        }
        is_new
    }

    pub(super) fn checks_webgpu(&mut self) {
        self.checking_webgpu = true;
    }

    pub(super) fn is_prepared(&mut self) {
        self.checking_webgpu = false;
    }

    /// A run begins.
    pub(super) fn start_run(&mut self) {
        (self.max_step, self.deaths) = (0, 0);
    }

    /// The run has reached this step. Only a step beyond all earlier ones counts as progress.
    pub(super) fn record_step(&mut self, step: usize) {
        if step > self.max_step {
            self.max_step = step;
            self.reset_deaths();
        }
    }

    /// The run has made progress, or the user asks for another attempt.
    pub(super) fn reset_deaths(&mut self) {
        self.deaths = 0;
    }

    /// Whether the worker died more than once without progress.
    pub(super) fn died_before(&self) -> bool {
        self.deaths > 1
    }

    /// Another worker takes over.
    pub(super) fn switch_trainer(&mut self, listens: bool) {
        self.listens = listens;
        self.checking_webgpu = false;
    }
}

/// A trainer's files could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchFailure {
    /// The problem, and what the user can do about it, in sentences.
    pub why: String,
    /// Whether they were lost on the network, so that another attempt may help.
    pub is_lost: bool,
}

impl State {
    /// The failure, if this event means that the trainer is unusable: a device that fails during a run does not recover.
    pub fn fatal_error(&self, event: &Event) -> Option<String> {
        match event {
            Event::Run { run, event: RunEvent::Failed(message) } => {
                let is_under_way = *run == self.run.id() && self.run.phase() != Phase::Loading;
                is_under_way.then(|| message.clone())
            }
            _ => None,
        }
    }

    /// A worker died. The run is set up again from its last checkpoint, and continues if it was training.
    pub fn trainer_died(&mut self, program: Program) {
        self.on_death(program, None);
    }

    /// A worker never started, since its files could not be fetched. Restarting it at once would not help.
    pub fn trainer_not_fetched(&mut self, program: Program, unfetched: FetchFailure) {
        self.on_death(program, Some(unfetched));
    }

    fn on_death(&mut self, program: Program, unfetched: Option<FetchFailure>) {
        let why = unfetched.as_ref().map(|unfetched| unfetched.why.as_str());
        if program != self.in_charge() {
            return self.webgpu_died(why);
        }
        let was_checking = std::mem::take(&mut self.life.checking_webgpu);
        self.life.deaths += 1;
        let blame = self.blame_webgpu(was_checking, why);
        self.life.listens = false;
        if self.run.phase() == Phase::Failed {
            return;
        }
        self.run.queue(self.run.queued().or(self.run.under_way()));
        let words = self.death_message(blame);
        self.interrupt_study();
        self.pending_files.forget();
        if self.kept().is_none() {
            self.run.forget();
        }
        self.leave_run();
        self.choose_trainer();
        let mut message = Message { text: words, fault: true, remedy: None };
        if let Some(why) = why.filter(|_| blame.is_some()) {
            message.text += &format!(" {why}");
        } else if let Some(FetchFailure { why, is_lost }) = unfetched {
            let queued = self.run.fail();
            message.text = format!("The trainer cannot start. {why}");
            message.remedy = Some(if is_lost { Remedy::Retry(queued) } else { Remedy::Reload });
        } else if self.life.deaths >= MOST_DEATHS {
            message.text = "The trainer stopped three times in a row and was not restarted. Try again, reload the \
                            page, choose another backend, or make the networks smaller: there may be too little memory."
                .into();
            message.remedy = Some(Remedy::Retry(self.run.fail()));
        }
        let is_over = self.run.phase() == Phase::Failed;
        *self.message = Some(message);
        if self.life.listens() && !is_over {
            self.ready();
        }
    }

    /// Describes what happened to the trainer and to the run.
    fn death_message(&self, blame: Option<&str>) -> String {
        let what = blame.unwrap_or_else(|| self.what_stopped()).trim_end_matches('.');
        let epoch = self.kept().map(|kept| kept.epoch());
        let how = match (epoch, self.run.queued(), self.run.progress().step) {
            (Some(epoch), Some(_), _) => Some(format!("training continues from epoch {epoch}")),
            (Some(epoch), None, _) => Some(format!("the run is back at epoch {epoch}")),
            (None, Some(_), 1..) => Some("training starts over".into()),
            (None, None, 1..) => Some("the run is back at the start".into()),
            (None, ..) => None,
        };
        match (blame, how) {
            (None, Some(how)) => format!("{what}; {how}."),
            (None, None) => format!("{what}; it was restarted."),
            (Some(_), Some(how)) => format!("{what}; {how} on the CPU."),
            (Some(_), None) => format!("{what}; the CPU is used instead."),
        }
    }
}
