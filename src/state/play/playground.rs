//! What the playground is set to, what it has asked the networks, and what they answered.
//!
//! Here is who asks when. What a tool asks is the business of [`super`] and of the tools' files, since it depends on the run.

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
    /// When the test digits' errors were last asked for.
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

    /// Sets it to something else, within the bounds.
    pub(super) fn set(&mut self, change: impl FnOnce(&mut Play)) {
        let mut settings = self.settings.clone();
        change(&mut settings);
        *self.settings = settings.nearest();
    }

    /// The place that was picked in a latent space of that size.
    pub(super) fn place(&self, model: Model, latent: usize) -> Option<&Vec<f32>> {
        self.settings.at.get(model).filter(|place| place.len() == latent)
    }

    /// Wants these answers of a network and no others; `is_again` tells of an asker if even a known answer is to be asked for.
    /// Answers the queries to send now.
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

    /// A reply has come. Answers the query to send next.
    pub(super) fn answered(&mut self, model: Model, asker: Asker, reply: Reply) -> Option<Query> {
        self.asking.answered(model, asker, reply)
    }

    /// Whether the test digits' errors have to be asked for again; if so, this is the moment.
    pub(super) fn errors_are_due(&mut self, now: TrainingStage, is_training: bool) -> bool {
        let is_due = now.is_due_since(*self.errors_asked, is_training);
        if is_due {
            *self.errors_asked = now;
        }
        is_due
    }

    /// Nobody answers any more, and what was answered is no longer true.
    pub(in crate::state) fn forget_answers(&mut self) {
        *self.asking = Asking::default();
    }

    /// The latest answer of a network.
    pub(super) fn told(&self, model: Model, asker: Asker) -> Option<&Shared<Answer>> {
        self.asking.answer(model, asker)
    }

    /// The images that so many codes of that size were decoded to; `None` while the answer is another's.
    pub(super) fn decoded_images(&self, model: Model, count: usize, latent: usize) -> Option<&[u8]> {
        let answer = self.told(model, Asker::Codes)?;
        match (&answer.query, &answer.reply) {
            (Query::Decode(codes), Reply::Images(bytes)) if codes.len() == count * latent => Some(bytes),
            _ => None,
        }
    }

    /// Each test digit's mean squared error, as a network rebuilt it when they were last asked for.
    pub(super) fn errors(&self, model: Model) -> &[f32] {
        match self.told(model, Asker::Errors).map(|answer| &answer.reply) {
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
    fn a_place_belongs_to_a_latent_of_its_size() {
        let mut playground = playground();
        playground.set(|play| *play.at.slot(MODEL) = Some(vec![1.0, 2.0]));
        assert_eq!(playground.place(MODEL, 2), Some(&vec![1.0, 2.0]));
        assert_eq!((playground.place(MODEL, 3), playground.place(Model::Vae, 2)), (None, None));
    }

    #[test]
    fn each_asker_says_whether_it_asks_again() {
        let mut playground = playground();
        let both = || vec![errors(), codes(2)];
        assert_eq!(playground.want(MODEL, both(), |_| false), [codes(2), errors()], "for the first time");
        playground.answered(MODEL, Asker::Codes, Reply::Images(vec![]));
        playground.answered(MODEL, Asker::Errors, Reply::Errors(vec![0.5]));
        assert_eq!(playground.want(MODEL, both(), |_| false), [], "known");
        assert_eq!(playground.want(MODEL, both(), |asker| asker == Asker::Errors), [errors()]);
        assert_eq!(playground.errors(MODEL), [0.5], "until the next come");
        assert_eq!(playground.errors(Model::Vae), [0.0; 0]);
    }

    #[test]
    fn who_asks_no_more_is_not_answered() {
        let mut playground = playground();
        playground.want(MODEL, vec![codes(2)], |_| false);
        assert_eq!(playground.want(MODEL, vec![], |_| true), []);
        assert_eq!(playground.answered(MODEL, Asker::Codes, Reply::Images(vec![])), None);
        assert_eq!(playground.told(MODEL, Asker::Codes), None);
    }

    #[test]
    fn answers_of_networks_that_are_gone_are_forgotten_and_settings_are_not() {
        let mut playground = playground();
        playground.set(|play| play.seed = 9);
        playground.want(MODEL, vec![codes(2)], |_| false);
        playground.answered(MODEL, Asker::Codes, Reply::Images(vec![7]));
        playground.forget_answers();
        assert_eq!((playground.told(MODEL, Asker::Codes), playground.settings().seed), (None, 9));
        assert_eq!(playground.want(MODEL, vec![codes(2)], |_| false), [codes(2)], "the next networks are asked");
    }

    #[test]
    fn codes_are_told_to_whoever_asked_for_as_many() {
        let mut playground = playground();
        playground.want(MODEL, vec![codes(6)], |_| false);
        playground.answered(MODEL, Asker::Codes, Reply::Images(vec![1, 2, 3]));
        assert_eq!(playground.decoded_images(MODEL, 3, 2), Some([1, 2, 3].as_slice()));
        assert_eq!((playground.decoded_images(MODEL, 2, 2), playground.decoded_images(Model::Vae, 3, 2)), (None, None));
    }
}
