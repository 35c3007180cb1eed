//! The way back to the run that a new one has replaced, as long as the new one has not trained.

use super::{
    super::{Experiment, Message, OwnFiles, Remedy, Shared, State, TableView, Time},
    Checkpoint,
};
use hourglass_core::config::{Config, Study};

/// A run that another one has replaced, with everything needed to set it up again.
#[derive(Clone, Debug)]
pub struct Past {
    kept: Checkpoint,
    config: Config,
    study: Study,
    noted: Option<&'static Experiment>,
    own: Option<Shared<OwnFiles>>,
    table: Option<TableView>,
    time: Time,
}

impl Past {
    fn words(&self) -> String {
        let epoch = self.kept.epoch();
        format!("This is a new run. Until it trains, you can go back to the previous one, at epoch {epoch}.")
    }
}

impl State {
    /// Sets the run aside, because another one replaces it now. If the run has no checkpoint, the one set aside before it stays.
    pub(in crate::state) fn set_aside(&mut self) {
        self.set_aside_as(self.config.clone(), self.table.clone());
    }

    /// Sets aside the run that had these settings and this table.
    pub(in crate::state) fn set_aside_as(&mut self, config: Config, table: Option<TableView>) {
        let (study, noted) = (self.study.which(), *self.noted);
        let (own, time) = (&self.own, &mut self.time);
        self.kept.set_aside(|kept| {
            let (own, time) = ((*own).clone(), std::mem::take(&mut **time));
            Past { kept, config, study, noted, own, table, time }
        });
        if let Some(past) = self.kept.past() {
            let notices = self.message.take().filter(|message| !message.fault && message.remedy.is_none());
            let text = [notices.unwrap_or_default().text, past.words()].join(" ").trim().into();
            *self.message = Some(Message { text, fault: false, remedy: Some(Remedy::Undo) });
        }
    }

    /// Goes back to the run that was set aside: its settings, its curves and its networks.
    pub(in crate::state) fn bring_back(&mut self) {
        let Some(Past { kept, config, study, noted, own, table, time }) = self.kept.take_past() else { return };
        *self.message = None;
        self.run.take_queued();
        if config != *self.config {
            self.forget_study();
        }
        self.choose_study(study);
        if own != *self.own || table != *self.table {
            self.life.forget_data();
        }
        self.forget_run();
        self.kept.keep(kept);
        (*self.config, *self.noted) = (config, noted);
        (*self.own, *self.table, *self.time) = (own, table.map(TableView::without_pending), time);
        self.set_up_run();
    }

    /// Drops the run that was set aside, and the offer to go back to it.
    pub(in crate::state) fn forget_past(&mut self) {
        let Some(past) = self.kept.take_past() else { return };
        let Some(message) = self.message.as_mut().filter(|message| message.remedy == Some(Remedy::Undo)) else {
            return;
        };
        message.remedy = None;
        message.text = message.text.replace(&past.words(), "").trim().into();
        if message.text.is_empty() {
            *self.message = None;
        }
    }
}

#[cfg(test)]
impl Past {
    /// A run of which only the checkpoint is known.
    pub(super) fn of(kept: Checkpoint) -> Self {
        let (config, time) = (Config::default(), Time::default());
        Self { kept, config, study: Study::None, noted: None, own: None, table: None, time }
    }

    pub(super) fn kept(&self) -> &Checkpoint {
        &self.kept
    }
}
