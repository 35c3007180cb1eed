//! The queries about the digit on the pad.

use super::super::State;
use hourglass_core::{
    config::Model,
    data::damage::damaged,
    protocol::{Asker, Query},
};

impl State {
    /// Samples from its posterior, its repair, and the errors of the test digits that its own is compared with.
    pub(super) fn digit_queries(&self, model: Model) -> Vec<(Asker, Query)> {
        let Some(image) = self.pad_image() else { return vec![] };
        let posterior = self.posterior().filter(|_| model == Model::Vae);
        let samples =
            posterior.map(|posterior| (Asker::Codes, Query::Decode(posterior.samples(self.play.settings().draw))));
        let damaged = damaged(&image, self.play.settings().damage, self.config.seed);
        let repair = damaged.map(|image| (Asker::Images, Query::Rebuild(image)));
        samples.into_iter().chain(repair).chain([(Asker::Errors, Query::Errors)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::ready, *};
    use crate::state::{Phase, play::posterior::SAMPLES};
    use hourglass_core::{
        config::PerModel,
        data::digit::{Drawing, Point},
        protocol::{Command, Drawn, Event, Pictures, Progress, Reply, Report, RunEvent},
    };

    /// A page with the tool open and a stroke on the pad.
    fn drawn(hash: &str) -> State {
        let mut state = ready(hash);
        let places = [(0.5, 0.2), (0.5, 0.8)].map(|(x, y)| Point::from_unit(x, y));
        state.pad.put(Drawing::new([places.to_vec()]));
        state
    }

    /// Reports pictures after this epoch and step.
    fn shows(state: &mut State, (epoch, step): (usize, usize)) -> Vec<Command> {
        let latent = state.config.latent;
        let pictures = |logvar: Vec<f32>| {
            let drawn = Drawn { latent: vec![0.5; latent], logvar, image: vec![9; 784] };
            Some(Pictures { latents: vec![0.0; 3 * latent], drawn: Some(drawn), ..Pictures::default() })
        };
        let models = state.config.models;
        let mut all = PerModel { ae: pictures(vec![]), vae: pictures(vec![-2.0; latent]) };
        for model in Model::ALL.into_iter().filter(|&model| !models.contains(model)) {
            *all.slot(model) = None;
        }
        let progress = Progress { epoch, step, ..Progress::default() };
        let report = Report { progress, pictures: Some(all), ..Report::default() };
        state.sent(|state| state.apply(Event::Run { run: state.run.id(), event: RunEvent::Report(Box::new(report)) }))
    }

    fn asked(commands: &[Command]) -> Vec<(Model, Asker)> {
        let who = |command: &Command| match command {
            Command::Query { model, asker, .. } => Some((*model, *asker)),
            _ => None,
        };
        commands.iter().filter_map(who).collect()
    }

    fn answer(state: &mut State, asker: Asker, reply: &Reply) {
        for model in Model::ALL {
            state.apply(Event::Run {
                run: state.run.id(),
                event: RunEvent::Reply { model, asker, reply: reply.clone() },
            });
        }
    }

    #[test]
    fn each_network_is_asked_what_it_can_answer() {
        use Asker::{Codes, Errors, Images};
        for (models, latent) in [("both", 2), ("ae", 1), ("vae", 3), ("both", 16)] {
            let mut state = drawn(&format!("play=digit&model={models}&latent={latent}"));
            let commands = shows(&mut state, (0, 0));
            let (ae, vae) = ([(Model::Ae, Images), (Model::Ae, Errors)], [Codes, Images, Errors]);
            let mut expected = vec![];
            if models != "vae" {
                expected.extend(ae);
            }
            if models != "ae" {
                expected.extend(vae.map(|asker| (Model::Vae, asker)));
            }
            assert_eq!(asked(&commands), expected, "{models}");
            for command in &commands {
                if let Command::Query { query: Query::Decode(codes), .. } = command {
                    assert_eq!(codes.len(), SAMPLES * latent);
                }
            }
        }
    }

    #[test]
    fn an_empty_pad_sends_no_queries() {
        let mut state = ready("play=digit");
        assert_eq!(shows(&mut state, (0, 0)), []);
        assert_eq!(state.posterior(), None);
        assert_eq!(state.nearest_by_code(Model::Ae), [0; 0]);
    }

    #[test]
    fn another_draw_requests_codes_and_other_damage_requests_a_repair() {
        let mut state = drawn("play=digit");
        shows(&mut state, (0, 0));
        for asker in [Asker::Codes, Asker::Images] {
            answer(&mut state, asker, &Reply::Images(vec![0; 784]));
        }
        answer(&mut state, Asker::Errors, &Reply::Errors(vec![0.1, 0.2]));
        assert_eq!(asked(&state.sent(|state| state.play(|play| play.draw += 1))), [(Model::Vae, Asker::Codes)]);
        let commands = state.sent(|state| state.play(|play| play.damage.hole = Some((14, 14))));
        assert_eq!(asked(&commands), [(Model::Ae, Asker::Images), (Model::Vae, Asker::Images)]);
        assert_eq!(state.error_rank(Model::Ae, &[9; 784]), Some((0.0, 0)));
        assert_eq!(state.error_rank(Model::Ae, &[255; 784]).map(|(_, count)| count), Some(100));
    }

    #[test]
    fn errors_are_requested_again_after_each_epoch_and_after_training() {
        let mut state = drawn("play=digit&model=ae");
        let asks = |state: &mut State, commands: Vec<Command>| {
            let is_asked = asked(&commands).contains(&(Model::Ae, Asker::Errors));
            answer(state, Asker::Errors, &Reply::Errors(vec![0.1]));
            answer(state, Asker::Images, &Reply::Images(vec![0; 784]));
            is_asked
        };
        let commands = shows(&mut state, (0, 0));
        assert!(asks(&mut state, commands), "the first time");
        let commands = shows(&mut state, (0, 0));
        assert!(!asks(&mut state, commands), "another drawing, the same networks");
        state.run.set_phase(Phase::Training);
        for (at, expected) in [((0, 30), false), ((1, 63), true), ((1, 80), false), ((2, 126), true)] {
            let commands = shows(&mut state, at);
            assert_eq!(asks(&mut state, commands), expected, "{at:?}");
        }
        shows(&mut state, (2, 140));
        answer(&mut state, Asker::Images, &Reply::Images(vec![0; 784]));
        let run = state.run.id();
        let commands = state.sent(|state| state.apply(Event::Run { run, event: RunEvent::Paused }));
        assert!(asks(&mut state, commands), "the networks have learned since then");
        let commands = shows(&mut state, (2, 140));
        assert!(!asks(&mut state, commands), "they no longer learn");
    }
}
