//! What the losses are measured on, if training and validation see different images: a gap between them then does not mean
//! overfitting.

use super::State;
use hourglass_core::{
    config::{Augment, DataKind, Loss},
    data::examples::InputTransform,
};

impl State {
    /// A sentence to show below the losses, if one is needed.
    pub fn measured_on(&self) -> Option<String> {
        let config = &self.config;
        let (alteration, images) = (InputTransform::in_training(config), self.examples_word());
        let is_turned = matches!(config.augment, Augment::Rotate | Augment::Both);
        Some(match config.loss {
            _ if config.source.kind() == DataKind::Table && alteration.has_noise() => {
                "Both losses are measured on noisy rows.".into()
            }
            // Rotation mixes pixels: their squares are smaller, but gray is costly for cross-entropy.
            Loss::Mse if is_turned => {
                "Training uses rotated, softer images, which cost less: a gap to validation need not mean overfitting."
                    .into()
            }
            Loss::Bce if is_turned => {
                "Training uses rotated images, whose softer grays cost more than the originals in validation.".into()
            }
            _ if alteration.augments() => {
                "Training uses flipped images, too; validation uses the originals alone.".into()
            }
            _ if alteration.has_noise() => {
                format!("Both losses are measured on noisy {images}, against the clean ones.")
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::link::Link;

    fn words(hash: &str) -> Option<String> {
        let (link, notices) = Link::from_hash(hash);
        State::new(link, notices).measured_on()
    }

    #[test]
    fn only_altered_images_are_mentioned_and_with_the_direction_of_the_change() {
        for plain in ["", "data=moons", "data=table", "noise=gaussian&level=0", "size=14"] {
            assert_eq!(words(plain), None, "{plain}");
        }
        for (hash, part) in [
            ("augment=rotate&loss=mse", "cost less"),
            ("augment=both&loss=mse&noise=gaussian&level=0.2", "cost less"),
            ("augment=both&loss=bce", "cost more"),
            ("augment=flip", "flipped images, too"),
            ("noise=mask&level=0.2", "noisy images, against the clean"),
            ("noise=gaussian&level=0.2&data=moons", "noisy points"),
        ] {
            assert!(words(hash).is_some_and(|words| words.contains(part)), "{hash}: {:?}", words(hash));
        }
    }

    #[test]
    fn a_rotated_digit_is_softer() {
        // The basis of the sentences: smaller squares, and more gray for cross-entropy.
        use hourglass_core::{
            data::{augment::Augment, digit::Drawing, digit::hand},
            rng::{Purpose, generator},
        };
        let image = Drawing::new([hand::ring((500.0, 500.0), (250.0, 350.0), 300)]).image().map(|image| image.bytes());
        let sharp: Vec<f32> = image.into_iter().flatten().map(|byte| if byte > 100 { 1.0 } else { 0.0 }).collect();
        let mut turned = sharp.clone();
        let turn = Augment { flip: false, rotate: true };
        turn.apply(&mut turned, 28, 0.0, &mut generator(1, Purpose::InputTransform, 0));
        let squares = |image: &[f32]| image.iter().map(|value| value * value).sum::<f32>();
        let greys = |image: &[f32]| image.iter().map(|value| value * (1.0 - value)).sum::<f32>();
        assert!(squares(&turned) < 0.97 * squares(&sharp) && greys(&turned) > greys(&sharp) + 1.0);
    }
}
