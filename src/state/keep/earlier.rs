//! The run that the browser has kept since an earlier visit: offered, and taken up or not.

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

    /// What the storage knows it by.
    pub fn key(&self) -> f64 {
        self.key
    }

    pub fn note(&self) -> &Note {
        &self.note
    }
}

impl State {
    /// Holds back what the link would start, where an earlier visit may have left a run.
    #[must_use]
    pub fn that_asks_first(mut self, may_be_kept: bool) -> Self {
        if may_be_kept {
            self.run.hold();
        }
        self
    }

    /// What an earlier visit has left is known, or takes too long: starts what the link asked for, unless a run waits for an answer.
    pub fn decline_earlier_runs(&mut self) {
        match self.run.held() {
            Some(queued) if self.kept.earlier().is_none() => self.train(queued),
            _ => {}
        }
    }

    /// The run of an earlier visit is not wanted.
    pub fn discard_earlier(&mut self) {
        self.kept.take_earlier();
        self.decline_earlier_runs();
    }

    /// Takes notice of what an earlier visit has left, if it belongs to the link that the page was opened with.
    pub fn find_earlier(&mut self, key: f64, note: Note, hash: &str) {
        if note.suits(hash) {
            self.kept.find_earlier(Earlier::new(key, note));
        }
    }

    /// Whether the files are there that the run of an earlier visit learned from.
    pub fn can_resume(&self) -> bool {
        self.kept.earlier().is_some_and(|Earlier { note, .. }| match note.config().source {
            _ if !note.needs_files() => true,
            Source::Table => self.has_own_table(),
            _ => self.own.is_some(),
        })
    }

    /// What the user is asked about the run of an earlier visit.
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

    /// Goes on with the run of an earlier visit, which becomes the page's.
    pub fn resume(&mut self, bytes: Vec<u8>) {
        let Some(Earlier { note, .. }) = self.kept.take_earlier() else { return };
        *self.message = None;
        self.run.take_queued();
        self.run.let_go();
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
