//! Which settings can be changed.

use super::{Message, State};
use hourglass_core::config::{Availability, Setting};

impl State {
    /// How much choice a setting has, which is none where a teacher's link keeps it. The epochs stay free, so that nobody is stuck with
    /// a run that has finished, and so does the backend, which is no part of the lesson.
    pub fn availability_of(&self, setting: &Setting) -> Availability {
        let stays_free = ["epochs", "backend"].contains(&setting.key);
        if self.teaching.is_locked && !stays_free { Availability::None("") } else { (setting.room)(&self.config) }
    }

    /// Whether a teacher's link keeps the settings as they are, which is said.
    pub(super) fn is_refused(&mut self) -> bool {
        if self.teaching.is_locked {
            let text = "Your teacher’s link keeps the settings as they are.".into();
            *self.message = Some(Message { text, ..Message::default() });
        }
        self.teaching.is_locked
    }
}
