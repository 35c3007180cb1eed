//! The comparison with PCA, which runs beside training.
//!
//! One chunk of the training images is processed between two stretches, so that neither waits long for the other; the rest
//! is processed when the run is done. It does not affect the networks' results.

use std::rc::Rc;

use super::{
    host::Host,
    pca_comparison::PcaComparison,
    run::{Run, RunError},
};
use crate::{
    image_pca::{Fitting, Principal},
    train::EvaluationSet,
};
use hourglass_core::{
    config::{Config, DataKind, Loss, Models, Noise},
    protocol::PcaErrors,
};

impl Run {
    /// Whether PCA solves the same task as the AE: reconstruct clean images with the least squared error.
    fn compares_with_pca(&self) -> bool {
        let Config { source, loss, models, noise, .. } = &self.config;
        (source.kind(), *loss, *noise) == (DataKind::Images, Loss::Mse, Noise::None) && *models != Models::Vae
    }

    /// Continues the comparison, once an epoch is finished.
    ///
    /// # Errors
    /// The device failed.
    pub async fn compare(&mut self, host: &impl Host) -> Result<(), RunError> {
        if self.epoch == 0 || !self.compares_with_pca() {
            return Ok(());
        }
        while matches!(self.pca_comparison, PcaComparison::Unknown | PcaComparison::Fitting(_)) {
            self.compare_a_little().await?;
            if !self.is_done() {
                break;
            }
            host.yield_now().await;
        }
        Ok(())
    }

    async fn compare_a_little(&mut self) -> Result<(), RunError> {
        let material = Rc::clone(&self.material);
        let (examples, train) = (material.batches.examples(), &material.split.train);
        if material.principal.borrow().is_none() {
            let mut fitting = match std::mem::take(&mut self.pca_comparison) {
                PcaComparison::Fitting(fitting) => fitting,
                _ => Box::new(Fitting::new(examples, train, &material.device)),
            };
            if fitting.add(examples, train).await? {
                self.pca_comparison = PcaComparison::Fitting(fitting);
                return Ok(());
            }
            *material.principal.borrow_mut() = Some(Rc::new(fitting.finish(self.config.latent)));
        }
        // Without components there is nothing to report.
        self.pca_comparison = match material.principal.borrow().as_ref().filter(|principal| !principal.axes.is_empty())
        {
            Some(principal) => PcaComparison::Ready(self.errors_of(principal)),
            None => PcaComparison::Reported,
        };
        Ok(())
    }

    /// The errors with as many components as the latent has numbers.
    fn errors_of(&self, principal: &Principal) -> PcaErrors {
        let test = self.material.test_set();
        let validation = self.material.validation_set().unwrap_or_else(|| self.material.test_set());
        let error = |asked: &EvaluationSet<'_>| {
            let rows = asked.batches.examples().gather(asked.indices);
            principal.error_on(&rows, &[self.config.latent]).first().copied().unwrap_or(f64::NAN)
        };
        let (least, most) = self.config.range.bounds();
        PcaErrors {
            validation: (error(&validation) * self.material.batches.examples().inputs() as f64) as f32,
            test_mse: (error(&test) / f64::from(most - least).powi(2)) as f32,
        }
    }
}
