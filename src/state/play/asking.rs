//! Queries to the networks: each asker has one query under way, and only its newest one waits.

use super::super::Shared;
use hourglass_core::{
    config::Model,
    protocol::{Asker, Query, Reply},
};

/// A query and its reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub query: Query,
    pub reply: Reply,
}

impl Answer {
    /// The 784 bytes of one of the images.
    pub fn image(&self, index: usize) -> Option<&[u8]> {
        let Reply::Images(bytes) = &self.reply else { return None };
        bytes.chunks_exact(hourglass_core::data::image::PIXELS).nth(index)
    }
}

/// The queries of one asker to one network.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    wanted: Option<Query>,
    sent: Option<Query>,
    /// Whether the network has changed, or another query is wanted, since the last one was sent.
    is_stale: bool,
    /// The latest answer.
    answer: Option<Shared<Answer>>,
}

impl Line {
    fn want(&mut self, query: Query, again: bool) -> Option<Query> {
        if self.wanted.as_ref() == Some(&query) && !again {
            return None;
        }
        self.wanted = Some(query);
        self.is_stale = true;
        self.next()
    }

    fn answered(&mut self, reply: Reply) -> Option<Query> {
        if let (Some(query), true) = (self.sent.take(), self.wanted.is_some()) {
            self.answer = Some(Shared::new(Answer { query, reply }));
        }
        self.next()
    }

    /// The query to send now, if any.
    fn next(&mut self) -> Option<Query> {
        let wanted = self.wanted.as_ref().filter(|_| self.is_stale && self.sent.is_none())?;
        self.is_stale = false;
        self.sent = Some(wanted.clone());
        self.sent.clone()
    }

    /// Forgets everything. A query under way is still answered, but the answer is dropped.
    fn forget(&mut self) {
        *self = Self { sent: self.sent.take(), ..Self::default() };
    }
}

/// The queries of each asker to both networks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asking([[Line; 2]; 4]);

impl Asking {
    fn line(&mut self, model: Model, asker: Asker) -> &mut Line {
        &mut self.0[asker as usize][model as usize]
    }

    /// Requests an answer. With `again`, a known answer is requested again. Returns the query to send now.
    pub fn want(&mut self, model: Model, asker: Asker, query: Query, again: bool) -> Option<Query> {
        self.line(model, asker).want(query, again)
    }

    /// A reply has arrived. Returns the query to send next.
    pub fn answered(&mut self, model: Model, asker: Asker, reply: Reply) -> Option<Query> {
        self.line(model, asker).answered(reply)
    }

    /// Stops requesting answers.
    pub fn forget(&mut self, model: Model, asker: Asker) {
        self.line(model, asker).forget();
    }

    /// The latest answer.
    pub fn answer(&self, model: Model, asker: Asker) -> Option<&Shared<Answer>> {
        self.0[asker as usize][model as usize].answer.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: (Model, Asker) = (Model::Vae, Asker::Codes);

    fn code(value: f32) -> Query {
        Query::Decode(vec![value])
    }

    fn image(value: u8) -> Reply {
        Reply::Images(vec![value; 784])
    }

    #[test]
    fn one_query_is_under_way_and_the_newest_waits() {
        let (mut asking, (model, asker)) = (Asking::default(), WHO);
        assert_eq!(asking.want(model, asker, code(1.0), false), Some(code(1.0)));
        for value in [2.0, 3.0] {
            assert_eq!(asking.want(model, asker, code(value), false), None);
        }
        assert_eq!(asking.answered(model, asker, image(1)), Some(code(3.0)));
        assert_eq!(asking.answer(model, asker).unwrap().query, code(1.0));
        assert_eq!(asking.answered(model, asker, image(3)), None);
        assert_eq!(asking.answer(model, asker).unwrap().image(0), Some([3; 784].as_slice()));
        assert_eq!(asking.want(model, asker, code(3.0), false), None, "known");
        assert_eq!(asking.want(model, asker, code(3.0), true), Some(code(3.0)), "the network has learned since then");
    }

    #[test]
    fn a_reply_to_a_forgotten_query_is_not_kept() {
        let (mut asking, (model, asker)) = (Asking::default(), WHO);
        asking.want(model, asker, code(1.0), false);
        asking.forget(model, asker);
        assert_eq!(asking.want(model, asker, code(2.0), false), None, "the first is still under way");
        assert_eq!(asking.answered(model, asker, image(1)), Some(code(2.0)));
        asking.forget(model, asker);
        assert_eq!(asking.answered(model, asker, image(2)), None);
        assert_eq!(asking.answer(model, asker), None);
        assert_eq!(asking.answered(model, asker, image(3)), None, "it was not requested");
    }
}
