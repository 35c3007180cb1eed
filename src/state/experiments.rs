//! The experiments of well-known courses. Each has settings and a note on what to look for.
//!
//! An experiment is a link: it sets every setting and leaves the pad and the backend to the user. If the page was built with the
//! whole of MNIST, experiments on digits use it, as the courses do.

use super::{Phase, State, noted, questions::QUESTIONS};

pub use super::experiment::Experiment;
use hourglass_core::{
    config::{
        Activation, Architecture, Augment, Code, Config, ImageSize, Init, Loss, Models, Noise, Output, Range, Source,
        SplitBy, Study, Tool,
    },
    link::Link,
};

/// The experiments in the order of the menu.
pub const EXPERIMENTS: [Experiment; 14] = [
    Experiment {
        id: "pca",
        name: "Principal components",
        look_for: "How few directions hold most of the variance, and what those directions look like.",
        published: Some("On the 10,000 official test images, 84 components hold 90% of the variance."),
        here: Some(noted::components),
        set: |link| link.study = Study::Pca,
    },
    Experiment {
        id: "ae-pca",
        name: "Autoencoder versus PCA",
        look_for: "Ten numbers per digit: the autoencoder’s test MSE ends near 0.02, that of ten principal components (dashed line) is 0.034.",
        published: Some("The course reports a mean squared error of 0.0203 on the official test images."),
        here: Some(noted::test_mse),
        set: |link| link.config = ae_against_pca(),
    },
    Experiment {
        id: "sweep",
        name: "Sweep of latent sizes",
        look_for: "One autoencoder after another: from which size on does it beat PCA?",
        published: None,
        here: None,
        set: |link| {
            link.config = Config { epochs: 10, ..ae_against_pca() };
            link.study = Study::Sweep { least: 1, most: 10 };
        },
    },
    Experiment {
        id: "vae-notebook",
        name: "The notebook’s VAE",
        look_for: "New digits from the prior, under Generate; and a loss (784 times the mean squared error, plus the mean KL) that ends near 18 after training on 8,000 digits.",
        published: Some(
            "The notebook reports a loss of 15.12 on the official test images: reconstruction plus a tenth of the KL.",
        ),
        here: Some(noted::vae_loss),
        set: |link| (link.config, link.play.tool) = (vae_of_the_notebook(), Some(Tool::Generate)),
    },
    Experiment {
        id: "14x14",
        name: "14 × 14, three numbers",
        look_for: "Clouds of digits in three dimensions: turn them with the pointer or the arrow keys.",
        published: None,
        here: None,
        set: |link| link.config = fourteen_by_fourteen(),
    },
    Experiment {
        id: "undercomplete",
        name: "Undercomplete",
        look_for: "Two numbers per digit force the network to keep only what distinguishes digits.",
        published: None,
        here: None,
        set: |link| (link.config.models, link.config.epochs) = (Models::Ae, 10),
    },
    Experiment {
        id: "linear",
        name: "Linear",
        look_for: "Without activations, the code spans what PCA finds: the angle between the two falls below 5°.",
        published: None,
        here: Some(noted::angle),
        set: |link| {
            let config = &mut link.config;
            *config = Config { models: Models::Ae, loss: Loss::Mse, hidden: vec![], epochs: 20, ..Config::default() };
            (config.activation, config.output) = (Activation::Linear, Output::Linear);
            (config.batch_size, config.learning_rate) = (64, 0.01);
        },
    },
    Experiment {
        id: "sparse",
        name: "Sparse",
        look_for: "Sixty-four units, each with a price: about 26% are active for a digit, without the price about 83%.",
        published: None,
        here: Some(noted::active),
        set: |link| {
            let config = &mut link.config;
            *config =
                Config { models: Models::Ae, hidden: vec![128], latent: 64, code: Code::Relu, ..Config::default() };
            (config.sparse, config.init, config.epochs) = (1.0, Init::Keras, 15);
        },
    },
    Experiment {
        id: "denoising",
        name: "Denoising",
        look_for: "The networks get the noisy row and return digits that are nearly clean.",
        published: None,
        here: None,
        set: |link| {
            let config = &mut link.config;
            *config = Config { hidden: vec![256], latent: 32, epochs: 15, ..Config::default() };
            (config.noise, config.level) = (Noise::Gaussian, 0.5);
        },
    },
    Experiment {
        id: "vector-field",
        name: "Denoising on a plane",
        look_for: "Arrows show where the network moves each point: back to the curve that the data lies on.",
        published: None,
        here: None,
        set: |link| {
            let config = &mut link.config;
            *config = Config { source: Source::Spiral, loss: Loss::Mse, range: Range::Signed, ..Config::default() };
            (config.hidden, config.activation, config.latent) = (vec![64, 64], Activation::Tanh, 16);
            (config.noise, config.level, config.models) = (Noise::Gaussian, 0.1, Models::Ae);
            (config.output, config.epochs, config.batch_size, config.learning_rate) = (Output::Tanh, 200, 64, 3e-3);
        },
    },
    Experiment {
        id: "contractive",
        name: "Contractive",
        look_for: "The code should hardly move when the image does: the Jacobian’s squared norm stays below 1. Without the weight it grows above 100.",
        published: None,
        here: Some(noted::jacobian),
        set: |link| {
            let config = &mut link.config;
            *config = Config { models: Models::Ae, hidden: vec![128], latent: 10, epochs: 10, ..Config::default() };
            (config.activation, config.contractive, config.learning_rate) = (Activation::Sigmoid, 5.0, 3e-3);
        },
    },
    Experiment {
        id: "convolutional",
        name: "Convolutional",
        look_for: "Patches of pixels share their weights: the AE has 206,947 parameters, the default one 435,858, and after ten epochs both have a test MSE near 0.048.",
        published: None,
        here: Some(noted::parameters),
        set: |link| {
            let config = &mut link.config;
            config.architecture = Architecture::Convolutional;
            (config.hidden, config.epochs, config.learning_rate) = (vec![16, 32, 64], 10, 3e-3);
        },
    },
    Experiment {
        id: "beta",
        name: "Only reconstruction, only KL, both",
        look_for: "Three VAEs on the same digits: without KL the clouds scatter; with twenty times the KL they collapse into one.",
        published: None,
        here: None,
        set: |link| {
            (link.config.models, link.config.epochs) = (Models::Vae, 8);
            link.study = Study::Betas;
        },
    },
    Experiment {
        id: "table",
        name: "Classifying a table",
        look_for: "Two numbers separate smokers from the rest. Then sum the KL over the batch with β 1, as the course does: the VAE’s code collapses, and its KL falls below 0.01.",
        published: None,
        here: Some(noted::accuracy),
        set: |link| {
            let config = &mut link.config;
            *config = Config { source: Source::Table, hidden: vec![64], latent: 2, beta: 0.1, ..Config::default() };
            (config.batch_size, config.epochs) = (1024, 300);
        },
    },
];

/// 784-392-10, relu throughout, sigmoid, squared error, Glorot's weights (the default in Keras, which the course uses).
pub fn ae_against_pca() -> Config {
    Config {
        models: Models::Ae,
        split: SplitBy::Order,
        train: 12_000,
        hidden: vec![392],
        latent: 10,
        code: Code::Relu,
        init: Init::Keras,
        loss: Loss::Mse,
        epochs: 50,
        patience: 5,
        ..Config::default()
    }
}

/// 784-392-10, squared error summed over the pixels, KL averaged over the latent: with ten numbers, beta is a tenth.
pub fn vae_of_the_notebook() -> Config {
    Config {
        models: Models::Vae,
        split: SplitBy::Order,
        train: 60_000,
        hidden: vec![392],
        latent: 10,
        init: Init::Keras,
        loss: Loss::Mse,
        beta: 0.1,
        batch_size: 64,
        ..Config::default()
    }
}

/// 196-64-16-3, leaky relu, tanh, -1 to 1, rotated and flipped.
pub fn fourteen_by_fourteen() -> Config {
    Config {
        size: ImageSize::Half,
        range: Range::Signed,
        hidden: vec![64, 16],
        latent: 3,
        activation: Activation::LeakyRelu,
        output: Output::Tanh,
        loss: Loss::Mse,
        augment: Augment::Both,
        batch_size: 64,
        train: 60_000,
        ..Config::default()
    }
}

impl Experiment {
    /// The experiment with this id, or the lesson's question with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().find(|experiment| experiment.id == id)
    }

    /// The menu's experiments first, then the lesson's questions.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        EXPERIMENTS.iter().chain(&QUESTIONS)
    }
}

impl State {
    /// The experiment that the page is currently set up for.
    pub fn experiment(&self) -> Option<&'static Experiment> {
        Experiment::shown_by(self)
    }

    /// Opens an experiment. Asks first if a run or a study would be discarded.
    pub fn open_experiment(&mut self, experiment: &'static Experiment) {
        if self.is_refused() {
            return;
        }
        let has_trained = self.run.progress().step > 0 || matches!(self.run.phase(), Phase::Training);
        let link = self.link_of(experiment);
        let stays = link.config == *self.config && link.study == self.study.which();
        if (has_trained || self.study.has_found()) && !stays {
            *self.asked = Some(experiment);
            return;
        }
        self.set_up(experiment);
    }

    /// The experiment to open if the user agrees to discard the current run or study.
    pub fn asked(&self) -> Option<&'static Experiment> {
        *self.asked
    }

    /// Takes the user's answer to whether the current run or study may be discarded.
    pub fn answer(&mut self, is_yes: bool) {
        match self.asked.take() {
            Some(experiment) if is_yes => self.set_up(experiment),
            _ => {}
        }
    }

    /// The experiment's link, with the user's backend and drawing and the teacher's notes.
    fn link_of(&self, experiment: &Experiment) -> Link {
        let has_mnist = self.run.prepared().is_some_and(|prepared| prepared.has_mnist);
        let mut link = experiment.link(has_mnist);
        link.config.backend = self.config.backend;
        link.drawing = self.pad.drawing().clone();
        link.teaching = self.teaching.clone();
        link
    }

    fn set_up(&mut self, experiment: &'static Experiment) {
        self.run.take_queued();
        self.load(self.link_of(experiment), vec![]);
        *self.run_at_once = false;
        *self.noted = Some(experiment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_experiment_is_a_link_that_opens_it() {
        for experiment in Experiment::all() {
            for has_mnist in [false, true] {
                let link = experiment.link(has_mnist);
                assert_eq!(Link::from_hash(&link.to_hash()), (link.clone(), vec![]), "{}", experiment.id);
                let state = State::new(link, vec![]);
                assert_eq!(state.experiment().map(|shown| shown.id), Some(experiment.id));
                assert_eq!(Experiment::find(experiment.id).map(|found| found.name), Some(experiment.name));
            }
        }
    }

    #[test]
    fn the_tool_that_a_note_mentions_is_open() {
        let speaks = |experiment: &&Experiment| experiment.look_for.contains("under Generate");
        let experiments: Vec<&Experiment> = Experiment::all().filter(speaks).collect();
        assert_eq!(experiments.iter().map(|experiment| experiment.id).collect::<Vec<_>>(), ["vae-notebook"]);
        assert_eq!(experiments[0].link(false).play.tool, Some(Tool::Generate));
    }

    #[test]
    fn a_question_about_the_current_run_discards_nothing() {
        let mut state = State::new(Link::default(), vec![]);
        state.run.set_step(1);
        let generated = Experiment::find("new-digits").unwrap();
        assert!(state.experiment().is_none());
        assert!(state.sent(|state| state.open_experiment(generated)).is_empty(), "the trainer is not listening yet");
        assert!(state.asked.is_none());
        assert_eq!((state.noted.map(|noted| noted.id), state.run.progress().step), (Some(generated.id), 1));
    }

    #[test]
    fn a_teachers_title_stays_and_a_lock_holds() {
        let mut state = State::new(Link::default(), vec![]);
        state.teaching.set_title("Week 3");
        let [first, second, ..] = &EXPERIMENTS;
        state.open_experiment(first);
        assert_eq!(state.teaching.title(), "Week 3");
        state.teaching.is_locked = true;
        state.open_experiment(second);
        assert_eq!(state.experiment().map(|shown| shown.id), Some(first.id));
        assert!(state.message.is_some());
    }

    #[test]
    fn a_run_is_discarded_only_if_the_user_agrees() {
        let mut state = State::new(Link::default(), vec![]);
        let [first, .., last] = &EXPERIMENTS;
        state.open_experiment(first);
        assert_eq!(state.experiment().map(|shown| shown.id), Some(first.id), "nothing is lost yet");
        state.run.set_step(3);
        state.open_experiment(last);
        assert_eq!(state.experiment().map(|shown| shown.id), Some(first.id));
        state.answer(false);
        assert_eq!((state.experiment().map(|shown| shown.id), state.run.progress().step), (Some(first.id), 3));
        state.open_experiment(last);
        state.answer(true);
        assert_eq!(state.experiment().map(|shown| shown.id), Some(last.id));
    }

    #[test]
    fn own_images_are_replaced_by_points_and_rows_but_not_by_other_images() {
        for (id, source) in [("vector-field", Source::Spiral), ("table", Source::Table), ("linear", Source::Own)] {
            let mut state = State::new(Link::default(), vec![]);
            state.config.source = Source::Own;
            let experiment = EXPERIMENTS.iter().find(|experiment| experiment.id == id).unwrap();
            state.open_experiment(experiment);
            assert_eq!(state.config.source, source, "{id}");
        }
    }
}
