//! Codes to decode: traversals, and samples from the prior.

use rand_distr::{Distribution, StandardNormal};

use hourglass_core::{
    config::Model,
    rng::{Purpose, generator},
};

/// The number of frames in a traversal.
pub const FRAMES: usize = 7;
/// The number of digits generated at a time.
pub const GENERATED: usize = 20;
/// A VAE's codes are explored to at least this many standard deviations of the prior.
const REACH: f32 = 3.0;

/// The range of each of the `dims` numbers of a code: that of the data, and for the VAE at least that of the prior.
pub fn reach(model: Model, latents: &[f32], dims: usize) -> Vec<(f32, f32)> {
    let begin = match model {
        Model::Ae => (f32::INFINITY, f32::NEG_INFINITY),
        Model::Vae => (-REACH, REACH),
    };
    let along = |dim: usize| {
        let values = latents.iter().skip(dim).step_by(dims.max(1));
        let (least, most) = values.fold(begin, |(least, most), &value| (least.min(value), most.max(value)));
        if least < most { (least, most) } else { (-REACH, REACH) }
    };
    (0..dims).map(along).collect()
}

/// The mean of the codes; for the VAE, that of the prior.
pub fn middle(model: Model, latents: &[f32], dims: usize) -> Vec<f32> {
    let count = latents.len() / dims.max(1);
    let mean = |dim: usize| latents.iter().skip(dim).step_by(dims).sum::<f32>() / count as f32;
    match model {
        Model::Ae if count > 0 => (0..dims).map(mean).collect(),
        _ => vec![0.0; dims],
    }
}

/// The code itself, then [`FRAMES`] codes for each of its numbers, which vary only that number.
pub fn traversal(place: &[f32], reach: &[(f32, f32)]) -> Vec<f32> {
    let mut codes = place.to_vec();
    for (dim, &(least, most)) in reach.iter().enumerate().take(place.len()) {
        for frame in 0..FRAMES {
            let start = codes.len();
            codes.extend_from_slice(place);
            codes[start + dim] = least + (most - least) * frame as f32 / (FRAMES - 1) as f32;
        }
    }
    codes
}

/// Codes drawn from the prior, N(0, I).
pub fn prior(seed: u32, dims: usize) -> Vec<f32> {
    let mut rng = generator(seed, Purpose::Prior, 0);
    (0..GENERATED * dims).map(|_| StandardNormal.sample(&mut rng)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_explored_over_their_range() {
        let latents = [0.0, 5.0, 1.0, -7.0];
        assert_eq!(reach(Model::Ae, &latents, 2), [(0.0, 1.0), (-7.0, 5.0)]);
        assert_eq!(reach(Model::Vae, &latents, 2), [(-3.0, 3.0), (-7.0, 5.0)]);
        assert_eq!(reach(Model::Ae, &[2.0, 2.0], 1), [(-3.0, 3.0)], "a width of zero is not a range");
        assert_eq!(middle(Model::Ae, &latents, 2), [0.5, -1.0]);
        assert_eq!(middle(Model::Vae, &latents, 2), [0.0, 0.0]);
        assert_eq!(middle(Model::Ae, &[], 2), [0.0, 0.0]);
    }

    #[test]
    fn a_traversal_moves_one_number_at_a_time() {
        let codes = traversal(&[0.5, -1.0], &[(0.0, 1.0), (-8.0, 8.0)]);
        assert_eq!(codes.len(), 2 * (1 + 2 * FRAMES));
        assert_eq!(codes[..4], [0.5, -1.0, 0.0, -1.0]);
        assert_eq!(codes[2 * FRAMES..2 * FRAMES + 4], [1.0, -1.0, 0.5, -8.0]);
        assert_eq!(codes[codes.len() - 2..], [0.5, 8.0]);
    }

    #[test]
    fn samples_from_the_prior_depend_only_on_the_seed() {
        assert_eq!(prior(1, 3).len(), 3 * GENERATED);
        assert_eq!(prior(1, 3), prior(1, 3));
        assert_ne!(prior(1, 3), prior(2, 3));
    }
}
