//! The illustrations on the page. Each canvas shows one, which determines its title, its file and its shape.

use std::borrow::Cow;

use super::shown::Shape;
use crate::state::{State, export::file_name};
use hourglass_core::config::Model;

/// The number of principal components shown.
pub const COMPONENTS: usize = 16;

/// Declares the illustrations, each with its word and its title. If there are several, their numbers from 1 end both. If each network
/// has its own, the network's name stands between the two parts of the word and ends the title.
macro_rules! illustrations {
    (
        one { $($one:ident: $word:literal, $title:literal;)* }
        numbered { $($numbered:ident: $start:literal, $named:literal, $most:expr;)* }
        each_network { $($each:ident: $head:literal $tail:literal, $titled:literal;)* }
    ) => {
        /// What a canvas shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Illustration {
            $($one,)*
            $($numbered(usize),)*
            $($each(Model),)*
        }

        impl Illustration {
            #[cfg(test)]
            fn all() -> Vec<Self> {
                let mut all = vec![$(Self::$one,)* $(Self::$each(Model::Ae), Self::$each(Model::Vae),)*];
                $(all.extend((1..=$most).map(Self::$numbered));)*
                all
            }

            /// A short and unique name, used for its file and by tests to find its canvas.
            pub fn word(self) -> Cow<'static, str> {
                match self {
                    $(Self::$one => $word.into(),)*
                    $(Self::$numbered(number) => format!(concat!($start, "{}"), number).into(),)*
                    $(
                        Self::$each(Model::Ae) => concat!($head, "ae", $tail).into(),
                        Self::$each(Model::Vae) => concat!($head, "vae", $tail).into(),
                    )*
                }
            }

            /// Its title on the page.
            pub fn title(self) -> Cow<'static, str> {
                match self {
                    $(Self::$one => $title.into(),)*
                    $(Self::$numbered(number) => format!(concat!($named, " {}"), number).into(),)*
                    $(
                        Self::$each(Model::Ae) => concat!($titled, " AE").into(),
                        Self::$each(Model::Vae) => concat!($titled, " VAE").into(),
                    )*
                }
            }
        }
    };
}

illustrations! {
    one {
        Pad: "pad", "Pad";
        PadInput: "pad-input", "Pad input";
        Points: "points", "Points";
        Reconstructions: "reconstructions", "Reconstructions";
        HoverDigit: "hover-digit", "Digit under the pointer";
        LossChart: "loss-chart", "Loss chart";
        PosteriorChart: "posterior-chart", "Posterior chart";
        PosteriorSamples: "posterior-samples", "Posterior samples";
        Damaged: "damaged", "Damaged digit";
        NeighborsByPixels: "neighbors-pixels", "Neighbors by pixels";
        PickFrom: "pick-from", "Interpolation, start";
        PickTo: "pick-to", "Interpolation, end";
        Interpolation: "interpolate-filmstrip", "Interpolation";
        InterpolatedPixels: "interpolate-pixels", "Interpolated pixels";
        PickedA: "pick-a", "Arithmetic, a";
        PickedB: "pick-b", "Arithmetic, b";
        PickedC: "pick-c", "Arithmetic, c";
        RebuiltA: "arithmetic-a", "Arithmetic, a, rebuilt";
        RebuiltB: "arithmetic-b", "Arithmetic, b, rebuilt";
        RebuiltC: "arithmetic-c", "Arithmetic, c, rebuilt";
        Sum: "arithmetic-result", "Arithmetic, result";
        PcaVariance: "pca-variance", "PCA variance";
        PcaScatter: "pca-scatter", "PCA scatter";
        PcaMean: "pca-mean", "PCA mean";
        SweepChart: "sweep-chart", "Sweep chart";
        Beta0: "betas-0", "Codes, β = 0";
        Beta1: "betas-1", "Codes, β = 1";
        Beta20: "betas-20", "Codes, β = 20";
        Generated0: "betas-generated-0", "Generated, β = 0";
        Generated1: "betas-generated-1", "Generated, β = 1";
        Generated20: "betas-generated-20", "Generated, β = 20";
    }
    numbered {
        PcaComponent: "pca-component-", "PCA component", COMPONENTS;
    }
    each_network {
        Rebuilt: "pad-" "", "Pad";
        Latent: "latent-" "", "Latent";
        Decoded: "decoded-" "", "Decoded";
        Field: "field-" "", "Field";
        Explored: "explore-" "", "Explored";
        Film: "film-" "", "Film";
        Manifold: "manifold-" "", "Manifold";
        ManifoldCell: "manifold-" "-digit", "Manifold cell";
        InterpolatedCodes: "interpolate-" "", "Interpolated codes";
        Generated: "generated-" "", "Generated";
        Repaired: "repaired-" "", "Repaired";
        Neighbors: "neighbors-" "", "Neighbors";
        Errors: "anomaly-chart-" "", "Errors";
    }
}

impl Illustration {
    /// The shape of a drawing in a file; digits have the size of their pixels.
    pub fn shape(self) -> Shape {
        match self {
            Self::LossChart | Self::PosteriorChart | Self::PcaVariance | Self::SweepChart | Self::Errors(_) => {
                Shape::Wide
            }
            _ => Shape::Square,
        }
    }

    /// The name of its file, with the epoch that it shows.
    pub fn file_name(self, state: &State, ending: &str) -> String {
        let follows_the_scrubber = matches!(self, Self::Latent(_) | Self::Field(_) | Self::Reconstructions);
        let epoch = if follows_the_scrubber { state.epoch_shown() } else { state.run.progress().epoch };
        file_name(&self.word(), epoch, ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::{
        config::PerModel,
        link::Link,
        protocol::{Event, Progress, Report, RunEvent},
    };
    use std::collections::HashSet;

    #[test]
    fn each_has_its_own_title_and_file() {
        let state = State::new(Link::default(), vec![]);
        let all = Illustration::all();
        let different =
            |of: &dyn Fn(Illustration) -> String| all.iter().map(|&one| of(one)).collect::<HashSet<_>>().len();
        assert_eq!(different(&|one| one.word().into_owned()), all.len());
        assert_eq!(different(&|one| one.title().into_owned()), all.len());
        assert_eq!(different(&|one| one.file_name(&state, "png")), all.len());
        for one in all.iter().copied() {
            assert!(one.word().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            assert!(one.title().starts_with(char::is_uppercase), "{one:?}");
            assert_eq!(one.file_name(&state, "png"), format!("hourglass-{}-epoch-0.png", one.word()));
        }
    }

    #[test]
    fn illustrations_per_network_contain_its_name() {
        for (one, word, title) in [
            (Illustration::Latent(Model::Vae), "latent-vae", "Latent VAE"),
            (Illustration::ManifoldCell(Model::Ae), "manifold-ae-digit", "Manifold cell AE"),
            (Illustration::LossChart, "loss-chart", "Loss chart"),
        ] {
            assert_eq!((&*one.word(), &*one.title()), (word, title));
        }
    }

    #[test]
    fn file_names_contain_the_epoch_shown() {
        let mut state = State::new(Link::default(), vec![]);
        for epoch in 0..3 {
            let pictures = Box::new(PerModel::default());
            state.apply(Event::Run { run: state.run.id(), event: RunEvent::Snapshot { epoch, pictures } });
        }
        let report = Report { progress: Progress { epoch: 2, ..Progress::default() }, ..Report::default() };
        state.apply(Event::Run { run: state.run.id(), event: RunEvent::Report(Box::new(report)) });
        let names = |state: &State| {
            [Illustration::Latent(Model::Vae), Illustration::Field(Model::Ae), Illustration::LossChart]
                .map(|one| one.file_name(state, "svg"))
        };
        let expected = |epochs: [usize; 3]| {
            let [latent, field, chart] = epochs;
            [
                format!("hourglass-latent-vae-epoch-{latent}.svg"),
                format!("hourglass-field-ae-epoch-{field}.svg"),
                format!("hourglass-loss-chart-epoch-{chart}.svg"),
            ]
        };
        assert_eq!(names(&state), expected([2, 2, 2]));
        state.time.show(1);
        assert_eq!(names(&state), expected([1, 1, 2]));
    }
}
