//! The illustrations on the page. Each canvas shows one, which determines its title, its file and its shape.

use super::shown::Shape;
use crate::state::{State, export::file_name};
use hourglass_core::config::Model;

/// Declares the illustrations, each with its word and its title. If each network has its own, the network's name stands between the
/// two parts of the word and ends the title.
macro_rules! illustrations {
    (
        one { $($one:ident: $word:literal, $title:literal;)* }
        each_network { $($each:ident: $head:literal $tail:literal, $titled:literal;)* }
    ) => {
        /// What a canvas shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Illustration {
            $($one,)*
            $($each(Model),)*
        }

        impl Illustration {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$one,)* $(Self::$each(Model::Ae), Self::$each(Model::Vae),)*];

            /// A short and unique name, used for its file and by tests to find its canvas.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$one => $word,)*
                    $(
                        Self::$each(Model::Ae) => concat!($head, "ae", $tail),
                        Self::$each(Model::Vae) => concat!($head, "vae", $tail),
                    )*
                }
            }

            /// Its title on the page.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$one => $title,)*
                    $(
                        Self::$each(Model::Ae) => concat!($titled, " AE"),
                        Self::$each(Model::Vae) => concat!($titled, " VAE"),
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
        HoverDigit: "hover-digit", "Digit pointed at";
        LossChart: "loss-chart", "Loss chart";
        PosteriorChart: "posterior-chart", "Posterior chart";
        PosteriorSamples: "posterior-samples", "Posterior samples";
        Damaged: "damaged", "Damaged digit";
        NeighboursByPixels: "neighbours-pixels", "Neighbours by pixels";
        WayFrom: "pick-from", "Way from";
        WayTo: "pick-to", "Way to";
        Way: "interpolate-filmstrip", "Way";
        WayOfPixels: "interpolate-pixels", "Way of pixels";
        PickedA: "pick-a", "Sum’s a";
        PickedB: "pick-b", "Sum’s b";
        PickedC: "pick-c", "Sum’s c";
        RebuiltA: "arithmetic-a", "Sum’s a, rebuilt";
        RebuiltB: "arithmetic-b", "Sum’s b, rebuilt";
        RebuiltC: "arithmetic-c", "Sum’s c, rebuilt";
        Sum: "arithmetic-result", "Sum";
        PcaVariance: "pca-variance", "PCA variance";
        PcaScatter: "pca-scatter", "PCA scatter";
        PcaMean: "pca-mean", "PCA mean";
        PcaComponent: "pca-component", "PCA component";
        SweepChart: "sweep-chart", "Sweep chart";
        Beta0: "betas-0", "Codes, β = 0";
        Beta1: "betas-1", "Codes, β = 1";
        Beta20: "betas-20", "Codes, β = 20";
        Generated0: "betas-generated-0", "Generated, β = 0";
        Generated1: "betas-generated-1", "Generated, β = 1";
        Generated20: "betas-generated-20", "Generated, β = 20";
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
        WayOfCodes: "interpolate-" "", "Way of codes";
        Generated: "generated-" "", "Generated";
        Repaired: "repaired-" "", "Repaired";
        Neighbours: "neighbours-" "", "Neighbours";
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
        file_name(self.word(), epoch, ending)
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
        let all = Illustration::ALL;
        let different =
            |of: &dyn Fn(Illustration) -> String| all.iter().map(|&one| of(one)).collect::<HashSet<_>>().len();
        assert_eq!(different(&|one| one.word().into()), all.len());
        assert_eq!(different(&|one| one.title().into()), all.len());
        assert_eq!(different(&|one| one.file_name(&state, "png")), all.len());
        for one in all {
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
            assert_eq!((one.word(), one.title()), (word, title));
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
        state.time.look_at(1);
        assert_eq!(names(&state), expected([1, 1, 2]));
    }
}
