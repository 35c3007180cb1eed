//! The trainer's life, as the page sees it: it starts, listens, and may die.
//!
//! A panic or a lost GPU kills the worker, not the page. The page starts it again, without WebGPU if that was to blame,
//! and gives up when it dies three times without having trained in between.

use super::{Phase, State, backend::Program};
use crate::protocol::Command;

const MOST_DEATHS: u32 = 3;

/// What the page knows of the worker in charge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    listens: bool,
    checking_webgpu: bool,
    has_own_files: bool,
    deaths: u32,
}

impl Life {
    pub fn listens(&self) -> bool {
        self.listens
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

    /// Another worker is in charge.
    pub(super) fn changes_hands(&mut self, listens: bool) {
        self.listens = listens;
        self.checking_webgpu = false;
    }
}

impl State {
    /// A worker died. Training that was going on is lost; training that was only wished for is not.
    pub fn trainer_died(&mut self, program: Program, why: &str) -> Vec<Command> {
        if program != self.in_charge() {
            self.rival_died();
            return vec![];
        }
        let was_checking = std::mem::take(&mut self.life.checking_webgpu);
        let blame = self.blame_webgpu(was_checking);
        self.life.listens = false;
        self.life.deaths += 1;
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
        self.appoint();

        if self.life.deaths >= MOST_DEATHS {
            self.phase = Phase::Failed;
            self.wish = None;
            self.complain(format!(
                "The trainer stopped three times in a row and was not started again. Reload the page, or choose another backend.{why}"
            ));
            return vec![];
        }
        let what = match blame {
            Some(fault) => format!("{fault} The CPU is used instead."),
            None => "The trainer stopped unexpectedly and was started again.".into(),
        };
        let how = if was_under_way { " Press Train to train from the beginning." } else { "" };
        self.complain(format!("{what}{how}{}", if blame.is_some() { "" } else { &why }));
        if self.life.listens() { self.ready() } else { vec![] }
    }
}
