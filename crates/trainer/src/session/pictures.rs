//! What a run shows: reconstructions, codes, the drawn digit, the field of the plane.

use super::{
    ask::{Answer, Ask},
    host::Yield,
    run::{Run, RunError},
    trainee::Trainee,
};
use crate::{model::ReadError, train::Codes};
use hourglass_core::{
    config::{Config, DataKind, PerModel},
    data::{
        examples::{as_bytes, as_input},
        image::PIXELS,
        plane,
    },
    protocol::{Drawn, Pictures},
};

/// The number of arrows along each side of the plane's field.
const FIELD: usize = 20;

impl Run {
    /// What the networks make of the examples on the page, and of the drawing (784 bytes).
    ///
    /// # Errors
    /// The device failed.
    pub async fn pictures(&mut self, drawing: Option<&[u8]>, host: &dyn Yield) -> Result<PerModel<Pictures>, RunError> {
        let mut all = PerModel::default();
        let ask = Ask::Pictures { drawing: drawing.map(<[u8]>::to_vec) };
        let models = self.models();
        for (model, answer) in self.ask(&models, &ask, host).await? {
            if let Answer::Pictures(pictures) = answer {
                *all.slot(model) = Some(*pictures);
            }
        }
        Ok(all)
    }
}

impl Trainee {
    /// What the network makes of the examples on the page, and of the drawing (784 bytes).
    ///
    /// # Errors
    /// The device failed.
    pub(super) async fn pictures(&mut self, drawing: Option<&[u8]>) -> Result<Pictures, ReadError> {
        let latents = self.sample_latents().await?;
        let pictures = match self.config.source.kind() {
            DataKind::Images => self.rebuilt(drawing).await?,
            DataKind::Plane => Pictures { field: self.field().await?, ..Pictures::default() },
            DataKind::Table => Pictures::default(),
        };
        Ok(Pictures { latents, ..pictures })
    }

    /// The reconstructions of the exhibits and of the drawing.
    async fn rebuilt(&mut self, drawing: Option<&[u8]>) -> Result<Pictures, ReadError> {
        let Config { size, range, latent, .. } = self.config;
        let mut inputs = self.material.shown.exhibits.clone();
        inputs.extend(drawing.map(|bytes| as_input(bytes, size, range)).into_iter().flatten());
        let Codes { mean, logvar } = self.learner.encode(inputs).await?;
        let exhibits = self.material.shown.sample.exhibits.len();
        let of_drawing = |values: &[f32]| values.get(exhibits * latent..).unwrap_or_default().to_vec();
        let (code, logvar) = (of_drawing(&mean), of_drawing(&logvar));
        let mut images = self.decoded_bytes(mean).await?;
        let image = images.split_off(exhibits * PIXELS);
        let drawn = drawing.map(|_| Drawn { latent: code, logvar, image });
        Ok(Pictures { reconstructions: images, drawn, ..Pictures::default() })
    }

    /// Where the network maps the points of the plane.
    async fn field(&mut self) -> Result<Vec<f32>, ReadError> {
        let codes = self.learner.encode(plane::grid(FIELD)).await?.mean;
        self.learner.decode(codes).await
    }

    /// Decodes codes to images of 784 bytes each.
    pub(super) async fn decoded_bytes(&mut self, codes: Vec<f32>) -> Result<Vec<u8>, ReadError> {
        let Config { size, range, .. } = self.config;
        Ok(as_bytes(&self.learner.decode(codes).await?, size, range))
    }
}
