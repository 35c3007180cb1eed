//! The trainer's life, as the page sees it: it starts, listens, and may die.
//!
//! A panic or a lost GPU kills the worker, not the page. The page starts it again, without WebGPU if that was to blame,
//! and gives up when it dies three times without having trained in between.

use super::{Phase, State};

const MOST_DEATHS: u32 = 3;

/// What the page knows of the worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    listens: bool,
    checking_webgpu: bool,
    webgpu_failed: bool,
    has_own_files: bool,
    deaths: u32,
}

/// What to do about a dead trainer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revival {
    StartAgain,
    GiveUp,
}

impl Life {
    pub fn listens(&self) -> bool {
        self.listens
    }

    /// The start-up check of WebGPU killed a trainer, so that it is not tried again.
    pub fn webgpu_failed(&self) -> bool {
        self.webgpu_failed
    }

    pub(super) fn has_own_files(&self) -> bool {
        self.has_own_files
    }

    pub(super) fn is_ready(&mut self) {
        self.listens = true;
        self.has_own_files = false;
    }

    pub(super) fn checks_webgpu(&mut self) {
        self.checking_webgpu = true;
    }

    pub(super) fn is_prepared(&mut self, own_files: bool) {
        self.checking_webgpu = false;
        self.has_own_files |= own_files;
    }

    pub(super) fn lost_own_files(&mut self) {
        self.has_own_files = false;
    }

    pub(super) fn proves_itself(&mut self) {
        self.deaths = 0;
    }

    pub(super) fn forgive_webgpu(&mut self) {
        self.webgpu_failed = false;
    }
}

impl State {
    /// The worker died. Training that was going on is lost; training that was only wished for is not.
    pub fn trainer_died(&mut self, why: &str) -> Revival {
        let life = &mut self.life;
        life.listens = false;
        life.deaths += 1;
        let webgpu_is_to_blame = std::mem::take(&mut life.checking_webgpu);
        life.webgpu_failed |= webgpu_is_to_blame;
        let deaths = life.deaths;
        let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
        let was_under_way = self.progress.step > 0;

        self.phase = Phase::Loading;
        self.pausing = false;
        self.fetched = None;
        self.trials = Default::default();
        self.progress = Default::default();
        self.curves.clear();
        self.asking = Default::default();
        self.interrupt_study();
        self.run = self.next_run();

        if deaths >= MOST_DEATHS {
            self.phase = Phase::Failed;
            self.wish = None;
            self.complain(format!(
                "The trainer stopped three times in a row and was not started again. Reload the page, or choose another backend.{why}"
            ));
            return Revival::GiveUp;
        }
        self.complain(if webgpu_is_to_blame {
            "WebGPU failed its start-up check, so the CPU is used instead.".into()
        } else if was_under_way {
            format!(
                "The trainer stopped unexpectedly and was started again. Press Train to train from the beginning.{why}"
            )
        } else {
            format!("The trainer stopped unexpectedly and was started again.{why}")
        });
        Revival::StartAgain
    }
}
