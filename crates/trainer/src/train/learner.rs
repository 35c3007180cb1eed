//! A network in training, and the choice of how it is trained.

use std::ops::{Deref, DerefMut};

use burn::tensor::Device;
use hourglass_core::config::Model;

use super::{
    Compute, Objective,
    autodiff::Autodiff,
    dense::{Plan, with_explicit_gradients},
    training_method::TrainingMethod,
};
use crate::model::{Shape, Weights};

/// A network with its optimizer, however it is trained.
pub struct Learner(Box<dyn TrainingMethod>);

impl Learner {
    /// A network with these weights; `None` if they do not fit the shape. Dense networks are trained by explicit formulas;
    /// all others, and those with a penalty on the Jacobian, by automatic differentiation.
    pub fn new(model: Model, shape: &Shape, weights: &Weights, objective: &Objective, place: &Compute) -> Option<Self> {
        let variational = model == Model::Vae;
        let has_formulas = variational || objective.contractive == 0.0;
        match Plan::new(shape, variational).filter(|_| has_formulas) {
            Some(plan) => with_explicit_gradients(plan, weights, place).map(Self),
            None => Self::by_autodiff(model, shape, weights, &place.device),
        }
    }

    /// A network of any kind that is trained by automatic differentiation.
    pub fn by_autodiff(model: Model, shape: &Shape, weights: &Weights, device: &Device) -> Option<Self> {
        Some(Self(Box::new(Autodiff::new(shape, model == Model::Vae, weights, device)?)))
    }
}

impl Deref for Learner {
    type Target = dyn TrainingMethod;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl DerefMut for Learner {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.0
    }
}
