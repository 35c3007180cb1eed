//! The measures at the end of an epoch, other than the losses.

use std::rc::Rc;

use burn::tensor::Tensor;

use super::{host::Yield, trainee::Trainee};
use crate::{
    image_pca::{self, Principal, largest_angle},
    model::{ReadError, answers, read, tensor},
    train::jacobian,
};
use hourglass_core::{
    config::{Activation, Code, Config, DataKind, Loss, Model, Output},
    data::table::Metrics,
    protocol::Measure,
};

/// A unit of the code is silent if its output is smaller than this.
const SILENT: f32 = 1e-3;
/// The maximum size of a code whose Jacobian is measured although there is no penalty for it.
const LATENT_OF_FREE_JACOBIAN: usize = 16;

impl Trainee {
    /// The measures of the network in its current state.
    ///
    /// # Errors
    /// The device failed.
    pub(super) async fn measures(&mut self, host: &dyn Yield) -> Result<Vec<(Measure, f32)>, ReadError> {
        let mut values = Vec::new();
        if self.config.source.kind() == DataKind::Table {
            values.extend(self.metrics().await?);
        }
        if self.model == Model::Ae {
            if self.is_linear() {
                values.push((Measure::Angle, self.angle(host).await?));
            }
            if self.config.latent <= LATENT_OF_FREE_JACOBIAN || self.config.contractive > 0.0 {
                let norm = jacobian(&self.learner.network(), &self.material.test_set()).await?;
                values.extend(norm.map(|norm| (Measure::Jacobian, norm)));
            }
            if self.config.code == Code::Relu || self.config.sparse > 0.0 {
                values.extend(self.activity().await?);
            }
        }
        Ok(values)
    }

    /// Whether the AE computes the same as PCA: no activation anywhere, squared error.
    fn is_linear(&self) -> bool {
        let Config { activation, code, output, loss, .. } = self.config;
        (activation, code, output, loss) == (Activation::Linear, Code::Linear, Output::Linear, Loss::Mse)
    }

    /// The largest principal angle between the decoder's span and the principal components of the training images.
    async fn angle(&mut self, host: &dyn Yield) -> Result<f32, ReadError> {
        let latent = self.config.latent;
        let principal = self.principal(host).await?;
        // Each column of a linear decoder is its output for a unit code minus its output for a zero code.
        let mut codes = vec![0.0; (latent + 1) * latent];
        (0..latent).for_each(|i| codes[i * latent + i] = 1.0);
        let network = self.learner.network();
        let answers = read(network.decode(tensor(codes, latent, &self.material.device))).await?;
        let outputs = answers.len() / (latent + 1);
        let nothing = &answers[latent * outputs..];
        let columns: Vec<f32> = (0..outputs)
            .flat_map(|row| (0..latent).map(move |k| (row, k)))
            .map(|(row, k)| answers[k * outputs + row] - nothing[row])
            .collect();
        Ok(largest_angle(&principal.axes[..latent.min(principal.axes.len())], &columns) as f32)
    }

    /// The principal components of the training examples, as many as the latent has numbers.
    async fn principal(&self, host: &dyn Yield) -> Result<Rc<Principal>, ReadError> {
        let material = &self.material;
        let known = material.principal.borrow().clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let (examples, train) = (material.batches.examples(), &material.split.train);
        let yield_now = async |_| host.yield_now().await;
        let principal =
            Rc::new(image_pca::fit(examples, train, self.config.latent, &material.device, yield_now).await?);
        *material.principal.borrow_mut() = Some(Rc::clone(&principal));
        Ok(principal)
    }

    /// The share of the code's units that are active, averaged over the sample, and the number that never are.
    async fn activity(&mut self) -> Result<[(Measure, f32); 2], ReadError> {
        let latent = self.config.latent;
        let codes = self.sample_latents().await?;
        let speaks = |value: &f32| value.abs() > SILENT;
        let active = codes.iter().filter(|value| speaks(value)).count() as f32 / codes.len().max(1) as f32;
        let dead = (0..latent).filter(|&unit| !codes.iter().skip(unit).step_by(latent).any(speaks)).count();
        Ok([(Measure::Active, active), (Measure::Dead, dead as f32)])
    }

    /// How well the test rows are classified.
    async fn metrics(&self) -> Result<[(Measure, f32); 4], ReadError> {
        let test = &self.material.split.test;
        let network = self.learner.network();
        let logits: Tensor<2> = network.decode(network.encode(self.material.batches.select(test)).mean);
        let probabilities = read(answers(Output::Sigmoid, logits)).await?;
        let labels: Vec<u8> = match self.material.batches.examples().answers() {
            Some(answers) => test.iter().map(|&index| answers[index] as u8).collect(),
            None => vec![],
        };
        let Metrics { accuracy, precision, recall, f1, .. } = Metrics::of(&probabilities, &labels);
        Ok([
            (Measure::Accuracy, accuracy),
            (Measure::Precision, precision),
            (Measure::Recall, recall),
            (Measure::F1, f1),
        ])
    }

    /// The codes of the sample from the network in its current state.
    pub(super) async fn sample_latents(&mut self) -> Result<Vec<f32>, ReadError> {
        if let Some(places) = self.latents.clone() {
            return Ok(places);
        }
        let places = self.learner.encode(self.material.shown.inputs.clone()).await?.mean;
        self.latents = Some(places.clone());
        Ok(places)
    }
}
