//! The playground: its open tool asks the networks, again with every picture, since they learn meanwhile.

mod asking;
pub mod codes;

pub use asking::{Answer, Asking};

use super::{Decoded, Phase, Shared, State};
use crate::{
    config::{Model, Play, Tool},
    protocol::{Asker, Command, Query, Reply},
};

const ASKERS: [Asker; 4] = [Asker::Place, Asker::Codes, Asker::Images, Asker::Errors];

impl State {
    /// Sets the playground to something else.
    pub fn play(&mut self, change: impl FnOnce(&mut Play)) -> Vec<Command> {
        let mut play = self.play.clone();
        change(&mut play);
        self.play = play.nearest();
        self.ask(false)
    }

    /// Asks for the picture of a place in a model's latent space.
    pub fn decode(&mut self, model: Model, latent: Vec<f32>) -> Vec<Command> {
        let image = self.decoded.slot(model).take().and_then(|before| before.image);
        *self.decoded.slot(model) = Some(Decoded { latent, image });
        self.ask(false)
    }

    /// The latest answer of a network.
    pub fn told(&self, model: Model, asker: Asker) -> Option<&Shared<Answer>> {
        self.asking.answer(model, asker)
    }

    /// What the page wants to know now; `again` where the networks have learned since.
    pub(super) fn ask(&mut self, again: bool) -> Vec<Command> {
        if !self.life.listens() || matches!(self.phase, Phase::Loading | Phase::Failed) {
            return vec![];
        }
        let mut commands = vec![];
        for model in Model::ALL {
            let mut queries = self.queries(model);
            for asker in ASKERS {
                let Some(at) = queries.iter().position(|(asking, _)| *asking == asker) else {
                    self.asking.forget(model, asker);
                    continue;
                };
                let query = queries.swap_remove(at).1;
                let query = self.asking.want(model, asker, query, again);
                commands.extend(query.map(|query| Command::Query { model, asker, query }));
            }
        }
        commands
    }

    pub(super) fn replied(&mut self, model: Model, asker: Asker, reply: Reply) -> Vec<Command> {
        let query = self.asking.answered(model, asker, reply);
        if asker == Asker::Place
            && let Some(decoded) = self.decoded.slot(model)
        {
            let image = self.asking.answer(model, asker).and_then(|answer| answer.image(0));
            decoded.image = image.map(|image| Shared::new(image.to_vec()));
        }
        query.map(|query| Command::Query { model, asker, query }).into_iter().collect()
    }

    /// The queries of the scatter and of the open tool.
    fn queries(&self, model: Model) -> Vec<(Asker, Query)> {
        let place = self.decoded.get(model).map(|decoded| (Asker::Place, Query::Decode(decoded.latent.clone())));
        let mut queries: Vec<_> = place.into_iter().collect();
        if self.config.models.contains(model) && self.can_study() {
            queries.extend(self.tool_queries(model));
        }
        queries
    }

    fn tool_queries(&self, model: Model) -> Vec<(Asker, Query)> {
        let decode = |codes: Option<Vec<f32>>| codes.map(|codes| (Asker::Codes, Query::Decode(codes)));
        let queries = match self.play.tool {
            None => None,
            Some(Tool::Explore) => decode(Some(codes::traversal(&self.explored(model), &self.reach(model)))),
            Some(Tool::Generate) => decode(Some(codes::prior(self.play.seed, self.config.latent))),
            Some(Tool::Manifold | Tool::Interpolate | Tool::Arithmetic | Tool::Digit) => None,
        };
        queries.into_iter().collect()
    }

    /// Where the sample lies in a network's latent space now.
    pub fn latents(&self, model: Model) -> &[f32] {
        self.pictures.get(model).map(|pictures| pictures.latents.as_slice()).unwrap_or_default()
    }

    /// The place that is explored.
    pub fn explored(&self, model: Model) -> Vec<f32> {
        let latent = self.config.latent;
        let place = self.play.at.get(model).filter(|place| place.len() == latent).cloned();
        place.unwrap_or_else(|| codes::middle(model, self.latents(model), latent))
    }

    /// How far each number of a network's codes reaches.
    pub fn reach(&self, model: Model) -> Vec<(f32, f32)> {
        codes::reach(model, self.latents(model), self.config.latent)
    }
}
