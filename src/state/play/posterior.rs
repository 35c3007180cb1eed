//! The VAE's posterior for the digit on the pad: a normal distribution over codes, and samples from it.

use super::super::{State, words::coordinate};
use hourglass_core::{
    config::{Config, Model},
    protocol::Drawn,
    rng::{Purpose, generator, normal},
};

/// The number of codes sampled from the posterior at a time.
pub const SAMPLES: usize = 8;
/// How many numbers of a code are shown in words.
const NUMBERS_SHOWN: usize = 3;
/// The upper limit of sigma, for a network whose training diverged.
const WIDEST: f32 = 1e4;

/// N(mu, sigma²), independent for each number of the code.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    pub mu: Vec<f32>,
    pub sigma: Vec<f32>,
}

impl Posterior {
    /// Returns `None` for the AE, which gives one code and no variance.
    pub fn of(drawn: &Drawn) -> Option<Self> {
        let is_whole = !drawn.latent.is_empty() && drawn.latent.len() == drawn.logvar.len();
        let sigma = |logvar: &f32| (logvar / 2.0).exp().min(WIDEST);
        is_whole.then(|| Self { mu: drawn.latent.clone(), sigma: drawn.logvar.iter().map(sigma).collect() })
    }

    /// [`SAMPLES`] codes z = mu + sigma * epsilon, one after another.
    pub fn samples(&self, draw: u32) -> Vec<f32> {
        let epsilon = normal(SAMPLES * self.mu.len(), &mut generator(draw, Purpose::Posterior, 0));
        let spread = self.mu.iter().zip(&self.sigma).cycle();
        epsilon.iter().zip(spread).map(|(epsilon, (mu, sigma))| mu + sigma * epsilon).collect()
    }
}

impl State {
    /// The VAE's posterior for the digit on the pad.
    pub fn posterior(&self) -> Option<Posterior> {
        self.drawn(Model::Vae).and_then(Posterior::of)
    }

    /// A network's output for the digit on the pad.
    pub fn drawn(&self, model: Model) -> Option<&Drawn> {
        let Config { models, latent, .. } = *self.config;
        let drawn = self.run.pictures().get(model)?.drawn.as_ref()?;
        (models.contains(model) && drawn.latent.len() == latent && !self.pad.is_empty()).then_some(drawn)
    }
}

/// The first numbers of a code, in words.
pub fn number_words(numbers: &[f32]) -> String {
    let shown: Vec<String> = numbers.iter().take(NUMBERS_SHOWN).map(|&value| coordinate(value)).collect();
    format!("{}{}", shown.join(", "), if numbers.len() > NUMBERS_SHOWN { ", …" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posterior(logvar: &[f32]) -> Option<Posterior> {
        Posterior::of(&Drawn { latent: vec![1.0, -2.0], logvar: logvar.to_vec(), image: vec![] })
    }

    #[test]
    fn sigma_is_the_square_root_of_the_variance() {
        let posterior = posterior(&[0.0, 0.25f32.ln()]).unwrap();
        assert!((posterior.sigma[0] - 1.0).abs() < 1e-6 && (posterior.sigma[1] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn the_ae_has_none_and_a_diverged_run_is_bounded() {
        assert_eq!(posterior(&[]), None);
        assert!(posterior(&[0.0, 1e9]).unwrap().samples(1).iter().all(|value| value.is_finite()));
    }

    #[test]
    fn samples_scatter_around_mu_and_depend_on_the_draw() {
        let posterior = posterior(&[-20.0, 0.0]).unwrap();
        let samples = posterior.samples(3);
        assert_eq!(samples.len(), 2 * SAMPLES);
        for code in samples.chunks_exact(2) {
            assert!((code[0] - 1.0).abs() < 1e-3 && (code[1] + 2.0).abs() < 5.0, "{code:?}");
        }
        assert_eq!(samples, posterior.samples(3));
        assert_ne!(samples, posterior.samples(4));
    }

    #[test]
    fn a_long_code_is_described_by_its_first_numbers() {
        assert_eq!(number_words(&[0.5, -1.25]), "0.50, −1.2");
        assert_eq!(number_words(&[1.0; 5]), "1.0, 1.0, 1.0, …");
    }
}
