//! The objective that training minimizes.

use hourglass_core::config::{Config, KlOver, Loss};

/// `reconstruction + beta * kl` for the VAE, `reconstruction + sparse * l1 + contractive * jacobian` for the AE.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    pub loss: Loss,
    /// The weight of the KL term.
    pub beta: f32,
    pub kl: KlOver,
    /// The weight of the code's L1 norm.
    pub sparse: f32,
    /// The weight of the squared norm of the encoder's Jacobian.
    pub contractive: f32,
}

impl Objective {
    /// The weight of the KL term, averaged over a batch of this size.
    pub fn kl_weight(&self, batch: usize) -> f32 {
        match self.kl {
            KlOver::Mean => self.beta,
            KlOver::Sum => self.beta * batch as f32,
        }
    }
}

impl From<&Config> for Objective {
    fn from(config: &Config) -> Self {
        let Config { loss, beta, kl, sparse, contractive, .. } = *config;
        Self { loss, beta, kl, sparse, contractive }
    }
}
