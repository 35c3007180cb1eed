//! What a run shows: reconstructions, places in the latent space, the drawn digit.

use super::run::{Run, RunError};
use crate::{
    config::{Model, PerModel},
    data::image::PIXELS,
    model::tensor,
    protocol::{Drawn, Pictures},
    train::{decoded, latents},
};

impl Run {
    /// What the networks make of the digits on the page, and of the drawing (784 bytes).
    ///
    /// # Errors
    /// The device failed.
    pub async fn pictures(&mut self, drawing: Option<&[u8]>) -> Result<PerModel<Pictures>, RunError> {
        let columns = self.config.latent;
        let mut all = PerModel::default();
        for (model, network) in self.networks() {
            let places = match self.latents.slot(model).take() {
                Some(places) => places,
                None => latents(&network, self.sample_images.clone()).await?,
            };
            let mut codes: Vec<f32> =
                self.exhibits.iter().flat_map(|&i| &places[i * columns..(i + 1) * columns]).copied().collect();
            let drawn = match drawing {
                Some(bytes) => {
                    let image = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
                    Some(latents(&network, tensor(image, PIXELS, &self.device)).await?)
                }
                None => None,
            };
            codes.extend(drawn.iter().flatten());
            let mut images = decoded(&network, codes, columns, &self.device).await?;
            let drawn_image = images.split_off(self.exhibits.len() * PIXELS);
            *all.slot(model) = Some(Pictures {
                reconstructions: images,
                latents: places.clone(),
                drawn: drawn.map(|latent| Drawn { latent, image: drawn_image }),
            });
            *self.latents.slot(model) = Some(places);
        }
        Ok(all)
    }

    /// One point of a network's latent space, decoded to 784 bytes; `None` if there is no such network or point.
    ///
    /// # Errors
    /// The device failed.
    pub async fn decode(&self, model: Model, latent: Vec<f32>) -> Result<Option<Vec<u8>>, RunError> {
        let is_point = latent.len() == self.config.latent && latent.iter().all(|value| value.is_finite());
        match self.learners.get(model) {
            Some(learner) if is_point => {
                Ok(Some(decoded(&learner.network(), latent, self.config.latent, &self.device).await?))
            }
            _ => Ok(None),
        }
    }
}
