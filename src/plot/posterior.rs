//! The posterior of a digit on a scatter: ellipses at one and two standard deviations, to scale.

use super::{
    glide::Bounds,
    mark::{Align, Colour, LABEL, Mark, Place},
    projection::Projection,
    scatter::Plane,
};

/// A line has no second dimension: the height of a standard deviation there, in rows of labels.
const HEIGHT: f32 = 0.25;
/// The extent of a close-up, in standard deviations.
const CLOSE: f32 = 3.0;
/// An ellipse that extends over fewer pixels is hard to see, and gets a ring around it.
const SMALL: f64 = 12.0;
/// Corners of an ellipse.
const CORNERS: u16 = 48;

/// A normal distribution on the plane of a scatter.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub middle: (f32, f32),
    /// The lower triangle of the covariance's Cholesky factor: rows (a, 0) and (b, c).
    root: (f32, f32, f32),
}

impl Spread {
    /// The projection of a posterior with independent numbers.
    pub fn of(projection: &Projection, mu: &[f32], sigma: &[f32]) -> Self {
        let deviation = |i: usize| sigma.get(i).copied().unwrap_or_default();
        let root = match projection {
            Projection::Line => (deviation(0), 0.0, HEIGHT),
            Projection::Pair { x, y, .. } => (deviation(*x), 0.0, deviation(*y)),
            Projection::Principal(components) => {
                let covariance = |a: usize, b: usize| match (components.axes.get(a), components.axes.get(b)) {
                    (Some(a), Some(b)) => a.iter().zip(b).zip(sigma).map(|((a, b), sigma)| a * b * sigma * sigma).sum(),
                    _ => 0.0f32,
                };
                let a = covariance(0, 0).max(f32::MIN_POSITIVE).sqrt();
                let b = covariance(0, 1) / a;
                (a, b, (covariance(1, 1) - b * b).max(0.0).sqrt())
            }
        };
        Self { middle: projection.mark(mu), root }
    }

    /// The closed line at this number of standard deviations.
    pub fn ellipse(&self, deviations: f32) -> impl Iterator<Item = (f32, f32)> {
        let ((x, y), (a, b, c)) = (self.middle, self.root);
        (0..=CORNERS).map(move |corner| {
            let (sin, cos) = (f32::from(corner) / f32::from(CORNERS) * std::f32::consts::TAU).sin_cos();
            (x + deviations * a * cos, y + deviations * (b * cos + c * sin))
        })
    }

    /// The part of the plane around the ellipses.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.ellipse(CLOSE))
    }

    /// The two ellipses and the centre; also a ring if they are small.
    pub fn marks(&self, plane: &Plane) -> Mark {
        let middle = plane.place(self.middle);
        let places = |deviations: f32| self.ellipse(deviations).map(|at| plane.place(at)).collect::<Vec<_>>();
        let [one, two] = [1.0, 2.0].map(places);
        let reach = two.iter().map(|place| place.distance(middle)).fold(0.0, f64::max);
        let vae = Colour::Model(hourglass_core::config::Model::Vae);
        let line = |places: &[Place], colour: Colour, width: f64| Mark::Line {
            places: places.to_vec(),
            ink: colour.into(),
            width,
            dashed: false,
        };
        let mut marks = vec![];
        if reach < SMALL {
            let radius = reach.max(5.0) + 4.0;
            marks.push(Mark::Dots { places: vec![middle], ink: Colour::Paper.at(0.85), radius: radius + 2.0 });
            marks.push(Mark::Ring { place: middle, ink: Colour::Ink.into(), radius, width: 2.0 });
        }
        marks.extend([
            Mark::Area { places: two.clone(), ink: Colour::Paper.at(0.6) },
            Mark::Area { places: two.clone(), ink: vae.at(0.3) },
            Mark::Area { places: one.clone(), ink: vae.at(0.4) },
            line(&two, Colour::Paper, 4.0),
            line(&two, vae, 2.0),
            line(&one, vae, 1.25),
            Mark::Dots { places: vec![middle], ink: Colour::Ink.into(), radius: 2.5 },
        ]);
        Mark::Clipped { frame: plane.frame, marks }
    }
}

/// Samples from the posterior, each with its number, from 1.
pub fn samples(plane: &Plane, at: impl Iterator<Item = (f32, f32)>) -> Mark {
    let number = |(i, at): (usize, (f32, f32))| {
        let place = plane.place(at);
        let (text, ink, size) = ((i + 1).to_string(), Colour::Ink.into(), LABEL + 1.0);
        [
            Mark::Dots { places: vec![place], ink: Colour::Paper.at(0.85), radius: 8.0 },
            Mark::Ring { place, ink: Colour::Quiet.into(), radius: 8.0, width: 1.0 },
            Mark::Text { place, text, ink, align: Align::Centre, size, bold: true },
        ]
    };
    Mark::Clipped { frame: plane.frame, marks: at.enumerate().flat_map(number).collect() }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{mark::Size, scatter::Aspect},
        *,
    };
    use crate::state::Axes;
    use hourglass_core::latent_pca::Components;

    fn extent(spread: &Spread) -> (f32, f32) {
        let (mut x, mut y) = (0.0f32, 0.0f32);
        for place in spread.ellipse(2.0) {
            (x, y) = (x.max(place.0 - spread.middle.0), y.max(place.1 - spread.middle.1));
        }
        (x, y)
    }

    #[test]
    fn the_ellipse_is_two_deviations_wide_in_the_numbers_shown() {
        let projection = Projection::new(Axes::Pair(2, 0), &[0.0; 6], 3, None);
        let spread = Spread::of(&projection, &[1.0, 2.0, 3.0], &[0.1, 5.0, 0.25]);
        assert_eq!(spread.middle, (3.0, 1.0));
        let (x, y) = extent(&spread);
        assert!((x - 0.5).abs() < 1e-3 && (y - 0.2).abs() < 1e-3, "{x} {y}");
    }

    #[test]
    fn turned_axes_mix_the_deviations() {
        let root = 0.5f32.sqrt();
        let axes = vec![vec![root, root], vec![-root, root]];
        let components = Components { mean: vec![0.0; 2], axes, variances: vec![1.0; 2] };
        let projection = Projection::Principal(components);
        let (x, y) = extent(&Spread::of(&projection, &[0.0; 2], &[3.0, 4.0]));
        let expected = 2.0 * 12.5f32.sqrt();
        assert!((x - expected).abs() < 0.02 && (y - expected).abs() < 0.02, "{x} {y}");
        let (x, y) = extent(&Spread::of(&projection, &[0.0; 2], &[1.0, 1.0]));
        assert!((x - 2.0).abs() < 0.01 && (y - 2.0).abs() < 0.01, "a circle stays one: {x} {y}");
    }

    #[test]
    fn on_a_line_it_has_the_width_of_one_deviation() {
        let (x, y) = extent(&Spread::of(&Projection::Line, &[0.5], &[0.2]));
        assert!((x - 0.4).abs() < 1e-3 && y > 0.0, "{x} {y}");
    }

    #[test]
    fn a_tiny_ellipse_has_a_ring_around_it() {
        let wide = Bounds { x: (-4.0, 4.0), y: (-4.0, 4.0) };
        let plane = Plane::layout(wide, Size { width: 346.0, height: 400.0 }, Aspect::Equal);
        let projection = Projection::new(Axes::Principal, &[], 2, None);
        for (sigma, has_ring) in [(0.01, true), (1.0, false)] {
            let spread = Spread::of(&projection, &[0.0; 2], &[sigma; 2]);
            let Mark::Clipped { marks, .. } = spread.marks(&plane) else { panic!() };
            assert_eq!(marks.iter().any(|mark| matches!(mark, Mark::Ring { .. })), has_ring, "{sigma}");
        }
    }
}
