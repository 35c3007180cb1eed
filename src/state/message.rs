//! A message to the user, and what the user can do about it.

use super::{Goal, State};

/// A message to the user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub text: String,
    pub fault: bool,
    /// The remedy that a button offers.
    pub remedy: Option<Remedy>,
}

/// A remedy for a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// Try again, and then train if training was requested.
    Retry(Option<Goal>),
    /// Load the page again.
    Reload,
    /// Continue from this epoch with a smaller learning rate.
    Slower { epoch: usize, learning_rate: f32 },
    /// Go back to the previous run.
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

    /// The button's text.
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
    /// The message currently shown.
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

    /// Appends sentences to the message.
    pub(super) fn note(&mut self, notices: &[String]) {
        if !notices.is_empty() {
            let message = self.message.get_or_insert_default();
            let before = std::mem::take(&mut message.text);
            let sentences = [before].into_iter().filter(|text| !text.is_empty()).chain(notices.iter().cloned());
            message.text = sentences.collect::<Vec<_>>().join(" ");
        }
    }
}
