//! The trainer's life, as the page sees it: it starts, listens, and may die.
//!
//! A panic or a lost GPU kills the worker, not the page. The page starts it again, without WebGPU if that was to blame, and
//! the run goes on from its last checkpoint. It gives up when the worker dies three times and the run gets no further.

use super::{Message, Phase, Remedy, State, backend::Program};
use hourglass_core::{
    config::Source,
    protocol::{Event, RunEvent},
};

const MOST_DEATHS: u32 = 3;

/// What the page knows of the worker in charge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    listens: bool,
    checking_webgpu: bool,
    /// It has the images of the user's own that are in use, and the table.
    has_images: bool,
    has_table: bool,
    /// The image on the pad that it was sent last, if it was sent any.
    seen: Option<Option<Vec<u8>>>,
    /// Since the run got on.
    deaths: u32,
    /// Most steps that the run has ever finished.
    farthest: usize,
}

impl Life {
    pub fn listens(&self) -> bool {
        self.listens
    }

    /// Whether the worker has the data of the user's own that this source asks for.
    pub(super) fn has(&self, source: Source) -> bool {
        match source {
            Source::Own => self.has_images,
            Source::Table => self.has_table,
            _ => true,
        }
    }

    /// The worker is given the data in use, or has just read it.
    pub(super) fn takes(&mut self, source: Source) {
        match source {
            Source::Own => self.has_images = true,
            Source::Table => self.has_table = true,
            _ => {}
        }
    }

    /// What the worker has may be other data than that in use.
    pub(super) fn loses_data(&mut self) {
        (self.has_images, self.has_table) = (false, false);
    }

    pub(super) fn is_ready(&mut self) {
        self.listens = true;
        self.seen = None;
        self.loses_data();
    }

    /// It is shown what is on the pad. Returns whether it has not seen that yet.
    pub(super) fn sees(&mut self, image: &Option<Vec<u8>>) -> bool {
        let is_news = self.seen.as_ref() != Some(image);
        if is_news {
            self.seen = Some(image.clone());
        }
        is_news
    }

    pub(super) fn checks_webgpu(&mut self) {
        self.checking_webgpu = true;
    }

    pub(super) fn is_prepared(&mut self) {
        self.checking_webgpu = false;
    }

    /// A run begins.
    pub(super) fn begins(&mut self) {
        (self.farthest, self.deaths) = (0, 0);
    }

    /// The run has come so far; less than before is no progress.
    pub(super) fn reaches(&mut self, step: usize) {
        if step > self.farthest {
            self.farthest = step;
            self.reset_deaths();
        }
    }

    /// Something has been achieved, or the user wants another try.
    pub(super) fn reset_deaths(&mut self) {
        self.deaths = 0;
    }

    /// More than once, and nothing achieved between.
    pub(super) fn died_before(&self) -> bool {
        self.deaths > 1
    }

    /// Another worker is in charge.
    pub(super) fn changes_hands(&mut self, listens: bool) {
        self.listens = listens;
        self.checking_webgpu = false;
    }
}

/// A trainer whose files did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfetched {
    /// What is wrong with them, and what can be done, in sentences.
    pub why: String,
    /// The network has lost them, so that another try may help.
    pub is_lost: bool,
}

impl State {
    /// Why the trainer that says this is as good as dead: a device that fails in the middle of a run fails for ever.
    pub fn fatal_error(&self, event: &Event) -> Option<String> {
        match event {
            Event::Run { run, event: RunEvent::Failed(message) } => {
                let is_under_way = *run == self.run.id() && self.run.phase() != Phase::Loading;
                is_under_way.then(|| message.clone())
            }
            _ => None,
        }
    }

    /// A worker died. The run is set up again from what is kept of it, and goes on if it was going.
    pub fn trainer_died(&mut self, program: Program) {
        self.on_death(program, None);
    }

    /// A worker never began, since its files did not arrive. To start it again at once would not bring them.
    pub fn trainer_unfetched(&mut self, program: Program, unfetched: Unfetched) {
        self.on_death(program, Some(unfetched));
    }

    fn on_death(&mut self, program: Program, unfetched: Option<Unfetched>) {
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
        } else if let Some(Unfetched { why, is_lost }) = unfetched {
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

    /// What happened to the trainer, and to the run.
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
