//! What the page and the trainer say to each other: two closed enums and the plain data in them.
//!
//! Every event of a run names it, so that late news of a run that was given up can be dropped. Data of the user's own is
//! given first, by [`Command::Load`], and a run is prepared of it once it was read. Pictures are paced by the page:
//! the trainer sends the next ones only after [`Command::Painted`], and the newest win. Losses are never dropped: they
//! gather until they can be sent. Nor are the pictures at the end of an epoch, of which the page keeps some.

mod brief;

use serde::{Deserialize, Serialize};

use crate::{
    bytes::Bytes,
    config::{Config, Model, PerModel, Study},
    data::table::{Choice, Chosen, Summary},
};

pub use crate::data::split::Sizes;

/// One set-up of data and networks; a reset begins a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// One set of data that the page gives, or one choice of what is learned of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LoadId(pub u32);

/// From the page to the trainer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Read data of the user's own, in the place of what was there of that kind: [`Event::Loaded`]. The run goes on.
    Load {
        load: LoadId,
        data: Data,
    },
    /// Get the data, choose the device, make the networks with their initial weights.
    Prepare {
        run: RunId,
        config: Config,
    },
    /// Train, or go on training, to the last epoch.
    Train,
    /// Train to the end of the epoch, then pause.
    TrainEpoch,
    Pause,
    /// What may change while training.
    Tune(Tuning),
    /// What is on the pad: 784 bytes, or nothing.
    Draw(Option<Vec<u8>>),
    /// Ask a network something beside its training. Each query is answered once.
    Query {
        model: Model,
        asker: Asker,
        query: Query,
    },
    /// The last pictures have been painted; new ones are welcome.
    Painted,
    /// Begin a study with these settings, or go on with one of which something is known already; the run waits.
    BeginStudy {
        run: RunId,
        config: Config,
        study: Study,
        known: Vec<SweepPoint>,
    },
    PauseStudy,
    ResumeStudy,
    /// Give the study up.
    EndStudy,
    /// Time a step of these networks on WebGPU and on the CPU, beside any run.
    Trial(Config),
    /// Go on from a checkpoint: with these settings where there are some (their layers must be the checkpoint's), else with
    /// its own. A refused checkpoint leaves the old run as it was.
    Restore {
        run: RunId,
        config: Option<Config>,
        checkpoint: Bytes,
    },
    /// Answer a checkpoint of the run as it is: [`Event::Saved`].
    Save,
    /// Answer the places of all test examples in the latent space of each network: [`Event::Latents`].
    Latents,
}

/// Data that only the page has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Data {
    /// IDX files, plain or gzipped.
    Images { images: Bytes, labels: Option<Bytes> },
    /// A CSV file, and what is learned of it; what suits the table where nothing is asked for.
    Table { bytes: Bytes, choice: Option<Choice> },
    /// Something else to learn of the table that is there.
    Choice(Choice),
}

/// What may change while training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tuning {
    pub learning_rate: f32,
    pub beta: f32,
    pub epochs: usize,
}

impl From<&Config> for Tuning {
    fn from(config: &Config) -> Self {
        Self { learning_rate: config.learning_rate, beta: config.beta, epochs: config.epochs }
    }
}

/// From the trainer to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The trainer listens. Always the first event; what is sent before it is lost.
    Ready,
    /// Data was read; or else it cannot be used, and why, in a sentence. Then what was there before stays.
    Loaded { load: LoadId, outcome: Result<Loaded, String> },
    /// News of a run.
    Run { run: RunId, event: RunEvent },
    /// News of a study, which has a name of its own.
    Studied { run: RunId, finding: Box<Finding> },
    /// What came of a trial, of no run; or why WebGPU cannot be used.
    Tried(Result<Timing, String>),
}

/// Data that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Loaded {
    Images,
    Table {
        summary: Box<Summary>,
        chosen: Chosen,
    },
    /// Whether the rows are others than before.
    Choice {
        chosen: Chosen,
        is_new: bool,
    },
}

/// What happens to a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RunEvent {
    /// Bytes of the data fetched so far.
    Fetching {
        loaded: u64,
        total: u64,
    },
    /// The WebGPU start-up check begins; if the trainer dies now, WebGPU is to blame.
    CheckingWebgpu,
    /// The run is ready to train.
    Prepared(Box<Prepared>),
    Report(Box<Report>),
    /// What the networks make of the digits on the page after an epoch, without the drawing. One for every epoch, and one
    /// for the first weights, however busy the page is.
    Snapshot {
        /// Finished epochs.
        epoch: usize,
        pictures: Box<PerModel<Pictures>>,
    },
    Reply {
        model: Model,
        asker: Asker,
        reply: Reply,
    },
    /// The trainer waits: it was paused, or has trained the epoch that it was asked for.
    Paused,
    /// The last epoch is done.
    Finished,
    /// The checkpoint that it should go on from cannot be used, and why; the run before it goes on. Or the run cannot be saved.
    Refused(String),
    /// The run cannot go on, and why.
    Failed(String),
    /// A checkpoint after an epoch, for the page to keep: at most one a second, and always after the last epoch.
    Checkpoint {
        /// Finished epochs.
        epoch: usize,
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// The answer to [`Command::Save`].
    Saved {
        /// Finished epochs.
        epoch: usize,
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// The answer to [`Command::Latents`].
    Latents {
        /// `latent` numbers an example; the VAE's are mu.
        latents: PerModel<Vec<f32>>,
        /// One label an example; `None` when the data has none.
        labels: Option<Vec<u8>>,
        latent: usize,
    },
    /// A loss is no longer a number: the run has stopped, and why in a sentence. The page offers the last good epoch with a
    /// tenth of the rate.
    Diverged {
        model: Model,
        /// Finished steps.
        step: usize,
        learning_rate: f32,
        message: String,
    },
}

/// Where the networks compute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Backend {
    Webgpu {
        /// The adapter's own name.
        adapter: String,
    },
    Cpu {
        /// Why not WebGPU, in a sentence; empty when the user chose the CPU.
        why: String,
    },
}

impl Backend {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Webgpu { .. } => "webgpu",
            Self::Cpu { .. } => "cpu",
        }
    }
}

/// Milliseconds that a step of the same networks takes on either backend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// The adapter's own name.
    pub adapter: String,
    pub webgpu: f64,
    pub cpu: f64,
}

/// A run that is ready to train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    /// As it is used: bounded, and with what the data allows.
    pub config: Config,
    pub backend: Backend,
    pub sizes: Sizes,
    /// Whether this page was built with the whole of MNIST.
    pub has_mnist: bool,
    pub sample: Sample,
    /// Reconstruction loss on the validation images of always answering the training images' mean.
    pub baseline: f32,
    /// Numbers that each network learns: its weights and biases.
    pub parameters: PerModel<usize>,
    /// What was replaced, each in a sentence.
    pub notices: Vec<String>,
}

/// The examples that the page shows, at most 1,000: test images, or any points and rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// 784 bytes an image; nothing where the data is no images.
    pub images: Vec<u8>,
    /// Two coordinates a point; nothing where the data is no points of the plane.
    pub points: Vec<f32>,
    /// The exhibits as the networks get them, where noise spoils them; 784 bytes an image.
    pub noisy: Vec<u8>,
    /// One label an image; `None` when the data has none.
    pub labels: Option<Vec<u8>>,
    /// The images whose reconstructions are shown, at most ten: one of each class where there are labels.
    pub exhibits: Vec<usize>,
}

impl Sample {
    /// The 784 bytes of an image.
    pub fn image(&self, index: usize) -> Option<&[u8]> {
        let start = index.checked_mul(crate::data::image::PIXELS)?;
        self.images.get(start..start + crate::data::image::PIXELS)
    }

    pub fn label(&self, index: usize) -> Option<u8> {
        self.labels.as_ref()?.get(index).copied()
    }
}

/// News of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub progress: Progress,
    /// New points of the loss curves since the last report.
    pub curve: Vec<CurvePoint>,
    pub measures: Vec<Measured>,
    pub pictures: Option<PerModel<Pictures>>,
    /// What PCA comes to, once it is known.
    pub pca: Option<PcaErrors>,
}

/// What is lost by rebuilding images from as many principal components of the training images as the latent has numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PcaErrors {
    /// On the validation images, as the networks' reconstruction loss: summed over the pixels.
    pub validation: f32,
    /// On the test images: the mean squared error a pixel, in squared intensity.
    pub test_mse: f32,
}

/// How far a run has come, and how fast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Finished epochs.
    pub epoch: usize,
    pub epochs: usize,
    /// Finished steps; one step updates every trained network once, on the same batch.
    pub step: usize,
    pub steps_per_epoch: usize,
    /// Milliseconds a step takes, over the last few.
    pub ms_per_step: f64,
    pub images_per_second: f64,
}

/// One point of a loss curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    pub model: Model,
    pub kind: CurveKind,
    /// Position on the axis: finished epochs, with the part of the one begun.
    pub epoch: f32,
    pub terms: Terms,
}

/// What a point of a curve is the mean of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CurveKind {
    /// The steps since the point before.
    Training,
    /// All steps of the epoch that ends here.
    TrainingEpoch,
    /// The validation images.
    Validation,
    /// The test images; `mse` is the mean squared error a pixel, in squared intensity.
    Test { mse: f32 },
    /// Training has stopped, and the network was set back to what it was at this point; terms as of
    /// [`CurveKind::Validation`].
    Restored { mse: f32 },
}

/// The terms of a loss: per image, averaged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// What is minimised: the sum of the others, KL with its weight.
    pub loss: f32,
    /// Summed over the pixels; unit as in [`crate::config::Loss::unit`].
    pub reconstruction: f32,
    /// In nats, summed over the latent; 0 for the AE.
    pub kl: f32,
    /// The AE's penalties for its code and for its slopes, with their weights.
    pub penalty: f32,
}

/// Something besides the losses that is measured at the end of an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub model: Model,
    pub measure: Measure,
    /// Finished epochs.
    pub epoch: usize,
    pub value: f32,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// The largest principal angle between what the decoder spans and the principal components, in degrees.
    Angle,
    /// The squared Frobenius norm of the encoder's Jacobian, averaged over images.
    Jacobian,
    /// Share of the code's units that answer something other than 0, averaged over the sample.
    Active,
    /// Units of the code that answer 0 to everything in the sample.
    Dead,
    /// Of the test rows, from here on.
    Accuracy,
    Precision,
    Recall,
    F1,
}

/// What a network makes of the digits on the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pictures {
    /// The exhibits' reconstructions, 784 bytes each.
    pub reconstructions: Vec<u8>,
    /// The sample's places in the latent space, `latent` numbers each; the VAE's are mu.
    pub latents: Vec<f32>,
    /// The drawn digit's.
    pub drawn: Option<Drawn>,
    /// Where the points of [`crate::data::plane::grid`] are moved to, two coordinates each; nothing where the data is no
    /// points of the plane.
    pub field: Vec<f32>,
}

/// What a network makes of the drawn digit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The VAE's is mu.
    pub latent: Vec<f32>,
    /// The logarithms of the VAE's variances; nothing for the AE.
    pub logvar: Vec<f32>,
    /// 784 bytes.
    pub image: Vec<u8>,
}

/// What on the page asks; the next query of an asker waits until the one before is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asker {
    /// The place that was picked in the scatter.
    Place,
    /// The tool of the playground that is open: for what lies at codes, for images, and for errors.
    Codes,
    Images,
    Errors,
}

/// What can be asked of a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Query {
    /// Decode codes, `latent` numbers each, at most [`MOST_CODES`].
    Decode(Vec<f32>),
    /// Rebuild images, 784 bytes each, at most [`MOST_IMAGES`].
    Rebuild(Vec<u8>),
    /// How far each image of the sample is from its reconstruction.
    Errors,
}

/// Codes decoded, and images rebuilt, at a time.
pub const MOST_CODES: usize = 1024;
pub const MOST_IMAGES: usize = 64;

/// What a network answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// 784 bytes each.
    Images(Vec<u8>),
    /// Mean squared errors a pixel, in squared intensity.
    Errors(Vec<f32>),
    /// There is no such network, or it cannot answer that.
    Nothing,
}

/// News of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// How much of it is done, from 0 to 1.
    Progress(f32),
    Components(Components),
    /// One latent size of a sweep is done.
    Point(SweepPoint),
    /// The three VAEs after another epoch.
    Betas([BetaPicture; 3]),
    Paused,
    Finished,
    /// The study cannot go on, and why.
    Failed(String),
}

/// The principal components of the images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Components {
    /// Images that the components are of.
    pub images: usize,
    /// Share of the variance by number of components, from one to all.
    pub cumulative: Vec<f32>,
    /// Mean squared error a pixel of rebuilding those images from 1, 2, ... components.
    pub errors: Vec<f32>,
    /// The mean image and the first components, each `side * side` numbers.
    pub mean: Vec<f32>,
    pub axes: Vec<Vec<f32>>,
    pub side: usize,
    /// The sample's places along the first two, and its labels.
    pub places: Vec<f32>,
    pub labels: Option<Vec<u8>>,
}

/// What a latent size came to; mean squared errors a pixel on the test images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    pub latent: usize,
    pub ae: f32,
    pub pca: f32,
}

/// One of the three VAEs that differ in beta.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BetaPicture {
    pub beta: f32,
    /// The sample's places in the latent space.
    pub latents: Vec<f32>,
    /// On the validation images.
    pub terms: Terms,
    /// Digits decoded from the prior, 784 bytes each.
    pub generated: Vec<u8>,
}
