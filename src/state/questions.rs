//! Questions to try: the lesson's experiments, in addition to the menu's.

use super::experiment::Experiment;
use hourglass_core::{
    config::{Digits, Loss, Models, Tool},
    link::Link,
};

/// The questions in the order of the lesson.
pub const QUESTIONS: [Experiment; 10] = [
    question(
        "few",
        "A hundred digits, memorized",
        "The training loss keeps falling. Does the validation loss? Where would you stop?",
        |link| (link.config.train, link.config.batch_size, link.config.epochs) = (100, 20, 200),
    ),
    question(
        "left-out",
        "No sevens",
        "The networks never see a seven. Train, then draw one: what do they make of it?",
        |link| link.config.digits = Digits::from_text("012345689"),
    ),
    question(
        "one-number",
        "One number",
        "All digits on a line. Which ones are neighbors, and what do they have in common?",
        |link| link.config.latent = 1,
    ),
    question(
        "many-numbers",
        "Thirty-two numbers",
        "Does the VAE use all that it could? Look at its KL, and compare its reconstructions with the AE’s.",
        |link| link.config.latent = 32,
    ),
    question(
        "ways",
        "From one digit to another",
        "Mixed pixels fade, mixed codes bend. Which network passes only through shapes that someone could have written?",
        |link| (link.config.latent, link.play.tool) = (10, Some(Tool::Interpolate)),
    ),
    question(
        "new-digits",
        "Digits that nobody wrote",
        "Both networks decode the same random codes. Why does only one of them produce digits?",
        |link| link.play.tool = Some(Tool::Generate),
    ),
    question(
        "mse",
        "Squared error",
        "The same networks with another loss. Do the digits look different? What is the unit of the numbers now?",
        |link| link.config.loss = Loss::Mse,
    ),
    question(
        "no-kl",
        "β = 0",
        "Nothing pulls the codes together. How does the VAE’s space differ from the AE’s, and does its noise survive?",
        |link| link.config.beta = 0.0,
    ),
    question(
        "much-kl",
        "β = 20",
        "The codes all look like the prior, and say next to nothing. What does the decoder output, whatever code it gets?",
        |link| link.config.beta = 20.0,
    ),
    question(
        "beta-vae",
        "β = 4, ten numbers",
        "Pick pairs of the latent numbers: which still separate digits, and which have returned to the prior?",
        |link| (link.config.models, link.config.latent, link.config.beta) = (Models::Vae, 10, 4.0),
    ),
];

const fn question(id: &'static str, name: &'static str, look_for: &'static str, set: fn(&mut Link)) -> Experiment {
    Experiment { id, name, look_for, published: None, here: None, set }
}
