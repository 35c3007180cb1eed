//! The answers to the page's queries to a network.

use std::rc::Rc;

use super::{
    ask::{Answer, Ask},
    host::Yield,
    run::{Run, RunError},
    trainee::Trainee,
};
use crate::{model::ReadError, train::EvaluationSet};
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
    pub async fn reply(&mut self, model: Model, query: Query, host: &dyn Yield) -> Result<Reply, RunError> {
        match self.ask_one(model, &Ask::Query(query), host).await? {
            Some(Answer::Reply(reply)) => Ok(reply),
            _ => Ok(Reply::Nothing),
        }
    }

    /// The codes of the test examples from each network, `latent` numbers each; mu for the VAE.
    ///
    /// # Errors
    /// The device failed.
    pub async fn test_latents(&mut self, host: &dyn Yield) -> Result<PerModel<Vec<f32>>, RunError> {
        let mut all = PerModel::default();
        let models = self.models();
        for (model, answer) in self.ask(&models, &Ask::TestLatents, host).await? {
            if let Answer::Latents(latents) = answer {
                *all.slot(model) = Some(latents);
            }
        }
        Ok(all)
    }

    /// The labels of the test examples; `None` if there are none.
    pub fn test_labels(&self) -> Option<Vec<u8>> {
        let EvaluationSet { batches, indices, .. } = self.material.test_set();
        indices.iter().map(|&index| batches.examples().label(index)).collect()
    }
}

impl Trainee {
    /// Answers a query; the answer is [`Reply::Nothing`] if the data is not images, or the query is invalid.
    ///
    /// # Errors
    /// The device failed.
    pub(super) async fn reply(&mut self, query: &Query) -> Result<Reply, ReadError> {
        if self.config.source.kind() != DataKind::Images {
            return Ok(Reply::Nothing);
        }
        Ok(match query {
            Query::Decode(codes) if self.are_codes(codes) => Reply::Images(self.decoded_bytes(codes.clone()).await?),
            Query::Rebuild(images) if are_images(images) => Reply::Images(self.rebuild(images).await?),
            Query::Errors => Reply::Errors(self.errors().await?),
            Query::Decode(_) | Query::Rebuild(_) => Reply::Nothing,
        })
    }

    /// The codes of the test examples, `latent` numbers each; mu for the VAE.
    ///
    /// # Errors
    /// The device failed.
    pub(super) async fn test_latents(&mut self) -> Result<Vec<f32>, ReadError> {
        let material = Rc::clone(&self.material);
        let EvaluationSet { batches, indices, .. } = material.test_set();
        let mut places = Vec::new();
        for chunk in indices.chunks(CHUNK) {
            places.extend(self.learner.encode(batches.examples().gather(chunk)).await?.mean);
        }
        Ok(places)
    }

    fn are_codes(&self, codes: &[f32]) -> bool {
        let latent = self.config.latent;
        let is_whole = !codes.is_empty() && codes.len().is_multiple_of(latent) && codes.len() <= MOST_CODES * latent;
        is_whole && codes.iter().all(|value| value.is_finite())
    }

    /// Reconstructs images of 784 bytes.
    async fn rebuild(&mut self, images: &[u8]) -> Result<Vec<u8>, ReadError> {
        let Config { size, range, .. } = self.config;
        let inputs = images.chunks_exact(PIXELS).flat_map(|image| as_input(image, size, range)).collect();
        let codes = self.learner.encode(inputs).await?.mean;
        self.decoded_bytes(codes).await
    }

    /// The error between each image of the sample and its reconstruction.
    async fn errors(&mut self) -> Result<Vec<f32>, ReadError> {
        let material = Rc::clone(&self.material);
        let mut errors = Vec::new();
        for images in material.shown.sample.images.chunks(CHUNK * PIXELS) {
            let rebuilt = self.rebuild(images).await?;
            let pairs = images.chunks_exact(PIXELS).zip(rebuilt.chunks_exact(PIXELS));
            errors.extend(pairs.map(|(image, rebuilt)| squared_error(image, rebuilt)));
        }
        Ok(errors)
    }
}

fn are_images(images: &[u8]) -> bool {
    !images.is_empty() && images.len().is_multiple_of(PIXELS) && images.len() <= MOST_IMAGES * PIXELS
}
