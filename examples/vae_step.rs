//! A VAE's training step in Burn, as one would write it down from the paper (Kingma & Welling 2014).
//!
//! The page trains the same network by explicit formulas, which is faster but longer (`crates/trainer/src/train/dense/`). A test
//! below compares the two: from the same weights, both reach the same weights.
//!
//! ```sh
//! cargo run --release --example vae_step
//! ```

use burn::{
    module::Module,
    nn::{Linear, LinearConfig},
    optim::{AdamConfig, GradientsParams, ModuleOptimizer},
    tensor::{Device, Distribution, Tensor, activation::relu},
};

const PIXELS: usize = 784;

/// A variational autoencoder with one hidden layer on either side of the latent space.
#[derive(Module, Debug)]
pub struct Vae {
    encoder: Linear,
    mu: Linear,
    logvar: Linear,
    decoder: Linear,
    output: Linear,
}

/// The terms of the loss in nats, averaged over the batch; each `[1]`.
pub struct Terms {
    pub reconstruction: Tensor<1>,
    pub kl: Tensor<1>,
}

impl Vae {
    pub fn new(hidden: usize, latent: usize, device: &Device) -> Self {
        let linear = |inputs, outputs| LinearConfig::new(inputs, outputs).init(device);
        Self {
            encoder: linear(PIXELS, hidden),
            mu: linear(hidden, latent),
            logvar: linear(hidden, latent),
            decoder: linear(latent, hidden),
            output: linear(hidden, PIXELS),
        }
    }

    /// The posterior q(z|x) of images `[batch, 784]`: mu and logvar, each `[batch, latent]`.
    pub fn encode(&self, images: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let hidden = relu(self.encoder.forward(images));
        (self.mu.forward(hidden.clone()), self.logvar.forward(hidden))
    }

    /// The logits of the pixels, `[batch, 784]`, for codes `[batch, latent]`.
    pub fn decode(&self, code: Tensor<2>) -> Tensor<2> {
        self.output.forward(relu(self.decoder.forward(code)))
    }

    /// The two terms of the loss of images `[batch, 784]` with values in `0..=1`. `epsilon`, `[batch, latent]`, is standard normal
    /// noise.
    pub fn terms(&self, images: Tensor<2>, epsilon: Tensor<2>) -> Terms {
        let (mu, logvar) = self.encode(images.clone());
        // The reparametrization trick: z = mu + sigma * epsilon, so that the gradient reaches mu and sigma.
        let sigma = (logvar.clone() * 0.5).exp();
        let logits = self.decode(mu.clone() + sigma * epsilon);
        // Cross-entropy of a sigmoid output: max(x, 0) - x t + ln(1 + exp(-|x|)).
        let softplus = logits.clone().abs().neg().exp().log1p();
        let cross_entropy = relu(logits.clone()) - logits * images + softplus;
        // The KL divergence of N(mu, sigma) from N(0, 1), in closed form (appendix B).
        let divergence = (mu.square() + logvar.clone().exp() - logvar - 1.0) * 0.5;
        // Both are summed over an image, and averaged over the batch.
        Terms { reconstruction: cross_entropy.sum_dim(1).mean(), kl: divergence.sum_dim(1).mean() }
    }
}

/// One step of Adam on `reconstruction + beta * kl`. Returns the network after it, and the terms before it.
pub fn step(
    vae: Vae,
    optimizer: &mut ModuleOptimizer,
    images: Tensor<2>,
    epsilon: Tensor<2>,
    (beta, learning_rate): (f32, f64),
) -> (Vae, Terms) {
    let terms = vae.terms(images, epsilon);
    let loss = terms.reconstruction.clone() + terms.kl.clone() * beta;
    let gradients = GradientsParams::from_grads(loss.backward(), &vae);
    (optimizer.step(learning_rate, vae, gradients), terms)
}

/// Images with one bright bar each, `[count, 784]`: a single number describes them.
fn bars(count: usize, device: &Device) -> Tensor<2> {
    let pixel = |(image, pixel): (usize, usize)| if pixel / 28 / 4 == image % 7 { 1.0 } else { 0.0 };
    let values: Vec<f32> = (0..count * PIXELS).map(|i| pixel((i / PIXELS, i % PIXELS))).collect();
    Tensor::<1>::from_floats(values.as_slice(), device).reshape([count, PIXELS])
}

fn main() {
    let device = Device::flex().autodiff();
    let mut vae = Vae::new(128, 2, &device);
    let mut optimizer = AdamConfig::new().with_epsilon(1e-8).init();
    let images = bars(70, &device);
    for count in 0..=500 {
        let epsilon = Tensor::random([70, 2], Distribution::Normal(0.0, 1.0), &device);
        let (next, terms) = step(vae, &mut optimizer, images.clone(), epsilon, (1.0, 1e-3));
        vae = next;
        if count % 100 == 0 {
            let [reconstruction, kl] = [terms.reconstruction, terms.kl].map(|term| term.into_scalar::<f32>());
            println!("step {count}: reconstruction {reconstruction:.2} nats, KL {kl:.2} nats");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use burn::{module::Param, tensor::TensorData};
    use futures::executor::block_on;
    use hourglass_core::{
        config::{Activation, Config, Model},
        data::examples::Examples,
        rng::{Purpose, generator, normal, uniform},
    };
    use hourglass_trainer::{
        model::{Parameter, Shape, Weights},
        train::{Batch, Batches, Compute, Learner, Objective, Stretch},
    };

    const HIDDEN: usize = 9;
    const LATENT: usize = 3;
    const BATCH: usize = 5;
    const STEPS: usize = 4;
    const RATE: f32 = 0.01;

    /// A layer with these weights, which are laid out like PyTorch's: `[outputs, inputs]`.
    fn linear([weight, bias]: &[Parameter; 2], device: &Device) -> Linear {
        let matrix = Tensor::<2>::from_data(TensorData::new(weight.values.clone(), weight.shape.clone()), device);
        let bias = Tensor::<1>::from_data(TensorData::new(bias.values.clone(), bias.shape.clone()), device);
        Linear { weight: Param::from_tensor(matrix.transpose()), bias: Some(Param::from_tensor(bias)) }
    }

    /// The values of a layer, laid out like PyTorch's.
    fn values(layer: &Linear) -> [Vec<f32>; 2] {
        let matrix = layer.weight.val().transpose().into_data().try_into_vec().unwrap();
        [matrix, layer.bias.as_ref().unwrap().val().into_data().try_into_vec().unwrap()]
    }

    #[test]
    fn the_page_trains_to_the_same_weights() {
        let device = Device::flex().autodiff();
        let config = Config { hidden: vec![HIDDEN], latent: LATENT, activation: Activation::Relu, ..Config::default() };
        let mut rng = generator(7, Purpose::Weights(Model::Vae), 0);
        let shape = Shape::new(&config, PIXELS, PIXELS);
        let weights = Weights::initial(&shape, true, &mut rng);
        let images: Vec<f32> = uniform(BATCH * PIXELS, 0.5, &mut rng).iter().map(|x| x + 0.5).collect();
        let epsilon: Vec<Vec<f32>> = (0..STEPS).map(|_| normal(BATCH * LATENT, &mut rng)).collect();

        let [encoder, mu, logvar, decoder, output] = weights.0.as_chunks().0 else { panic!("five layers") };
        let [encoder, mu, logvar, decoder, output] =
            [encoder, mu, logvar, decoder, output].map(|layer| linear(layer, &device));
        let mut vae = Vae { encoder, mu, logvar, decoder, output };
        let mut optimizer = AdamConfig::new().with_epsilon(1e-8).init();
        let batch = Tensor::<2>::from_data(TensorData::new(images.clone(), [BATCH, PIXELS]), &device);
        let mut terms = vec![];
        for epsilon in &epsilon {
            let epsilon = Tensor::<2>::from_data(TensorData::new(epsilon.clone(), [BATCH, LATENT]), &device);
            let (next, Terms { reconstruction, kl }) =
                step(vae, &mut optimizer, batch.clone(), epsilon, (config.beta, f64::from(RATE)));
            vae = next;
            terms.push([reconstruction.into_scalar::<f32>(), kl.into_scalar::<f32>()]);
        }

        let objective = Objective::from(&config);
        let compute = Compute::cpu();
        let mut learner = Learner::new(Model::Vae, &shape, &weights, &objective, &compute).unwrap();
        let examples = Examples::Rows { values: Rc::new(images), columns: PIXELS, answers: None };
        let batches = Batches::new(examples, &compute.device, false);
        let steps = vec![Batch { indices: (0..BATCH).collect(), inputs: None, targets: None }; STEPS];
        let stretch =
            Stretch { batches: &batches, steps: &steps, epsilon: &epsilon, objective: &objective, learning_rate: RATE };
        let of_page = block_on(learner.train(&stretch).terms()).unwrap();
        for ([reconstruction, kl], [reconstruction_of_page, kl_of_page, _]) in terms.into_iter().zip(of_page) {
            assert!((reconstruction - reconstruction_of_page).abs() <= 1e-5 * reconstruction_of_page);
            assert!((kl - kl_of_page).abs() <= 1e-4 * kl_of_page, "{kl} is not {kl_of_page}");
        }
        let of_page = block_on(learner.network().weights()).unwrap();
        let ours = [&vae.encoder, &vae.mu, &vae.logvar, &vae.decoder, &vae.output].map(values);
        for (ours, of_page) in ours.as_flattened().iter().zip(&of_page.0) {
            let worst = ours.iter().zip(&of_page.values).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            // A hundredth of a step.
            assert!(
                ours.len() == of_page.values.len() && worst <= RATE / 100.0,
                "{} is off by {worst:e}",
                of_page.name
            );
        }
    }
}
