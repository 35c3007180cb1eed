//! What is kept of the run, so that nothing is lost: its newest checkpoint, here and in the browser's own storage.
//!
//! Checkpoints are made and read by the trainer alone; to the page they are bytes.

use serde::{Deserialize, Serialize};

use super::{
    Phase, Shared, State,
    export::{Download, file_name},
};
use hourglass_core::{
    config::{BackendChoice, Config, Model, Source},
    lesson::Lesson,
    protocol::{Command, RunId},
};

/// A checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Finished epochs.
    pub epoch: usize,
    pub bytes: Shared<Vec<u8>>,
    /// Nothing is left to train.
    pub is_done: bool,
}

impl Kept {
    pub(super) fn new(epoch: usize, bytes: Vec<u8>) -> Self {
        Self { epoch, bytes: Shared::new(bytes), is_done: false }
    }

    pub(super) fn command(&self, run: RunId, config: Option<Config>) -> Command {
        Command::Restore { run, config, checkpoint: self.bytes.to_vec() }
    }
}

/// What is known of a stored checkpoint without reading it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    version: u32,
    /// The link to its settings.
    hash: String,
    /// Finished epochs, and how many it was to be.
    pub epoch: usize,
    pub epochs: usize,
    pub is_done: bool,
    /// It learned from files of the user's own, which are not stored.
    pub needs_files: bool,
    /// When it was made, in milliseconds since 1970.
    pub at: f64,
}

/// Of what is stored; anything else is left alone.
const VERSION: u32 = 1;
/// A longer note is none of ours.
const LONGEST: usize = 64 * 1024;

impl Note {
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// `None` for bytes that are no note of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let note: Self = (bytes.len() <= LONGEST).then(|| postcard::from_bytes(bytes).ok()).flatten()?;
        (note.version == VERSION && note.at.is_finite()).then_some(note)
    }

    fn config(&self) -> Config {
        let config = Lesson::from_hash(&self.hash).0.config;
        // A link does not say of images that they are the user's own.
        let is_own = self.needs_files && config.source != Source::Table;
        Config { source: if is_own { Source::Own } else { config.source }, ..config }
    }

    /// Whether it belongs to a page with this link: the same settings, wherever they are computed, or a link without any.
    fn suits(&self, hash: &str) -> bool {
        let config = |hash: &str| {
            let config = Lesson::from_hash(hash).0.config;
            Config { backend: BackendChoice::Auto, ..config }
        };
        hash.trim_start_matches('#').is_empty() || config(hash) == config(&self.hash)
    }
}

/// A run that the browser has kept since an earlier visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// What the storage knows it by.
    pub key: f64,
    pub note: Note,
}

impl State {
    /// What to store now: the newest checkpoint of the run.
    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// What to store with it.
    pub fn kept_note(&self, at: f64) -> Option<Note> {
        let Kept { epoch, is_done, .. } = *self.kept()?;
        let needs_files = match self.config.source {
            Source::Own => true,
            Source::Table => self.has_own_table(),
            _ => false,
        };
        let (hash, epochs) = (self.lesson().to_hash(), self.config.epochs);
        Some(Note { version: VERSION, hash, epoch, epochs, is_done, needs_files, at })
    }

    /// Whether there is a table of the user's own, and not the synthetic one alone.
    fn has_own_table(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.name().is_some())
    }

    /// A checkpoint has come.
    pub(super) fn keep(&mut self, epoch: usize, bytes: Vec<u8>) {
        let is_done = self.run.phase() == Phase::Finished;
        self.kept = Some(Kept { is_done, ..Kept::new(epoch, bytes) });
    }

    /// Nothing is left to train.
    pub(super) fn is_done(&mut self) {
        if let Some(kept) = &mut self.kept {
            kept.is_done = true;
        }
    }

    /// Holds back what the link would start, where an earlier visit may have left a run.
    #[must_use]
    pub fn that_asks_first(mut self, may_be_kept: bool) -> Self {
        if may_be_kept {
            self.run.hold();
        }
        self
    }

    /// What an earlier visit has left is known, or takes too long: starts what the link asked for, unless a run waits for an answer.
    pub fn look_no_further(&mut self) {
        match self.run.held() {
            Some(wish) if self.earlier.is_none() => self.train(wish),
            _ => {}
        }
    }

    /// The run of an earlier visit is not wanted.
    pub fn discard_earlier(&mut self) {
        self.earlier = None;
        self.look_no_further();
    }

    /// Takes notice of what an earlier visit has left, if it belongs to the link that the page was opened with.
    pub fn find_earlier(&mut self, key: f64, note: Note, hash: &str) {
        if note.suits(hash) && self.kept.is_none() {
            self.earlier = Some(Earlier { key, note });
        }
    }

    /// Whether the files are there that the run of an earlier visit learned from.
    pub fn can_resume(&self) -> bool {
        self.earlier.as_ref().is_some_and(|Earlier { note, .. }| match note.config().source {
            _ if !note.needs_files => true,
            Source::Table => self.has_own_table(),
            _ => self.own.is_some(),
        })
    }

    /// What the user is asked about the run of an earlier visit.
    pub fn earlier_words(&self, now: f64) -> String {
        let Some(Earlier { note, .. }) = &self.earlier else { return String::new() };
        let ago = ago((now - note.at) / 1_000.0);
        let what = match note.is_done {
            true => format!("A finished run of {} epochs, {ago}, is stored here.", note.epoch),
            false => format!("A run at epoch {} of {}, {ago}, is stored here.", note.epoch, note.epochs),
        };
        let files = match self.can_resume() {
            true => "",
            false => " It was trained on your own files: choose them again to resume it.",
        };
        let held = if self.run.held().is_some() { " The link’s new run waits for your answer." } else { "" };
        format!("{what}{files}{held}")
    }

    /// Goes on with the run of an earlier visit, which becomes the page's.
    pub fn resume(&mut self, bytes: Vec<u8>) {
        let Some(Earlier { note, .. }) = self.earlier.take() else { return };
        self.message = None;
        self.run.take_wish();
        self.run.let_go();
        self.forget_study();
        let lesson = Lesson::from_hash(&note.hash).0;
        if self.pad.is_empty() && !lesson.drawing.is_empty() {
            self.pad.put(lesson.drawing);
        }
        self.set_aside(self.config.clone(), self.table.clone());
        self.config = Config { backend: self.config.backend, ..note.config() };
        self.forget_run();
        self.kept = Some(Kept { is_done: note.is_done, ..Kept::new(note.epoch, bytes) });
        self.set_up_run();
    }

    /// Saves the run in a file, as soon as the trainer has made a checkpoint of it; a run that failed as it was last kept.
    pub fn save_weights(&mut self) {
        if self.lacks_weights().is_some() {
            return;
        }
        if self.run.phase() == Phase::Failed {
            return self.save_kept();
        }
        self.run.save();
        self.tell(Command::Save);
    }

    /// Why the weights cannot be saved now.
    pub fn lacks_weights(&self) -> Option<&'static str> {
        match self.run.phase() {
            Phase::Loading => Some("The networks are being set up."),
            Phase::Failed if self.kept.is_none() => Some("There are no networks: the run failed."),
            _ if self.run.is_saving() => Some("Preparing the file…"),
            _ => None,
        }
    }

    pub(super) fn saved(&mut self, epoch: usize, bytes: Vec<u8>) {
        self.keep(epoch, bytes);
        if self.run.take_saving() {
            self.save_kept();
        }
    }

    /// Makes a file of what is kept.
    fn save_kept(&mut self) {
        let Some(kept) = &self.kept else { return };
        let models = self.config.models;
        let names = Model::ALL.into_iter().filter(|&model| models.contains(model)).map(Model::name);
        let names = names.collect::<Vec<_>>().join("-").to_lowercase();
        let name = file_name(&names, kept.epoch, "safetensors");
        let bytes = kept.bytes.to_vec();
        self.hand_over(Download { name, kind: "application/octet-stream", bytes });
    }
}

/// How long ago something was.
fn ago(seconds: f64) -> String {
    let many = |count: f64, unit: &str| match count as u64 {
        1 => format!("1 {unit} ago"),
        count => format!("{count} {unit}s ago"),
    };
    match seconds {
        seconds if seconds < 60.0 => "just now".into(),
        seconds if seconds < 3_600.0 => many(seconds / 60.0, "minute"),
        seconds if seconds < 86_400.0 => many(seconds / 3_600.0, "hour"),
        seconds => many(seconds / 86_400.0, "day"),
    }
}
