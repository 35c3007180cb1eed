//! The answers to the page's queries to a network.

use super::run::{Run, RunError};
use crate::{
    model::{Network, tensor},
    train::{EvaluationSet, latents},
};
use hourglass_core::{
    config::{Config, DataKind, Model, PerModel},
    data::{
        examples::as_input,
        image::{PIXELS, squared_error},
    },
    protocol::{MOST_CODES, MOST_IMAGES, Query, Reply},
};

/// The number of images to reconstruct, and of examples to encode, at a time.
const CHUNK: usize = 250;

impl Run {
    /// Answers a query; the answer is [`Reply::Nothing`] if there is no such network, no image, or the query is invalid.
    ///
    /// # Errors
    /// The device failed.
    pub async fn reply(&mut self, model: Model, query: &Query) -> Result<Reply, RunError> {
        let network = self.trainees.get(model).map(|trainee| trainee.learner.network());
        let Some(network) = network.filter(|_| self.config.source.kind() == DataKind::Images) else {
            return Ok(Reply::Nothing);
        };
        Ok(match query {
            Query::Decode(codes) if self.are_codes(codes) => {
                Reply::Images(self.decoded_bytes(&network, codes.clone()).await?)
            }
            Query::Rebuild(images) if are_images(images) => Reply::Images(self.rebuild(&network, images).await?),
            Query::Errors => Reply::Errors(self.errors(&network).await?),
            Query::Decode(_) | Query::Rebuild(_) => Reply::Nothing,
        })
    }

    fn are_codes(&self, codes: &[f32]) -> bool {
        let latent = self.config.latent;
        let is_whole = !codes.is_empty() && codes.len().is_multiple_of(latent) && codes.len() <= MOST_CODES * latent;
        is_whole && codes.iter().all(|value| value.is_finite())
    }

    /// Reconstructs images of 784 bytes.
    async fn rebuild(&self, network: &Network, images: &[u8]) -> Result<Vec<u8>, RunError> {
        let Config { size, range, .. } = self.config;
        let inputs = images.chunks_exact(PIXELS).flat_map(|image| as_input(image, size, range)).collect();
        let codes = latents(network, tensor(inputs, size.side().pow(2), &self.device)).await?;
        self.decoded_bytes(network, codes).await
    }

    /// The codes of the test examples from each network, `latent` numbers each; mu for the VAE.
    ///
    /// # Errors
    /// The device failed.
    pub async fn test_latents(&self) -> Result<PerModel<Vec<f32>>, RunError> {
        let EvaluationSet { batches, indices, .. } = self.test_set();
        let mut all = PerModel::default();
        for (model, network) in self.networks() {
            let mut places = Vec::new();
            for chunk in indices.chunks(CHUNK) {
                places.extend(latents(&network, batches.select(chunk)).await?);
            }
            *all.slot(model) = Some(places);
        }
        Ok(all)
    }

    /// The labels of the test examples; `None` if there are none.
    pub fn test_labels(&self) -> Option<Vec<u8>> {
        let EvaluationSet { batches, indices, .. } = self.test_set();
        indices.iter().map(|&index| batches.examples().label(index)).collect()
    }

    /// The error between each image of the sample and its reconstruction.
    async fn errors(&self, network: &Network) -> Result<Vec<f32>, RunError> {
        let mut errors = Vec::new();
        for images in self.shown.sample.images.chunks(CHUNK * PIXELS) {
            let rebuilt = self.rebuild(network, images).await?;
            let pairs = images.chunks_exact(PIXELS).zip(rebuilt.chunks_exact(PIXELS));
            errors.extend(pairs.map(|(image, rebuilt)| squared_error(image, rebuilt)));
        }
        Ok(errors)
    }
}

fn are_images(images: &[u8]) -> bool {
    !images.is_empty() && images.len().is_multiple_of(PIXELS) && images.len() <= MOST_IMAGES * PIXELS
}
