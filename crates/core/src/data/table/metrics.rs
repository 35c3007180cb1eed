//! How well rows are classified.

use serde::{Deserialize, Serialize};

/// The minimum probability at which a row is predicted positive.
const THRESHOLD: f32 = 0.5;

/// The number of rows of each class by prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    pub true_positive: usize,
    pub false_positive: usize,
    pub true_negative: usize,
    pub false_negative: usize,
}

/// The usual metrics, from 0 to 1, for the positive class. A quotient with denominator 0 (such as the precision if no row is
/// predicted positive) is 0, as with scikit-learn's `zero_division=0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// The share of rows that are predicted correctly.
    pub accuracy: f32,
    /// The share of rows predicted positive that are positive.
    pub precision: f32,
    /// The share of positive rows that are predicted positive.
    pub recall: f32,
    /// The harmonic mean of precision and recall.
    pub f1: f32,
    pub confusion: Confusion,
}

impl Confusion {
    /// Counts the predictions: probabilities of the positive class, and labels, where 1 is positive.
    pub fn of(probabilities: &[f32], labels: &[u8]) -> Self {
        let mut confusion = Self::default();
        for (&probability, &label) in probabilities.iter().zip(labels) {
            let count = match (probability >= THRESHOLD, label == 1) {
                (true, true) => &mut confusion.true_positive,
                (true, false) => &mut confusion.false_positive,
                (false, false) => &mut confusion.true_negative,
                (false, true) => &mut confusion.false_negative,
            };
            *count += 1;
        }
        confusion
    }
}

impl Metrics {
    /// See [`Confusion::of`].
    pub fn of(probabilities: &[f32], labels: &[u8]) -> Self {
        let confusion = Confusion::of(probabilities, labels);
        let Confusion { true_positive, false_positive, true_negative, false_negative } = confusion;
        let right = true_positive + true_negative;
        let wrong = false_positive + false_negative;
        Self {
            accuracy: part(right, right + wrong),
            precision: part(true_positive, true_positive + false_positive),
            recall: part(true_positive, true_positive + false_negative),
            f1: part(2 * true_positive, 2 * true_positive + wrong),
            confusion,
        }
    }
}

fn part(some: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { some as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figures(probabilities: &[f32], labels: &[u8]) -> [f32; 4] {
        let Metrics { accuracy, precision, recall, f1, .. } = Metrics::of(probabilities, labels);
        [accuracy, precision, recall, f1]
    }

    #[test]
    fn metrics_match_scikit_learn() {
        // accuracy_score, and precision_recall_fscore_support(..., average="binary", zero_division=0)
        for (probabilities, labels, expected) in [
            (vec![0.9, 0.8, 0.7, 0.2, 0.1], vec![1, 1, 0, 1, 0], [0.6, 2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0]),
            (vec![0.5, 0.49], vec![1, 0], [1.0; 4]),
            (vec![0.5, 0.49], vec![0, 1], [0.0; 4]),
            (vec![0.1, 0.2], vec![0, 0], [1.0, 0.0, 0.0, 0.0]),
            (vec![0.9, 0.9, 0.9, 0.9], vec![1, 0, 0, 0], [0.25, 0.25, 1.0, 0.4]),
            (vec![f32::NAN, 0.9], vec![1, 1], [0.5, 1.0, 0.5, 2.0 / 3.0]),
            (vec![], vec![], [0.0; 4]),
        ] {
            assert_eq!(figures(&probabilities, &labels), expected, "{probabilities:?} {labels:?}");
        }
    }

    proptest! {
        #[test]
        fn f1_is_the_harmonic_mean(rows in proptest::collection::vec((0.0..1.0f32, 0..2u8), 0..40)) {
            let (probabilities, labels): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            let [_, precision, recall, f1] = figures(&probabilities, &labels);
            let mean = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
            prop_assert!((f1 - mean).abs() < 1e-6);
        }
    }
}
