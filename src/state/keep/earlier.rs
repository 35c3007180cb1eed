//! The run that the browser stored in an earlier visit: offered to the user, and resumed or declined.

use super::{super::State, Note};
use hourglass_core::config::{Config, Source};

/// A run of an earlier visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    key: f64,
    note: Note,
}

impl Earlier {
    pub(super) fn new(key: f64, note: Note) -> Self {
        Self { key, note }
    }

    /// The key in the browser's storage.
    pub fn key(&self) -> f64 {
        self.key
    }

    pub fn note(&self) -> &Note {
        &self.note
    }
}

impl State {
    /// Holds back the goal that the link asks for, if an earlier visit may have left a run.
    #[must_use]
    pub fn with_held_goal(mut self, may_be_kept: bool) -> Self {
        if may_be_kept {
            self.run.hold();
        }
        self
    }

    /// It is known whether an earlier visit left a run, or the answer takes too long. Starts the link's goal, unless a run is
    /// offered and the user has not answered yet.
    pub fn decline_earlier_runs(&mut self) {
        match self.run.held() {
            Some(queued) if self.kept.earlier().is_none() => self.train(queued),
            _ => {}
        }
    }

    /// The user does not want the run of an earlier visit.
    pub fn discard_earlier(&mut self) {
        self.kept.take_earlier();
        self.decline_earlier_runs();
    }

    /// Offers the run of an earlier visit, if it matches the link that the page was opened with.
    pub fn find_earlier(&mut self, key: f64, note: Note, hash: &str) {
        if note.suits(hash) {
            self.kept.find_earlier(Earlier::new(key, note));
        }
    }

    /// Whether the files that the run of an earlier visit was trained on are available.
    pub fn can_resume(&self) -> bool {
        self.kept.earlier().is_some_and(|Earlier { note, .. }| match note.config().source {
            _ if !note.needs_files() => true,
            Source::Table => self.has_own_table(),
            _ => self.own.is_some(),
        })
    }

    /// The question to the user about the run of an earlier visit.
    pub fn earlier_words(&self, now: f64) -> String {
        let Some(Earlier { note, .. }) = self.kept.earlier() else { return String::new() };
        let what = note.words(now);
        let files = match self.can_resume() {
            true => "",
            false => " It was trained on your own files: choose them again to resume it.",
        };
        let held = if self.run.held().is_some() { " The link’s new run waits for your answer." } else { "" };
        format!("{what}{files}{held}")
    }

    /// Continues the run of an earlier visit, which becomes the current run.
    pub fn resume(&mut self, bytes: Vec<u8>) {
        let Some(Earlier { note, .. }) = self.kept.take_earlier() else { return };
        *self.message = None;
        self.run.take_queued();
        self.run.drop_held();
        self.forget_study();
        let drawing = note.link().drawing;
        if self.pad.is_empty() && !drawing.is_empty() {
            self.pad.put(drawing);
        }
        self.set_aside();
        *self.config = Config { backend: self.config.backend, ..note.config() };
        self.forget_run();
        self.kept.keep(note.kept(bytes));
        self.set_up_run();
    }
}
