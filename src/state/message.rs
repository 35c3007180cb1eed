//! Something to tell the user, and what the user can do about it.

use super::{Goal, State};

/// Something to tell the user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub text: String,
    pub fault: bool,
    /// What a button offers.
    pub remedy: Option<Remedy>,
}

/// What can be done about a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// Try again, and train then if that was wished for.
    Retry(Option<Goal>),
    /// Load the page again.
    Reload,
    /// Go on from so many finished epochs, with a smaller learning rate.
    Slower { epoch: usize, learning_rate: f32 },
    /// Go back to the run before.
    Undo,
}

impl Remedy {
    pub fn word(self) -> &'static str {
        match self {
            Self::Retry(_) => "retry",
            Self::Reload => "reload",
            Self::Slower { .. } => "go-on",
            Self::Undo => "undo-run",
        }
    }

    /// The button's words.
    pub fn words(self) -> String {
        match self {
            Self::Retry(_) => "Try again".into(),
            Self::Undo => "Undo".into(),
            Self::Reload => "Reload".into(),
            Self::Slower { epoch: 0, learning_rate } => format!("Start over with a learning rate of {learning_rate}"),
            Self::Slower { epoch, learning_rate } => {
                format!("Continue from epoch {epoch} with a learning rate of {learning_rate}")
            }
        }
    }
}

impl State {
    /// What the user is told now.
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    pub fn dismiss_message(&mut self) {
        let message = self.message.take();
        if message.is_some_and(|message| message.remedy == Some(Remedy::Undo)) {
            self.forget_past();
        }
    }

    pub fn show_error(&mut self, text: impl Into<String>) {
        *self.message = Some(Message { text: text.into(), fault: true, ..Message::default() });
    }

    /// Adds sentences to what the user is told.
    pub(super) fn note(&mut self, notices: &[String]) {
        if !notices.is_empty() {
            let message = self.message.get_or_insert_default();
            let before = std::mem::take(&mut message.text);
            let sentences = [before].into_iter().filter(|text| !text.is_empty()).chain(notices.iter().cloned());
            message.text = sentences.collect::<Vec<_>>().join(" ");
        }
    }
}
