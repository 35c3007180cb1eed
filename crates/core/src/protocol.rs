//! The messages between the page and the trainer: two enums and the plain data in them.
//!
//! Every event of a run carries its id, so that late events of an abandoned run can be dropped. The user's own data is sent
//! first, by [`Command::Load`]; a run can be prepared from it once it has been read. The page paces the pictures: the trainer
//! sends new ones only after [`Command::Painted`], and then only the latest. Losses are never dropped; they are collected until
//! they can be sent. The pictures at the end of an epoch are not dropped either, because the page keeps some of them.

mod brief;

use serde::{Deserialize, Serialize};

use crate::{
    bytes::Bytes,
    config::{Config, Model, PerModel, Study},
    data::table::{Choice, Chosen, Summary},
};

pub use crate::data::split::Sizes;

/// One set-up of data and networks; a reset starts a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// One data set that the page sends, or one choice from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LoadId(pub u32);

/// From the page to the trainer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Read the user's own data, which replaces the earlier data of that kind; answered by [`Event::Loaded`]. The run continues.
    Load {
        load: LoadId,
        data: Data,
    },
    /// Get the data, choose the device, create the networks with their initial weights.
    Prepare {
        run: RunId,
        config: Config,
    },
    /// Train to the last epoch, from wherever the run is.
    Train,
    /// Train to the end of the epoch, then pause.
    TrainEpoch,
    Pause,
    /// Change the settings that may change during training.
    Tune(Tuning),
    /// The drawing on the pad: 784 bytes, or `None` if it is empty.
    Draw(Option<Vec<u8>>),
    /// Evaluate a network outside its training. Each query is answered once.
    Query {
        model: Model,
        asker: Asker,
        query: Query,
    },
    /// The last pictures have been painted; the trainer may send new ones.
    Painted,
    /// Start a study with these settings, or continue one with the points that are already known; the run waits.
    BeginStudy {
        run: RunId,
        config: Config,
        study: Study,
        known: Vec<SweepPoint>,
    },
    PauseStudy,
    ResumeStudy,
    /// Abandon the study.
    EndStudy,
    /// Time a step of these networks on WebGPU and on the CPU, independently of any run.
    Trial(Config),
    /// Continue from a checkpoint, with these settings if given (their layers must match the checkpoint's), otherwise with
    /// the checkpoint's. If the checkpoint is refused, the old run does not change.
    Restore {
        run: RunId,
        config: Option<Config>,
        checkpoint: Bytes,
    },
    /// Train all networks in this worker, or not; this holds for the next run.
    UseOneWorker(bool),
    /// Make a checkpoint of the run in its current state; answered by [`RunEvent::Saved`].
    Save,
    /// Encode all test examples with each network; answered by [`RunEvent::Latents`].
    Latents,
}

/// Data that comes from the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Data {
    /// IDX files, plain or gzipped.
    Images { images: Bytes, labels: Option<Bytes> },
    /// A CSV file, and a choice from it; without one, the trainer makes a choice that suits the table.
    Table { bytes: Bytes, choice: Option<Choice> },
    /// Another choice from the current table.
    Choice(Choice),
}

/// The settings that may change during training.
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
    /// The trainer is listening. Always the first event; earlier commands are lost.
    Ready,
    /// Data was read, or it cannot be used, for the reason in the sentence; the earlier data then stays.
    Loaded { load: LoadId, outcome: Result<Loaded, String> },
    /// An event of a run.
    Run { run: RunId, event: RunEvent },
    /// An event of a study, which has its own id.
    Studied { run: RunId, finding: Box<Finding> },
    /// The result of a trial, which belongs to no run, or the reason why WebGPU cannot be used.
    TrialResult(Result<Timing, String>),
}

/// Data that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Loaded {
    Images,
    Table {
        summary: Box<Summary>,
        chosen: Chosen,
    },
    /// `is_new`: whether the rows changed.
    Choice {
        chosen: Chosen,
        is_new: bool,
    },
}

/// An event of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RunEvent {
    /// The number of bytes of the data fetched so far.
    Fetching {
        loaded: u64,
        total: u64,
    },
    /// The start-up check of WebGPU begins; if the trainer terminates during it, WebGPU is the cause.
    CheckingWebgpu,
    /// The run is ready to train.
    Prepared(Box<Prepared>),
    Report(Box<Report>),
    /// What the networks make of the digits on the page after an epoch, without the drawing. One is sent for every epoch, and one
    /// for the initial weights, however busy the page is.
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
    /// The trainer waits: it was paused, or has trained the requested epoch.
    Paused,
    /// The last epoch is done.
    Finished,
    /// The checkpoint cannot be used, for this reason, and the previous run continues; or the run cannot be saved.
    Refused(String),
    /// The run cannot continue, for this reason.
    Failed(String),
    /// A checkpoint after an epoch, for the page to keep: at most one per second, and always after the last epoch.
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
        /// `latent` numbers per example; mu for the VAE.
        latents: PerModel<Vec<f32>>,
        /// One label per example; `None` if the data has no labels.
        labels: Option<Vec<u8>>,
        latent: usize,
    },
    /// A loss is no longer a finite number, so the run has stopped; `message` explains it in a sentence. The page offers to
    /// continue from the last good epoch with a tenth of the learning rate.
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
        /// The name that the adapter reports.
        adapter: String,
    },
    Cpu {
        /// Why WebGPU is not used, in a sentence; empty if the user chose the CPU.
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

/// The milliseconds that a step of the same networks takes on each backend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// The name that the adapter reports.
    pub adapter: String,
    pub webgpu: f64,
    pub cpu: f64,
}

/// A run that is ready to train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    /// The configuration in use: within its bounds, and limited to what the data allows.
    pub config: Config,
    pub backend: Backend,
    pub sizes: Sizes,
    /// Whether this page was built with the whole of MNIST.
    pub has_mnist: bool,
    pub sample: Sample,
    /// The reconstruction loss on the validation images of always answering with the mean of the training images.
    pub baseline: f32,
    /// The number of weights and biases in each network.
    pub parameters: PerModel<usize>,
    /// What was replaced, each described in a sentence.
    pub notices: Vec<String>,
}

/// The examples that the page shows, at most 1,000: test images, or points or rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// 784 bytes per image; empty if the data is not images.
    pub images: Vec<u8>,
    /// Two coordinates per point; empty if the data is not points.
    pub points: Vec<f32>,
    /// The exhibits with their noise, as the networks get them; 784 bytes per image. Empty without noise.
    pub noisy: Vec<u8>,
    /// One label per example; `None` if the data has no labels.
    pub labels: Option<Vec<u8>>,
    /// The images whose reconstructions are shown, at most ten: one of each class if there are labels.
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

/// The progress of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub progress: Progress,
    /// New points of the loss curves since the last report.
    pub curve: Vec<CurvePoint>,
    pub measures: Vec<Measured>,
    pub pictures: Option<PerModel<Pictures>>,
    /// The errors of PCA, once they are known.
    pub pca: Option<PcaErrors>,
}

/// The errors of reconstructing images from as many principal components of the training images as the latent has numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PcaErrors {
    /// On the validation images, measured like the networks' reconstruction loss: summed over the pixels.
    pub validation: f32,
    /// On the test images: the mean squared error per pixel, in squared intensity.
    pub test_mse: f32,
}

/// How far a run has got, and how fast it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Finished epochs.
    pub epoch: usize,
    pub epochs: usize,
    /// Finished steps; one step updates every trained network once, on the same batch.
    pub step: usize,
    pub steps_per_epoch: usize,
    /// Milliseconds per step, averaged over the last few.
    pub ms_per_step: f64,
    pub images_per_second: f64,
    /// The number of workers that train networks of this run.
    pub workers: usize,
}

/// One point of a loss curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    pub model: Model,
    pub kind: CurveKind,
    /// Position on the axis: finished epochs plus the fraction of the current one.
    pub epoch: f32,
    pub terms: Terms,
}

/// What a point of a curve averages over.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CurveKind {
    /// The steps since the previous point.
    Training,
    /// All steps of the epoch that ends here.
    TrainingEpoch,
    /// The validation images.
    Validation,
    /// The test images; `mse` is the mean squared error per pixel, in squared intensity.
    Test { mse: f32 },
    /// Training has stopped, and the network was reset to its state at this point; the terms are those of
    /// [`CurveKind::Validation`].
    Restored { mse: f32 },
}

/// The terms of a loss, averaged per image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// The minimized total: the sum of the others, with KL weighted.
    pub loss: f32,
    /// Summed over the pixels, in the unit of [`crate::config::Loss::unit`].
    pub reconstruction: f32,
    /// In nats, summed over the latent; 0 for the AE.
    pub kl: f32,
    /// The AE's sparse and contractive penalties, weighted.
    pub penalty: f32,
}

/// A measure other than the losses, taken at the end of an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub model: Model,
    pub measure: Measure,
    /// Finished epochs.
    pub epoch: usize,
    pub value: f32,
}

/// A measure of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// The largest principal angle between the decoder's span and the principal components, in degrees.
    Angle,
    /// The squared Frobenius norm of the encoder's Jacobian, averaged over images.
    Jacobian,
    /// The share of the code's units with an output other than 0, averaged over the sample.
    Active,
    /// The number of units in the code whose output is 0 for the whole sample.
    Dead,
    /// On the test rows, like the measures below.
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
    /// The codes of the sample, `latent` numbers each; mu for the VAE.
    pub latents: Vec<f32>,
    /// The same for the drawn digit.
    pub drawn: Option<Drawn>,
    /// Where the network maps the points of [`crate::data::plane::grid`], two coordinates each; empty if the data is not
    /// points.
    pub field: Vec<f32>,
}

/// What a network makes of the drawn digit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Mu for the VAE.
    pub latent: Vec<f32>,
    /// The logarithms of the VAE's variances; empty for the AE.
    pub logvar: Vec<f32>,
    /// 784 bytes.
    pub image: Vec<u8>,
}

/// The part of the page that sends a query; it sends the next query only when the previous one is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asker {
    /// The point picked in the scatter plot.
    Place,
    /// The open tool of the playground: for decoded codes, for reconstructed images, and for errors.
    Codes,
    Images,
    Errors,
}

/// A query to a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Query {
    /// Decode codes, `latent` numbers each, at most [`MOST_CODES`].
    Decode(Vec<f32>),
    /// Reconstruct images, 784 bytes each, at most [`MOST_IMAGES`].
    Rebuild(Vec<u8>),
    /// Compute the error between each image of the sample and its reconstruction.
    Errors,
}

/// The maximum number of codes to decode, and of images to reconstruct, in one query.
pub const MOST_CODES: usize = 1024;
pub const MOST_IMAGES: usize = 64;

/// The answer of a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// 784 bytes each.
    Images(Vec<u8>),
    /// Mean squared errors per pixel, in squared intensity.
    Errors(Vec<f32>),
    /// There is no such network, or it cannot answer the query.
    Nothing,
}

/// An event of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// The finished fraction, from 0 to 1.
    Progress(f32),
    Components(Components),
    /// One latent size of a sweep is finished.
    Point(SweepPoint),
    /// The three VAEs after another epoch.
    Betas([BetaPicture; 3]),
    Paused,
    Finished,
    /// The study cannot continue, for this reason.
    Failed(String),
}

/// The principal components of the images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Components {
    /// The number of images that the components were computed from.
    pub images: usize,
    /// The cumulative share of the variance by number of components, from one to all.
    pub cumulative: Vec<f32>,
    /// The mean squared error per pixel of reconstructing those images from 1, 2, ... components.
    pub errors: Vec<f32>,
    /// The mean image and the first components, each `side * side` numbers.
    pub mean: Vec<f32>,
    pub axes: Vec<Vec<f32>>,
    pub side: usize,
    /// The sample's coordinates along the first two components, and its labels.
    pub places: Vec<f32>,
    pub labels: Option<Vec<u8>>,
}

/// The result for one latent size; mean squared errors per pixel on the test images.
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
    /// The codes of the sample.
    pub latents: Vec<f32>,
    /// On the validation images.
    pub terms: Terms,
    /// Digits decoded from the prior, 784 bytes each.
    pub generated: Vec<u8>,
}
