//! The result of a trial, and which settings it holds for.

use hourglass_core::{
    config::{Architecture, Config, Models, patch_layers},
    protocol::Timing,
};

/// WebGPU has to be this many times as fast, because it costs start-up time and memory.
const MARGIN: f64 = 1.2;

/// The result of a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialResult {
    /// The amount of work that was timed.
    pub work: f64,
    pub timing: Timing,
}

impl TrialResult {
    /// Whether WebGPU won.
    pub fn is_won(&self) -> bool {
        self.work >= self.break_even()
    }

    /// Whether a trial with this much work would have had the same winner.
    pub fn applies_to(&self, work: f64) -> bool {
        (work >= self.break_even()) == self.is_won()
    }

    /// The amount of work at which WebGPU would start to win, if the CPU's time grew with the work and WebGPU's did not.
    fn break_even(&self) -> f64 {
        self.work * MARGIN * self.timing.webgpu / self.timing.cpu
    }
}

/// The work of a step on images: its number of multiplications, as counted in the forward pass.
pub fn work(config: &Config) -> f64 {
    let networks = if config.models == Models::Both { 2 } else { 1 };
    // The decoder is the encoder's mirror image.
    (2 * networks * config.batch_size * encoder(config)) as f64
}

/// The number of multiplications in the encoder for one image.
fn encoder(config: &Config) -> usize {
    let side = config.size.side();
    let patches = match config.architecture {
        Architecture::Dense => 0,
        Architecture::Convolutional => patch_layers(side).min(config.hidden.len()),
    };
    let (channels, widths) = config.hidden.split_at(patches);
    let (mut pixels, mut before, mut sum) = (side * side, 1, 0);
    for &channels in channels {
        // Every pixel is in one patch.
        sum += pixels * before * channels;
        (pixels, before) = (pixels / 4, channels);
    }
    let widths = [&[pixels * before], widths, &[config.latent]].concat();
    sum + widths.windows(2).map(|pair| pair[0] * pair[1]).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(webgpu: f64, cpu: f64) -> TrialResult {
        TrialResult { work: 100.0, timing: Timing { adapter: "Toy".into(), webgpu, cpu } }
    }

    #[test]
    fn webgpu_wins_by_a_margin() {
        for (webgpu, cpu, is_won) in [(1.0, 9.0, true), (1.0, 1.1, false), (240.0, 9.0, false), (1.0, f64::NAN, false)]
        {
            assert_eq!(tried(webgpu, cpu).is_won(), is_won, "{webgpu} against {cpu} ms");
        }
    }

    #[test]
    fn a_won_trial_holds_for_more_work_and_a_lost_one_for_less() {
        let (won, lost) = (tried(1.0, 12.0), tried(10.0, 1.0));
        for (work, by_won, by_lost) in
            [(1.0, false, true), (11.0, true, true), (1_000.0, true, true), (1_300.0, true, false)]
        {
            assert_eq!((won.applies_to(work), lost.applies_to(work)), (by_won, by_lost), "{work}");
        }
    }

    #[test]
    fn work_is_counted_in_multiplications() {
        let config = Config { hidden: vec![10], latent: 2, batch_size: 1, models: Models::Ae, ..Config::default() };
        assert_eq!(work(&config), 2.0 * (784.0 * 10.0 + 10.0 * 2.0));
        assert_eq!(work(&Config { models: Models::Both, batch_size: 8, ..config.clone() }), 16.0 * work(&config));
        let convolutional = Config { architecture: Architecture::Convolutional, hidden: vec![4, 8, 16], ..config };
        let encoder = 784.0 * 4.0 + 196.0 * 4.0 * 8.0 + 49.0 * 8.0 * 16.0 + 16.0 * 2.0;
        assert_eq!(work(&convolutional), 2.0 * encoder);
    }
}
