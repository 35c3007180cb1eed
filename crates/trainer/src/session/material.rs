//! A run's data, prepared for training: what each network of the run learns from and is evaluated on.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use burn::tensor::Device;
use serde::{Deserialize, Serialize};

use super::{
    dataset::{DataParts, DataSet, ShownData},
    host::DataError,
};
use crate::{
    image_pca::Principal,
    model::Shape,
    train::{Batch, Batches, Compute, EvaluationSet},
};
use hourglass_core::{
    config::Config,
    data::{examples::InputTransform, schedule::Schedule, split::Split},
    rng::{Purpose, generator},
};

/// Some consecutive steps of an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub epoch: usize,
    /// The first step, within the epoch.
    pub step: usize,
    pub steps: usize,
}

/// The data of a run. It depends only on the settings and the data set, so it is the same in every worker.
pub struct Material {
    /// The settings at the start of the run; a network may have been tuned since.
    config: Config,
    pub data: DataSet,
    pub device: Device,
    pub split: Split,
    pub schedule: Schedule,
    pub batches: Batches,
    /// The batches of the separate test set, if there is one.
    test_batches: Option<Batches>,
    pub shown: ShownData,
    /// The components of the training images, once they are needed.
    pub principal: RefCell<Option<Rc<Principal>>>,
    /// The batches of the latest epoch, and its number.
    epoch: RefCell<(usize, Rc<Vec<Vec<usize>>>)>,
    /// The batches of the latest steps, for as long as someone keeps them.
    latest: RefCell<Option<(Span, Weak<Vec<Batch>>)>>,
}

impl Material {
    /// # Errors
    /// A part of the data would be empty.
    pub fn new(config: &Config, data: &DataSet, place: &Compute) -> Result<Self, DataError> {
        let DataParts { examples, test, split, shown } = data.parts(config)?;
        let device = &place.device;
        let schedule = Schedule::new(config.seed, config.batch_size, split.train.clone());
        Ok(Self {
            config: config.clone(),
            data: data.clone(),
            device: device.clone(),
            split,
            epoch: RefCell::new((0, Rc::new(schedule.batches(0)))),
            schedule,
            batches: Batches::new(examples, device, place.is_gpu()),
            test_batches: test.map(|test| Batches::new(test, device, place.is_gpu())),
            shown,
            principal: RefCell::default(),
            latest: RefCell::default(),
        })
    }

    /// The shape of the run's networks.
    pub fn shape(&self) -> Shape {
        let examples = self.batches.examples();
        Shape::new(&self.config, examples.inputs(), examples.outputs())
    }

    /// The number of steps before a span, over all epochs.
    pub fn steps_before(&self, span: Span) -> usize {
        span.epoch * self.schedule.steps_per_epoch() + span.step
    }

    /// The number of examples in each step.
    pub fn counts(&self, span: Span) -> Vec<usize> {
        self.indices(span.epoch)[span.step..span.step + span.steps].iter().map(Vec::len).collect()
    }

    /// The batches of some steps, with noise and augmentation. While they are kept, asking again makes no new ones.
    pub fn batches_of(&self, span: Span) -> Rc<Vec<Batch>> {
        let latest =
            self.latest.borrow().as_ref().filter(|(latest, _)| *latest == span).and_then(|(_, kept)| kept.upgrade());
        if let Some(batches) = latest {
            return batches;
        }
        let alteration = InputTransform::in_training(&self.config);
        let first = self.steps_before(span);
        let indices = self.indices(span.epoch);
        let batch = |step: usize| {
            let mut rng = generator(self.config.seed, Purpose::InputTransform, (first + step) as u64);
            self.batches.take(indices[span.step + step].clone(), &alteration, &mut rng)
        };
        let batches: Rc<Vec<Batch>> = Rc::new((0..span.steps).map(batch).collect());
        *self.latest.borrow_mut() = Some((span, Rc::downgrade(&batches)));
        batches
    }

    /// The indices of an epoch's batches.
    fn indices(&self, epoch: usize) -> Rc<Vec<Vec<usize>>> {
        let mut latest = self.epoch.borrow_mut();
        if latest.0 != epoch {
            *latest = (epoch, Rc::new(self.schedule.batches(epoch)));
        }
        Rc::clone(&latest.1)
    }

    pub fn test_set(&self) -> EvaluationSet<'_> {
        self.evaluation_set(self.test_batches.as_ref().unwrap_or(&self.batches), &self.split.test)
    }

    /// `None` if the test examples are used for validation.
    pub fn validation_set(&self) -> Option<EvaluationSet<'_>> {
        let indices = &self.split.validation;
        (!indices.is_empty()).then(|| self.evaluation_set(&self.batches, indices))
    }

    fn evaluation_set<'a>(&self, batches: &'a Batches, indices: &'a [usize]) -> EvaluationSet<'a> {
        let Config { seed, range, .. } = self.config;
        EvaluationSet { batches, indices, alteration: InputTransform::in_evaluation(&self.config), seed, range }
    }
}
