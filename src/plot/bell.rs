//! A normal density as the points of an SVG path.

/// Points of the curve; more would not be visible.
const POINTS: usize = 81;

/// The ends of the axis, and the height of a density of 1, in the picture's units.
#[derive(Clone, Copy, Debug)]
pub struct Bell {
    pub least: f64,
    pub most: f64,
    pub width: f64,
    /// The axis' distance from the top.
    pub base: f64,
    pub height: f64,
}

impl Bell {
    /// The x coordinate of a value, clamped to the ends of the axis.
    pub fn x(&self, value: f64) -> f64 {
        (value.clamp(self.least, self.most) - self.least) / (self.most - self.least) * self.width
    }

    /// The y coordinate of the density at a value, clamped to the picture.
    pub fn y(&self, value: f64, mu: f64, sigma: f64) -> f64 {
        let deviation = (value - mu) / sigma;
        let density = (-0.5 * deviation * deviation).exp() / (sigma * (2.0 * std::f64::consts::PI).sqrt());
        self.base - (density * self.height).min(self.base)
    }

    /// The path of N(mu, sigma²), from one end of the axis to the other.
    pub fn path(&self, mu: f64, sigma: f64) -> String {
        let step = (self.most - self.least) / (POINTS - 1) as f64;
        let places = (0..POINTS).map(|i| self.least + step * i as f64);
        let points: Vec<String> =
            places.map(|value| format!("{:.1} {:.1}", self.x(value), self.y(value, mu, sigma))).collect();
        format!("M{}", points.join("L"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BELL: Bell = Bell { least: -5.0, most: 5.0, width: 200.0, base: 60.0, height: 100.0 };

    #[test]
    fn the_curve_is_highest_at_mu_and_falls_to_both_sides() {
        let path = BELL.path(0.0, 1.0);
        let points: Vec<(f64, f64)> = path[1..]
            .split('L')
            .map(|point| {
                let (x, y) = point.split_once(' ').unwrap();
                (x.parse().unwrap(), y.parse().unwrap())
            })
            .collect();
        assert_eq!((points.first().unwrap().0, points.last().unwrap().0), (0.0, 200.0));
        let top = points.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(*top, (100.0, 20.1), "a density of 0.399");
    }

    #[test]
    fn values_out_of_range_stay_in_the_picture() {
        assert_eq!((BELL.x(-9.0), BELL.x(9.0)), (0.0, 200.0));
        assert_eq!(BELL.y(0.0, 0.0, 0.001), 0.0);
    }
}
