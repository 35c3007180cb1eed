//! The helpers of a session: started when they are first wanted, and kept for what comes later.

use std::rc::Rc;

use super::{helper::HelperPort, host::Host};

#[derive(Default)]
pub struct Helpers {
    ports: Vec<Rc<HelperPort>>,
    /// No more are started: there are no more cores, or one has been lost.
    is_complete: bool,
}

impl Helpers {
    /// The helpers that are listening, at most `most`. Starts those that are missing, one after the other, so
    /// that the first can begin soon.
    pub fn ready(&mut self, most: usize, host: &impl Host) -> Vec<Rc<HelperPort>> {
        let ready: Vec<_> = self.ports.iter().filter(|port| port.is_ready()).take(most).cloned().collect();
        let before = self.ports.len();
        self.ports.retain(|port| !port.is_lost());
        self.is_complete |= self.ports.len() < before;
        if !self.is_complete && ready.len() == self.ports.len() && ready.len() < most {
            match host.open_helper(self.ports.len()) {
                Some(port) => self.ports.push(Rc::new(port)),
                None => self.is_complete = true,
            }
        }
        ready
    }
}
