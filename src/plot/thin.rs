//! Lines with more points than pixels.

use super::mark::Place;

/// A line with at most one place per pixel: the mean of those in the same column. This bounds the cost of drawing.
pub fn thinned(places: impl Iterator<Item = Place>) -> Vec<Place> {
    let mut columns: Vec<(i64, Place, f64)> = vec![];
    for place in places {
        let column = place.x.floor() as i64;
        match columns.last_mut() {
            Some((last, sum, count)) if *last == column => {
                sum.x += place.x;
                sum.y += place.y;
                *count += 1.0;
            }
            _ => columns.push((column, place, 1.0)),
        }
    }
    columns.into_iter().map(|(_, sum, count)| Place::new(sum.x / count, sum.y / count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_curve_costs_one_place_per_pixel() {
        let places = (0..100_000).map(|i| Place::new(f64::from(i) / 1_000.0, 5.0));
        let thin = thinned(places);
        assert_eq!(thin.len(), 100);
        assert!(thin.iter().all(|place| place.y == 5.0));
    }
}
