//! Which settings the user may change.

use super::{Message, State};
use hourglass_core::config::{Availability, Setting};

impl State {
    /// The values that a setting may take. There are none if a teacher's link locks the settings. The epochs stay free, so that
    /// nobody is stuck with a finished run, and so does the backend, which is not part of the lesson.
    pub fn availability_of(&self, setting: &Setting) -> Availability {
        let stays_free = ["epochs", "backend"].contains(&setting.key);
        if self.teaching.is_locked && !stays_free { Availability::None("") } else { (setting.room)(&self.config) }
    }

    /// Whether a teacher's link locks the settings. If it does, a message says so.
    pub(super) fn is_refused(&mut self) -> bool {
        if self.teaching.is_locked {
            let text = "Your teacher’s link keeps the settings as they are.".into();
            *self.message = Some(Message { text, ..Message::default() });
        }
        self.teaching.is_locked
    }
}
