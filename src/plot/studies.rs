//! The charts of the studies: variance by number of components, errors of a sweep, the prior behind three VAEs.

use super::{
    glide::Bounds,
    line_chart::{ChartData, Curve, Pin, Quantity, Stroke, Towards},
    mark::{Colour, Mark, Place},
    projection::Projection,
    scatter::{Plane, ScatterPoint},
};
use crate::state::Axes;
use hourglass_core::{config::Model, protocol::SweepPoint};

/// The number of components in the variance chart, at least and as a multiple of the marked ones.
const COMPONENTS: (usize, usize) = (20, 3);
/// The ring's distance from the centre, in standard deviations of the prior.
const RING: f32 = 2.0;

/// The share of the variance that the first components keep, in percent; `marked` of them get a label.
pub fn variance(cumulative: &[f32], marked: Option<usize>) -> ChartData {
    let points = (1..).zip(cumulative).map(|(count, kept)| (f64::from(count), 100.0 * f64::from(*kept))).collect();
    let most = marked.map_or(cumulative.len(), |marked| cumulative.len().min(COMPONENTS.0.max(COMPONENTS.1 * marked)));
    let pin = marked.and_then(|count| {
        let kept = 100.0 * f64::from(*cumulative.get(count.checked_sub(1)?)?);
        let label = format!("{count} components: {kept:.0}%");
        Some(Pin { point: (count as f64, kept), label, towards: Towards::Both })
    });
    let curve = Curve { name: String::new(), colour: Colour::Ink, stroke: Stroke::Line, points };
    ChartData {
        curves: vec![curve],
        x: Quantity::whole("components").between(1.0, most as f64),
        y: Quantity::new("variance kept, %").between(0.0, 100.0),
        pinned: pin,
    }
}

/// The errors of the AEs and of principal components by latent size, between the ends of the sweep.
pub fn sweep(points: &[SweepPoint], (least, most): (usize, usize)) -> ChartData {
    let curve = |name: &str, colour, stroke, error: fn(&SweepPoint) -> f32| {
        let points = points.iter().map(|point| (point.latent as f64, f64::from(error(point)))).collect();
        Curve { name: name.into(), colour, stroke, points }
    };
    let mut x = Quantity::whole("numbers in the code");
    if least < most {
        x = x.between(least as f64, most as f64);
    }
    ChartData {
        curves: vec![
            curve("PCA", Colour::Quiet, Stroke::Dotted, |point| point.pca),
            curve("AE", Colour::Model(Model::Ae), Stroke::Dotted, |point| point.ae),
        ],
        x,
        y: Quantity::new("test MSE, squared intensity per pixel"),
        pinned: None,
    }
}

/// Codes on the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Flat {
    pub projection: Projection,
    pub points: Vec<ScatterPoint>,
}

impl Flat {
    /// Places codes of `dims` numbers each; `before` keeps principal axes from flipping.
    pub fn of(codes: &[f32], dims: usize, labels: Option<&[u8]>, before: Option<&Self>) -> Self {
        let projection = Projection::new(Axes::Principal, codes, dims, before.map(|before| &before.projection));
        let label = |i: usize| labels.and_then(|labels| labels.get(i).copied());
        let point = |(i, code)| ScatterPoint { place: projection.project(code, i, label(i)), label: label(i) };
        let points = codes.chunks_exact(dims.max(1)).enumerate().map(point).collect();
        Self { projection, points }
    }

    /// The smallest bounds of the points of one or more, with the ring of [`prior`] if it is drawn.
    pub fn bounds<'a>(all: impl IntoIterator<Item = &'a Self>) -> Option<Bounds> {
        Bounds::around(all.into_iter().flat_map(|flat| {
            let ring = flat.has_prior().then_some([(-RING, -RING), (RING, RING)]);
            flat.points.iter().map(|point| point.place).chain(ring.into_iter().flatten())
        }))
    }

    /// Whether the axes are those of the prior.
    pub fn has_prior(&self) -> bool {
        matches!(self.projection, Projection::Pair { .. })
    }
}

/// A ring around the centre of the prior, at two standard deviations.
pub fn prior(plane: &Plane) -> Mark {
    let places: Vec<Place> = (0..=72u8)
        .map(|step| {
            let (sin, cos) = (f32::from(step) * 5.0).to_radians().sin_cos();
            plane.place((RING * cos, RING * sin))
        })
        .collect();
    let ring = Mark::Line { places, ink: Colour::Quiet.into(), width: 1.25, dashed: true };
    Mark::Clipped { frame: plane.frame, marks: vec![ring] }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{line_chart::Chart, mark::Size, scatter::Aspect},
        *,
    };

    const SIZE: Size = Size { width: 320.0, height: 240.0 };

    #[test]
    fn the_variance_chart_marks_its_point_and_shows_its_surroundings() {
        let cumulative: Vec<f32> = (1..=784u16).map(|count| 1.0 - (-f32::from(count) / 36.5).exp()).collect();
        let input = variance(&cumulative, Some(85));
        assert_eq!(input.x.domain, Some((1.0, 255.0)));
        assert_eq!(input.pinned.as_ref().map(|pin| pin.label.as_str()), Some("85 components: 90%"));
        assert!(Chart::layout(&input, SIZE).is_some());
        assert_eq!(variance(&cumulative[..9], Some(2)).x.domain, Some((1.0, 9.0)));
        assert_eq!(variance(&cumulative, Some(785)).pinned, None);
    }

    #[test]
    fn an_empty_study_has_no_chart() {
        assert_eq!(Chart::layout(&variance(&[], None), SIZE), None);
        assert_eq!(Chart::layout(&sweep(&[], (1, 10)), SIZE), None);
    }

    #[test]
    fn a_sweep_has_room_for_all_sizes_from_the_start() {
        let input = sweep(&[SweepPoint { latent: 2, ae: 0.04, pca: 0.056 }], (1, 10));
        let chart = Chart::layout(&input, SIZE).unwrap();
        assert_eq!(chart.x.domain(), (1.0, 10.0));
        assert_eq!(input.reading(7.0).unwrap().values.len(), 2);
        let alone = sweep(&[SweepPoint { latent: 4, ae: 0.04, pca: 0.056 }], (4, 4));
        assert!(Chart::layout(&alone, SIZE).is_some());
    }

    #[test]
    fn codes_of_any_size_lie_on_the_plane() {
        let codes: Vec<f32> = (0..60u8).map(|i| f32::from(i).sin()).collect();
        for (dims, count, has_prior) in [(1, 60, false), (2, 30, true), (5, 12, false)] {
            let flat = Flat::of(&codes, dims, Some(&[3; 60]), None);
            assert_eq!((flat.points.len(), flat.has_prior()), (count, has_prior), "{dims}");
            assert_eq!(flat.points[0].label, Some(3));
            assert_eq!(Flat::of(&codes, dims, Some(&[3; 60]), Some(&flat)), flat);
        }
        assert_eq!(Flat::of(&[], 2, None, None).points, []);
    }

    #[test]
    fn bounds_contain_all_points_and_the_ring() {
        let flat = |codes: &[f32]| Flat::of(codes, 2, None, None);
        let both = [flat(&[0.0, 1.0, 2.0, -1.0]), flat(&[-5.0, 0.0])];
        assert_eq!(Flat::bounds(&both), Some(Bounds { x: (-5.0, 2.0), y: (-2.0, 2.0) }));
        assert_eq!(Flat::bounds(&[]), None);
    }

    #[test]
    fn the_ring_is_round_and_two_deviations_wide() {
        let bounds = Bounds { x: (-4.0, 4.0), y: (-4.0, 4.0) };
        let plane = Plane::layout(bounds, SIZE, Aspect::Equal);
        let Mark::Clipped { marks, .. } = prior(&plane) else { panic!() };
        let [Mark::Line { places, .. }] = marks.as_slice() else { panic!() };
        let (middle, edge) = (plane.place((0.0, 0.0)), plane.place((2.0, 0.0)));
        assert!(places.iter().all(|place| (place.distance(middle) - edge.distance(middle)).abs() < 1e-3));
    }
}
