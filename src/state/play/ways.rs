//! Picked digits, interpolation between two of them, and sums of them.

use super::super::State;
use hourglass_core::{
    config::{Model, Pick},
    data::image::PIXELS,
};

/// The number of frames in an interpolation, including both ends.
pub const WAY: usize = 11;
/// The number of codes in a sum: its three terms and the result.
pub const SUM: usize = 4;

/// The share of the second end in a frame.
fn part(frame: usize) -> f32 {
    frame as f32 / (WAY - 1) as f32
}

/// The codes of the straight line from one code to another.
pub fn way(from: &[f32], to: &[f32]) -> Vec<f32> {
    let frame = |frame| from.iter().zip(to).map(move |(a, b)| a + (b - a) * part(frame));
    (0..WAY).flat_map(frame).collect()
}

/// The same for the bytes of two images: each pixel is blended on its own.
pub fn blend(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mixed = |a: u8, b: u8, part: f32| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
    let frame = |frame| from.iter().zip(to).map(move |(&a, &b)| mixed(a, b, part(frame)));
    (0..WAY).flat_map(frame).collect()
}

/// The codes of a, b and c, and a - b + c.
pub fn sum([a, b, c]: [&[f32]; 3]) -> Vec<f32> {
    let result = a.iter().zip(b).zip(c).map(|((a, b), c)| a - b + c);
    [a, b, c].concat().into_iter().chain(result).collect()
}

/// The frame at a tick of an animation that runs back and forth.
pub fn swing(tick: usize) -> usize {
    let tick = tick % (2 * (WAY - 1));
    tick.min(2 * (WAY - 1) - tick)
}

impl State {
    /// The picked digit, limited to the sample.
    pub fn picked(&self, pick: Pick) -> Pick {
        match pick {
            Pick::Sample(index) => Pick::Sample(index.min(self.sample_count().saturating_sub(1))),
            Pick::Pad => Pick::Pad,
        }
    }

    /// The 784 bytes of a picked digit; `None` if it is not available.
    pub fn picked_image(&self, pick: Pick) -> Option<Vec<u8>> {
        match self.picked(pick) {
            Pick::Sample(index) => Some(self.run.prepared()?.sample.image(index)?.to_vec()),
            Pick::Pad => self.pad_image(),
        }
    }

    /// The code of a picked digit; `None` if it is not available.
    pub fn picked_code(&self, model: Model, pick: Pick) -> Option<&[f32]> {
        let dims = self.config.latent;
        let code = match self.picked(pick) {
            Pick::Sample(index) => self.latents(model).chunks_exact(dims).nth(index),
            Pick::Pad if self.pad.is_empty() => None,
            Pick::Pad => Some(self.run.pictures().get(model)?.drawn.as_ref()?.latent.as_slice()),
        };
        code.filter(|code| code.len() == dims)
    }

    /// The words for a picked digit.
    pub fn picked_words(&self, pick: Pick) -> String {
        match (self.picked(pick), self.picked_label(pick)) {
            (Pick::Pad, _) if self.pad.is_empty() => "No digit on the pad yet: draw one, or pick another".into(),
            (Pick::Pad, _) => "the digit on the pad".into(),
            (Pick::Sample(_), _) if self.sample_count() == 0 => "No test digits yet".into(),
            (Pick::Sample(index), Some(label)) => format!("test digit {}, a {label}", index + 1),
            (Pick::Sample(index), None) => format!("test digit {}", index + 1),
        }
    }

    /// The class of a picked digit, if it has one.
    pub fn picked_label(&self, pick: Pick) -> Option<u8> {
        match self.picked(pick) {
            Pick::Sample(index) => self.run.prepared()?.sample.label(index),
            Pick::Pad => None,
        }
    }

    /// The next or previous digit of the sample; of the same class, if there are classes.
    pub fn beside(&self, pick: Pick, forward: bool) -> Pick {
        let (count, label) = (self.sample_count(), self.picked_label(pick));
        let Pick::Sample(index) = self.picked(pick) else { return self.picked(Pick::Sample(0)) };
        let step = |distance: usize| (index + if forward { distance } else { count - distance }) % count;
        let next = (1..count).map(step).find(|&next| self.picked_label(Pick::Sample(next)) == label);
        Pick::Sample(next.unwrap_or(index))
    }

    /// The first digit of a class.
    pub fn first_of(&self, label: u8) -> Option<Pick> {
        let labels = self.run.prepared()?.sample.labels.as_ref()?;
        labels.iter().position(|&of| of == label).map(Pick::Sample)
    }

    /// The number of images in the sample.
    pub fn sample_count(&self) -> usize {
        self.run.prepared().map_or(0, |prepared| prepared.sample.images.len() / PIXELS)
    }

    /// The codes between the picked ends.
    pub(super) fn way_codes(&self, model: Model) -> Option<Vec<f32>> {
        let [from, to] = self.play.settings().ends.map(|end| self.picked_code(model, end));
        Some(way(from?, to?))
    }

    /// The codes of the picked terms, and of their sum.
    pub(super) fn sum_codes(&self, model: Model) -> Option<Vec<f32>> {
        let [a, b, c] = self.play.settings().terms.map(|term| self.picked_code(model, term));
        Some(sum([a?, b?, c?]))
    }

    /// The images decoded from `count` codes; `None` if the answer is to another query.
    pub fn decoded_images(&self, model: Model, count: usize) -> Option<&[u8]> {
        self.play.decoded_images(model, count, self.config.latent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::{
        config::{PerModel, Tool},
        data::digit::Point,
        link::Link,
        protocol::{Asker, Command, Drawn, Event, Pictures, Prepared, Query, Reply, Report, RunEvent, Sample},
    };

    #[test]
    fn an_interpolation_is_straight_and_includes_both_ends() {
        let codes = way(&[0.0, 10.0], &[1.0, -10.0]);
        assert_eq!(codes.len(), 2 * WAY);
        assert_eq!(
            (&codes[..2], &codes[10..12], &codes[20..]),
            ([0.0, 10.0].as_slice(), [0.5, 0.0].as_slice(), [1.0, -10.0].as_slice())
        );
        let bytes = blend(&[0, 255, 7], &[255, 0, 7]);
        assert_eq!(
            (&bytes[..3], &bytes[15..18], &bytes[30..]),
            ([0, 255, 7].as_slice(), [128, 128, 7].as_slice(), [255, 0, 7].as_slice())
        );
    }

    #[test]
    fn a_sum_comes_after_its_terms() {
        assert_eq!(sum([&[5.0, 1.0], &[2.0, 1.0], &[1.0, 3.0]]), [5.0, 1.0, 2.0, 1.0, 1.0, 3.0, 4.0, 3.0]);
    }

    #[test]
    fn a_swing_runs_back_and_forth() {
        let frames: Vec<usize> = (0..=20).map(swing).collect();
        assert_eq!(frames, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    }

    /// A state with six digits, whose indices are their codes.
    fn ready(hash: &str) -> State {
        let (link, notices) = Link::from_hash(hash);
        assert!(notices.is_empty(), "{notices:?}");
        let mut state = State::new(link, notices);
        state.apply(Event::Ready);
        let sample = Sample {
            images: (0..6).flat_map(|i| [i; PIXELS]).collect(),
            labels: Some(vec![7, 3, 7, 3, 1, 7]),
            ..Sample::default()
        };
        let prepared = Prepared {
            config: state.config.clone(),
            backend: hourglass_core::protocol::Backend::Cpu { why: String::new() },
            sizes: Default::default(),
            has_mnist: false,
            sample,
            baseline: 0.0,
            parameters: Default::default(),
            notices: vec![],
        };
        state.apply(Event::Run { run: state.run.id(), event: RunEvent::Prepared(Box::new(prepared)) });
        shows(&mut state, pictures(None));
        state
    }

    /// The trainer reports the AE's pictures. The VAE's pictures are without a drawing.
    fn shows(state: &mut State, ae: Pictures) {
        let pictures = Some(PerModel { ae: Some(ae), vae: Some(pictures(None)) });
        state.run.report(Report { pictures, ..Report::default() }, 1);
    }

    fn pictures(drawn: Option<Vec<f32>>) -> Pictures {
        let latents = (0..6u8).flat_map(|i| [f32::from(i), 0.0]).collect();
        let drawn = drawn.map(|latent| Drawn { latent, logvar: vec![], image: vec![] });
        Pictures { latents, drawn, ..Pictures::default() }
    }

    #[test]
    fn digits_are_picked_within_the_sample_and_within_their_class() {
        let state = ready("play=interpolate:999,2");
        assert_eq!(state.picked(state.play.settings().ends[0]), Pick::Sample(5));
        assert_eq!(state.picked_words(Pick::Sample(999)), "test digit 6, a 7");
        assert_eq!(state.picked_image(Pick::Sample(999)).unwrap()[0], 5);
        assert_eq!(state.beside(Pick::Sample(999), true), Pick::Sample(0));
        assert_eq!(state.beside(Pick::Sample(0), true), Pick::Sample(2));
        assert_eq!(state.beside(Pick::Sample(0), false), Pick::Sample(5));
        assert_eq!(state.beside(Pick::Sample(4), false), Pick::Sample(4), "the only one of its class");
        assert_eq!(state.beside(Pick::Pad, true), Pick::Sample(0));
        assert_eq!((state.first_of(1), state.first_of(9)), (Some(Pick::Sample(4)), None));
        let codes = state.way_codes(Model::Ae).unwrap();
        assert_eq!((codes[0], codes[2 * WAY - 2]), (5.0, 2.0));
    }

    #[test]
    fn an_empty_pad_has_no_codes_and_a_drawing_has() {
        let mut state = ready("play=arithmetic:1,2,pad");
        assert_eq!(state.picked_image(Pick::Pad), None);
        assert!(state.picked_words(Pick::Pad).starts_with("No digit on the pad yet"));
        assert_eq!(state.sent(|state| state.ask(true)), [], "nothing to decode");
        state.pad.begin_stroke(Point { x: 5, y: 5 });
        assert_eq!(state.picked_code(Model::Ae, Pick::Pad), None, "not encoded yet");
        shows(&mut state, pictures(Some(vec![4.0, 0.5])));
        assert_eq!(state.sum_codes(Model::Ae).unwrap(), [1.0, 0.0, 2.0, 0.0, 4.0, 0.5, 3.0, 0.5]);
        assert!(matches!(
            state.sent(|state| state.ask(true)).as_slice(),
            [Command::Query { query: Query::Decode(_), .. }]
        ));
    }

    #[test]
    fn an_answer_to_another_tool_is_not_used() {
        let mut state = ready("play=interpolate");
        assert_eq!(state.sent(|state| state.ask(true)).len(), 2);
        let (run, model, asker) = (state.run.id(), Model::Vae, Asker::Codes);
        state.apply(Event::Run {
            run,
            event: RunEvent::Reply { model, asker, reply: Reply::Images(vec![1; WAY * PIXELS]) },
        });
        assert_eq!(state.decoded_images(model, WAY).map(<[u8]>::len), Some(WAY * PIXELS));
        state.play(|play| play.tool = Some(Tool::Arithmetic));
        assert_eq!(state.decoded_images(model, SUM), None);
    }

    #[test]
    fn without_a_sample_there_is_nothing_to_pick() {
        let state = State::new(Link::default(), vec![]);
        assert_eq!(
            (state.picked(Pick::Sample(3)), state.beside(Pick::Sample(3), true)),
            (Pick::Sample(0), Pick::Sample(0))
        );
        assert_eq!(state.picked_words(Pick::Sample(3)), "No test digits yet");
        assert_eq!((state.picked_image(Pick::Sample(3)), state.way_codes(Model::Ae)), (None, None));
    }
}
