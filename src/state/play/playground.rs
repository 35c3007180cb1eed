//! The playground's settings, the queries it has sent to the networks, and their answers.
//!
//! This file decides when each asker sends a query. The queries of the tools are made in [`super`] and in the tools' files, since
//! they depend on the run.

use super::{
    asking::{Answer, Asking},
    stage::TrainingStage,
};
use crate::state::{Part, Shared, Tracked};
use hourglass_core::{
    config::{Model, Play},
    protocol::{Asker, Query, Reply},
};

const ASKERS: [Asker; 4] = [Asker::Place, Asker::Codes, Asker::Images, Asker::Errors];

#[derive(Debug)]
pub struct Playground {
    settings: Tracked<Play>,
    asking: Tracked<Asking>,
    /// The training stage at which the test digits' errors were last requested.
    errors_asked: Tracked<TrainingStage>,
}

impl Playground {
    pub(in crate::state) fn new(settings: Play) -> Self {
        Self {
            settings: Tracked::new(Part::Play, settings),
            asking: Tracked::new(Part::Answers, Asking::default()),
            errors_asked: Tracked::new(Part::Answers, TrainingStage::default()),
        }
    }

    pub fn settings(&self) -> &Play {
        &self.settings
    }

    /// Changes the settings, within their bounds.
    pub(super) fn set(&mut self, change: impl FnOnce(&mut Play)) {
        let mut settings = self.settings.clone();
        change(&mut settings);
        *self.settings = settings.nearest();
    }

    /// The picked point, if it fits a latent of this size.
    pub(super) fn place(&self, model: Model, latent: usize) -> Option<&Vec<f32>> {
        self.settings.at.get(model).filter(|place| place.len() == latent)
    }

    /// Requests these answers of a network and no others; `is_again` says for which askers a known answer is requested again.
    /// Returns the queries to send now.
    pub(super) fn want(
        &mut self,
        model: Model,
        mut queries: Vec<(Asker, Query)>,
        is_again: impl Fn(Asker) -> bool,
    ) -> Vec<(Asker, Query)> {
        let mut now = vec![];
        for asker in ASKERS {
            let Some(at) = queries.iter().position(|(asking, _)| *asking == asker) else {
                self.asking.forget(model, asker);
                continue;
            };
            let query = queries.swap_remove(at).1;
            now.extend(self.asking.want(model, asker, query, is_again(asker)).map(|query| (asker, query)));
        }
        now
    }

    /// A reply has arrived. Returns the query to send next.
    pub(super) fn answered(&mut self, model: Model, asker: Asker, reply: Reply) -> Option<Query> {
        self.asking.answered(model, asker, reply)
    }

    /// Whether the test digits' errors must be requested again. If so, records the stage as that of the request.
    pub(super) fn errors_are_due(&mut self, now: TrainingStage, is_training: bool) -> bool {
        let is_due = now.is_due_since(*self.errors_asked, is_training);
        if is_due {
            *self.errors_asked = now;
        }
        is_due
    }

    /// Forgets all queries and answers, because the networks that were asked are gone.
    pub(in crate::state) fn forget_answers(&mut self) {
        *self.asking = Asking::default();
    }

    /// The latest answer of a network.
    pub(super) fn latest_answer(&self, model: Model, asker: Asker) -> Option<&Shared<Answer>> {
        self.asking.answer(model, asker)
    }

    /// The images decoded from `count` codes of this size; `None` if the answer is to another query.
    pub(super) fn decoded_images(&self, model: Model, count: usize, latent: usize) -> Option<&[u8]> {
        let answer = self.latest_answer(model, Asker::Codes)?;
        match (&answer.query, &answer.reply) {
            (Query::Decode(codes), Reply::Images(bytes)) if codes.len() == count * latent => Some(bytes),
            _ => None,
        }
    }

    /// The mean squared reconstruction error of each test digit, as of the last request.
    pub(super) fn errors(&self, model: Model) -> &[f32] {
        match self.latest_answer(model, Asker::Errors).map(|answer| &answer.reply) {
            Some(Reply::Errors(errors)) => errors,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::config::{LEVEL, PICK, Pick, Tool};

    const MODEL: Model = Model::Ae;

    fn playground() -> Playground {
        Playground::new(Play::default())
    }

    fn codes(numbers: usize) -> (Asker, Query) {
        (Asker::Codes, Query::Decode(vec![0.0; numbers]))
    }

    fn errors() -> (Asker, Query) {
        (Asker::Errors, Query::Errors)
    }

    #[test]
    fn settings_stay_within_their_bounds() {
        let mut playground = playground();
        playground.set(|play| {
            play.tool = Some(Tool::Digit);
            play.ends[1] = Pick::Sample(usize::MAX);
            play.damage.noise = 99.0;
        });
        let Play { tool, ends, damage, .. } = playground.settings().clone();
        assert_eq!((tool, ends[1], damage.noise), (Some(Tool::Digit), Pick::Sample(PICK.most), LEVEL.most));
    }

    #[test]
    fn a_point_belongs_to_a_latent_of_its_size() {
        let mut playground = playground();
        playground.set(|play| *play.at.slot(MODEL) = Some(vec![1.0, 2.0]));
        assert_eq!(playground.place(MODEL, 2), Some(&vec![1.0, 2.0]));
        assert_eq!((playground.place(MODEL, 3), playground.place(Model::Vae, 2)), (None, None));
    }

    #[test]
    fn each_asker_decides_whether_to_ask_again() {
        let mut playground = playground();
        let both = || vec![errors(), codes(2)];
        assert_eq!(playground.want(MODEL, both(), |_| false), [codes(2), errors()], "the first time");
        playground.answered(MODEL, Asker::Codes, Reply::Images(vec![]));
        playground.answered(MODEL, Asker::Errors, Reply::Errors(vec![0.5]));
        assert_eq!(playground.want(MODEL, both(), |_| false), [], "known");
        assert_eq!(playground.want(MODEL, both(), |asker| asker == Asker::Errors), [errors()]);
        assert_eq!(playground.errors(MODEL), [0.5], "until the next ones arrive");
        assert_eq!(playground.errors(Model::Vae), [0.0; 0]);
    }

    #[test]
    fn an_asker_that_stopped_asking_gets_no_answer() {
        let mut playground = playground();
        playground.want(MODEL, vec![codes(2)], |_| false);
        assert_eq!(playground.want(MODEL, vec![], |_| true), []);
        assert_eq!(playground.answered(MODEL, Asker::Codes, Reply::Images(vec![])), None);
        assert_eq!(playground.latest_answer(MODEL, Asker::Codes), None);
    }

    #[test]
    fn answers_of_old_networks_are_forgotten_but_settings_are_kept() {
        let mut playground = playground();
        playground.set(|play| play.seed = 9);
        playground.want(MODEL, vec![codes(2)], |_| false);
        playground.answered(MODEL, Asker::Codes, Reply::Images(vec![7]));
        playground.forget_answers();
        assert_eq!((playground.latest_answer(MODEL, Asker::Codes), playground.settings().seed), (None, 9));
        assert_eq!(playground.want(MODEL, vec![codes(2)], |_| false), [codes(2)], "the next networks are asked");
    }

    #[test]
    fn decoded_images_are_returned_only_for_the_requested_number_of_codes() {
        let mut playground = playground();
        playground.want(MODEL, vec![codes(6)], |_| false);
        playground.answered(MODEL, Asker::Codes, Reply::Images(vec![1, 2, 3]));
        assert_eq!(playground.decoded_images(MODEL, 3, 2), Some([1, 2, 3].as_slice()));
        assert_eq!((playground.decoded_images(MODEL, 2, 2), playground.decoded_images(Model::Vae, 3, 2)), (None, None));
    }
}
