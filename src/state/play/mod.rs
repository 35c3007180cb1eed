//! The playground: its open tool queries the networks, again with every report of pictures, since they keep learning.

mod asking;
pub mod codes;
mod digit;
pub mod manifold;
pub mod neighbours;
mod playground;
pub mod posterior;
mod quantile;
mod stage;
mod strange;
pub mod ways;

pub use asking::Answer;
use manifold::Grid;
pub use playground::Playground;

use super::{Decoded, Phase, Shared, State};
use hourglass_core::{
    config::{Model, Play, Tool},
    protocol::{Asker, Command, Query, Reply},
};

impl State {
    /// Changes the settings of the playground.
    pub fn play(&mut self, change: impl FnOnce(&mut Play)) {
        self.play.set(change);
        self.ask(false);
    }

    /// Picks a point in a model's latent space to decode.
    pub fn decode(&mut self, model: Model, latent: Vec<f32>) {
        self.play(|play| *play.at.slot(model) = Some(latent));
    }

    /// Removes the picked point.
    pub fn forget_decoded(&mut self, model: Model) {
        self.play(|play| *play.at.slot(model) = None);
    }

    /// The picked point, and its decoded output.
    pub fn decoded(&self, model: Model) -> Option<Decoded> {
        let latent = self.place(model)?.clone();
        Some(Decoded { latent, answer: self.latest_answer(model, Asker::Place).cloned() })
    }

    fn place(&self, model: Model) -> Option<&Vec<f32>> {
        let is_there = self.config.models.contains(model) && self.can_study();
        self.play.place(model, self.config.latent).filter(|_| is_there)
    }

    /// The latest answer of a network.
    pub fn latest_answer(&self, model: Model, asker: Asker) -> Option<&Shared<Answer>> {
        self.play.latest_answer(model, asker)
    }

    /// Sends the queries that the page needs now; with `again`, because the networks have learned since the last ones.
    pub(super) fn ask(&mut self, again: bool) {
        if !self.life.listens() || matches!(self.run.phase(), Phase::Loading | Phase::Failed) {
            return;
        }
        let errors_again = self.play.errors_are_due(self.stage(), self.run.phase() == Phase::Training);
        let is_again = |asker: Asker| if asker == Asker::Errors { errors_again } else { again };
        for model in Model::ALL {
            let queries = self.queries(model);
            for (asker, query) in self.play.want(model, queries, is_again) {
                self.send(Command::Query { model, asker, query });
            }
        }
    }

    pub(super) fn replied(&mut self, model: Model, asker: Asker, reply: Reply) {
        if let Some(query) = self.play.answered(model, asker, reply) {
            self.send(Command::Query { model, asker, query });
        }
    }

    /// The queries of the scatter and of the open tool.
    fn queries(&self, model: Model) -> Vec<(Asker, Query)> {
        let place = self.place(model).map(|place| (Asker::Place, Query::Decode(place.clone())));
        let mut queries: Vec<_> = place.into_iter().collect();
        if self.config.models.contains(model) && self.can_study() {
            queries.extend(self.tool_queries(model));
        }
        queries
    }

    fn tool_queries(&self, model: Model) -> Vec<(Asker, Query)> {
        let decode = |codes: Option<Vec<f32>>| codes.map(|codes| (Asker::Codes, Query::Decode(codes)));
        let queries = match self.play.settings().tool {
            None => None,
            Some(Tool::Explore) => decode(Some(codes::traversal(&self.explored(model), &self.reach(model)))),
            Some(Tool::Generate) => decode(Some(codes::prior(self.play.settings().seed, self.config.latent))),
            Some(Tool::Manifold) => {
                decode(Some(Grid::over(model, self.latents(model), self.config.latent).into_codes()))
            }
            Some(Tool::Interpolate) => decode(self.way_codes(model)),
            Some(Tool::Arithmetic) => decode(self.sum_codes(model)),
            Some(Tool::Digit) => return self.digit_queries(model),
        };
        queries.into_iter().collect()
    }

    /// The current latents of the sample in a network.
    pub fn latents(&self, model: Model) -> &[f32] {
        self.run.pictures().get(model).map(|pictures| pictures.latents.as_slice()).unwrap_or_default()
    }

    /// The code that is explored.
    pub fn explored(&self, model: Model) -> Vec<f32> {
        let middle = || codes::middle(model, self.latents(model), self.config.latent);
        self.place(model).cloned().unwrap_or_else(middle)
    }

    /// Moves one number of both codes to a share of its range, from 0 to 1.
    pub fn explore(&mut self, dim: usize, share: f32) {
        for model in Model::ALL.into_iter().filter(|&model| self.config.models.contains(model)) {
            let (mut place, reach) = (self.explored(model), self.reach(model));
            if let (Some(value), Some((least, most))) = (place.get_mut(dim), reach.get(dim)) {
                *value = least + (most - least) * share;
            }
            self.play.set(|play| *play.at.slot(model) = Some(place));
        }
        self.ask(false);
    }

    /// The range of each number in a network's codes.
    pub fn reach(&self, model: Model) -> Vec<(f32, f32)> {
        codes::reach(model, self.latents(model), self.config.latent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::{
        link::Link,
        protocol::{Event, Prepared, RunEvent, RunId},
    };

    pub fn ready(hash: &str) -> State {
        let (link, notices) = Link::from_hash(hash);
        assert!(notices.is_empty(), "{notices:?}");
        let mut state = State::new(link, notices);
        state.apply(Event::Ready);
        let prepared = Prepared { config: state.config.clone(), ..prepared() };
        state.apply(Event::Run { run: RunId(1), event: RunEvent::Prepared(Box::new(prepared)) });
        state
    }

    fn prepared() -> Prepared {
        Prepared {
            config: Default::default(),
            backend: hourglass_core::protocol::Backend::Cpu { why: String::new() },
            sizes: Default::default(),
            has_mnist: false,
            sample: Default::default(),
            baseline: 0.0,
            parameters: Default::default(),
            notices: vec![],
        }
    }

    fn decodes(commands: &[Command]) -> Vec<(Model, usize)> {
        let count = |command: &Command| match command {
            Command::Query { model, asker: Asker::Codes, query: Query::Decode(codes) } => Some((*model, codes.len())),
            _ => None,
        };
        commands.iter().filter_map(count).collect()
    }

    #[test]
    fn a_slider_moves_both_codes_and_both_are_decoded() {
        let mut state = ready("");
        assert_eq!(decodes(&state.sent(|state| state.explore(0, 0.5))), [], "no tool is open");
        let count = 2 * (1 + 2 * codes::FRAMES);
        let commands = state.sent(|state| state.play(|play| play.tool = Some(Tool::Explore)));
        assert_eq!(decodes(&commands), [(Model::Ae, count), (Model::Vae, count)]);
        assert_eq!(decodes(&state.sent(|state| state.explore(1, 1.0))), [], "one query at a time");
        assert_eq!(state.explored(Model::Vae), [0.0, 3.0]);
        let reply = Reply::Images(vec![0; 784]);
        let next = state.sent(|state| {
            state.apply(Event::Run {
                run: state.run.id(),
                event: RunEvent::Reply { model: Model::Vae, asker: Asker::Codes, reply },
            })
        });
        assert_eq!(decodes(&next), [(Model::Vae, count)]);
        assert_eq!(
            state.link().to_hash().split('&').find(|pair| pair.starts_with("play=")),
            Some("play=explore:0,3;0,3")
        );
    }

    #[test]
    fn a_link_opens_a_tool_and_a_closed_tool_asks_nothing() {
        let mut state = ready("play=generate:9&model=vae");
        let commands = state.sent(|state| state.ask(true));
        assert_eq!(decodes(&commands), [(Model::Vae, 2 * codes::GENERATED)]);
        state.play(|play| play.tool = None);
        let reply = Reply::Images(vec![0; 784]);
        state.apply(Event::Run {
            run: state.run.id(),
            event: RunEvent::Reply { model: Model::Vae, asker: Asker::Codes, reply },
        });
        assert_eq!(state.sent(|state| state.ask(true)), []);
        assert_eq!(state.latest_answer(Model::Vae, Asker::Codes), None, "the answer is dropped");
    }

    #[test]
    fn a_point_of_another_latent_size_is_ignored() {
        let state = ready("latent=3&play=explore:1,2;1,2,3");
        assert_eq!(state.decoded(Model::Ae), None);
        assert_eq!(state.decoded(Model::Vae).unwrap().latent, [1.0, 2.0, 3.0]);
    }
}
