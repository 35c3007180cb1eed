//! What a run shows: reconstructions, codes, the drawn digit, the field of the plane.

use super::{
    ask::{Answer, Ask},
    host::Yield,
    run::{Run, RunError},
    trainee::Trainee,
};
use crate::{
    model::{Network, ReadError, read, tensor},
    train::decoded,
};
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
    pub async fn pictures(
        &mut self,
        drawing: Option<&[u8]>,
        host: &impl Yield,
    ) -> Result<PerModel<Pictures>, RunError> {
        let mut all = PerModel::default();
        let ask = Ask::Pictures { drawing: drawing.map(<[u8]>::to_vec) };
        for (model, answer) in self.ask(&self.models(), &ask, host).await? {
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
        let network = self.network();
        let latents = self.sample_latents(&network).await?;
        let pictures = match self.config.source.kind() {
            DataKind::Images => self.rebuilt(&network, drawing).await?,
            DataKind::Plane => Pictures { field: self.field(&network).await?, ..Pictures::default() },
            DataKind::Table => Pictures::default(),
        };
        Ok(Pictures { latents, ..pictures })
    }

    /// The reconstructions of the exhibits and of the drawing.
    async fn rebuilt(&self, network: &Network, drawing: Option<&[u8]>) -> Result<Pictures, ReadError> {
        let Config { size, range, latent, .. } = self.config;
        let mut inputs = self.material.shown.exhibits.clone();
        inputs.extend(drawing.map(|bytes| as_input(bytes, size, range)).into_iter().flatten());
        let posterior = network.encode(tensor(inputs, size.side().pow(2), &self.material.device));
        let logvar = match (posterior.logvar, drawing) {
            (Some(logvar), Some(_)) => read(logvar).await?,
            _ => Vec::new(),
        };
        let codes = read(posterior.mean).await?;
        let mut images = self.decoded_bytes(network, codes.clone()).await?;
        let exhibits = self.material.shown.sample.exhibits.len();
        let drawn_image = images.split_off(exhibits * PIXELS);
        let of_drawing = |values: &[f32]| values.get(exhibits * latent..).unwrap_or_default().to_vec();
        let drawn =
            drawing.map(|_| Drawn { latent: of_drawing(&codes), logvar: of_drawing(&logvar), image: drawn_image });
        Ok(Pictures { reconstructions: images, drawn, ..Pictures::default() })
    }

    /// Where the network maps the points of the plane.
    async fn field(&self, network: &Network) -> Result<Vec<f32>, ReadError> {
        let codes = network.encode(tensor(plane::grid(FIELD), 2, &self.material.device)).mean;
        read(network.generate(codes)).await
    }

    /// Decodes codes to images of 784 bytes each.
    pub(super) async fn decoded_bytes(&self, network: &Network, codes: Vec<f32>) -> Result<Vec<u8>, ReadError> {
        let Config { size, range, latent, .. } = self.config;
        Ok(as_bytes(&decoded(network, codes, latent, &self.material.device).await?, size, range))
    }
}
