//! A camera that orbits data in space, always looking at its centre.

/// Degrees of rotation per pixel of a drag.
const PER_PIXEL: f64 = 0.5;
/// Degrees of rotation per press of an arrow key.
const STEP: f64 = 10.0;
/// The largest angle from the horizon in degrees, so that up stays up.
const STEEPEST: f64 = 85.0;

/// The direction from which space is viewed. The third axis points up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orbit {
    /// Degrees in `0..360` by which space is rotated about its third axis: its near side goes to the right.
    pub yaw: f64,
    /// Degrees in `-85..=85` by which the camera looks down.
    pub pitch: f64,
}

impl Default for Orbit {
    fn default() -> Self {
        Self { yaw: 35.0, pitch: 20.0 }
    }
}

impl Orbit {
    /// The orbit after a drag by some pixels to the right and down: the near side follows the pointer.
    #[must_use]
    pub fn turned(self, dx: f64, dy: f64) -> Self {
        self.by(dx * PER_PIXEL, dy * PER_PIXEL)
    }

    /// The orbit after some presses of the arrow keys to the right and down, minus those to the left and up.
    #[must_use]
    pub fn stepped(self, right: i32, down: i32) -> Self {
        self.by(f64::from(right) * STEP, f64::from(down) * STEP)
    }

    fn by(self, yaw: f64, pitch: f64) -> Self {
        Self { yaw: (self.yaw + yaw).rem_euclid(360.0), pitch: (self.pitch + pitch).clamp(-STEEPEST, STEEPEST) }
    }

    /// An offset from the centre as the camera sees it: to the right, up, and towards the camera. Lengths are preserved.
    pub fn seen(self, [x, y, z]: [f64; 3]) -> [f64; 3] {
        let (yaw_sin, yaw_cos) = self.yaw.to_radians().sin_cos();
        let (pitch_sin, pitch_cos) = self.pitch.to_radians().sin_cos();
        let (right, away) = (x * yaw_cos - y * yaw_sin, x * yaw_sin + y * yaw_cos);
        [right, z * pitch_cos + away * pitch_sin, z * pitch_sin - away * pitch_cos]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn assert_sees(orbit: Orbit, offset: [f64; 3], expected: [f64; 3]) {
        let seen = orbit.seen(offset);
        assert!(seen.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{orbit:?} {offset:?}: {seen:?}");
    }

    #[test]
    fn axes_appear_in_their_directions() {
        let level = Orbit { yaw: 0.0, pitch: 0.0 };
        let from_above = Orbit { yaw: 0.0, pitch: 90.0 };
        assert_sees(level, [1.0, 2.0, 3.0], [1.0, 3.0, -2.0]);
        assert_sees(from_above, [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]);
        assert_sees(level.stepped(9, 0), [1.0, 2.0, 3.0], [-2.0, 3.0, -1.0]);
    }

    #[test]
    fn the_near_side_follows_the_pointer() {
        let near = [0.0, -1.0, 0.0];
        let level = Orbit { yaw: 0.0, pitch: 0.0 };
        assert!(level.turned(10.0, 0.0).seen(near)[0] > 0.0);
        assert!(level.turned(0.0, 10.0).seen(near)[1] < 0.0, "down is down");
    }

    #[test]
    fn a_full_turn_changes_nothing() {
        let orbit = Orbit::default();
        assert_eq!(orbit.stepped(36, 0), orbit);
        assert_eq!(orbit.stepped(-72, 0), orbit);
        assert_eq!(orbit.turned(720.0, 0.0), orbit);
    }

    proptest! {
        #[test]
        fn the_pitch_is_bounded(drags in proptest::collection::vec((-900.0..900f64, -900.0..900f64), 0..9)) {
            let orbit = drags.into_iter().fold(Orbit::default(), |orbit, (dx, dy)| orbit.turned(dx, dy));
            prop_assert!(orbit.pitch.abs() <= STEEPEST && (0.0..360.0).contains(&orbit.yaw), "{orbit:?}");
        }

        #[test]
        fn lengths_are_preserved(yaw in 0.0..360f64, pitch in -85.0..85f64, offset in proptest::array::uniform3(-9.0..9f64)) {
            let length = |offset: [f64; 3]| offset.iter().map(|number| number * number).sum::<f64>().sqrt();
            let seen = Orbit { yaw, pitch }.seen(offset);
            prop_assert!((length(seen) - length(offset)).abs() < 1e-9, "{seen:?}");
        }
    }
}
