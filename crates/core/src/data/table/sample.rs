//! The sample table. It is entirely synthetic, generated here from a seed; no person was measured.
//!
//! Five made-up genes respond more or less to smoke, and noise partly hides the response, so a small network classifies current
//! smokers correctly in eight or nine rows of ten. Twelve rows have no smoking history.

use std::fmt::Write;

use super::{Choice, Rule};
use crate::rng::{self, Purpose};

const SEED: u32 = 1;

/// Each group's smoking history, its size, and how strongly smoke still affects its genes.
const GROUPS: [(&str, usize, f32); 3] =
    [("Current smoker", 34, 1.0), ("Former smoker", 24, 0.25), ("Never smoked", 29, 0.0)];
/// The number of rows in each group without a smoking history.
const SILENT: usize = 4;

/// The base level of each gene, and the effect of smoke on it; the noise has standard deviation 1.
const GENES: [(f32, f32); 5] = [(7.0, 1.6), (9.5, -1.3), (5.0, 1.1), (11.0, 0.8), (8.0, 0.0)];

/// The synthetic table: 87 rows, 12 of them without a smoking history.
pub fn csv() -> String {
    let mut rows: Vec<(&str, f32)> = Vec::new();
    for (history, size, smoke) in GROUPS {
        rows.extend((0..size).map(|i| (if i < SILENT { "" } else { history }, smoke)));
    }
    let mut rng = rng::generator(SEED, Purpose::SampleTable, 0);
    let order = rng::permutation(rows.len(), &mut rng);

    let mut csv = "sample".to_owned();
    (1..=GENES.len()).for_each(|gene| csv += &format!(",synthetic_gene_{gene}"));
    csv += ",smoking_history\n";
    for (i, (history, smoke)) in order.into_iter().map(|row| rows[row]).enumerate() {
        let noise = rng::normal(GENES.len(), &mut rng);
        let levels = GENES.iter().zip(noise).map(|((usual, effect), noise)| usual + effect * smoke + noise);
        let levels: String = levels.map(|level| format!(",{level:.2}")).collect();
        // Writing to a string does not fail.
        let _ = writeln!(csv, "S{:02}{levels},{history}", i + 1);
    }
    csv
}

/// The initial choice: all genes as features, and current smokers as the positive class.
pub fn choice() -> Choice {
    let label = GENES.len() + 1;
    Choice { features: (1..label).collect(), label, rule: Rule::Contains("current".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::table::{Metrics, Rows, Standard, Table, split};

    fn table() -> Table {
        Table::read(csv().as_bytes()).unwrap()
    }

    #[test]
    fn the_table_never_changes() {
        let text = csv();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!([lines[0], lines[1], lines[87]], LINES);
        assert_eq!((lines.len(), table().rows(), table().skipped()), (88, 87, 0));
        let histories = [("Current smoker", 30), ("Never smoked", 25), ("Former smoker", 20)];
        assert_eq!(table().distinct(6), histories);
        assert_eq!(table().values(6).count(), 75);
    }

    /// The header, the first row and the last.
    const LINES: [&str; 3] = [
        "sample,synthetic_gene_1,synthetic_gene_2,synthetic_gene_3,synthetic_gene_4,synthetic_gene_5,smoking_history",
        "S01,6.98,8.50,3.56,11.90,6.65,Former smoker",
        "S87,8.49,9.32,3.88,8.49,7.58,Former smoker",
    ];

    #[test]
    fn the_choice_is_the_suggested_one() {
        assert_eq!(Choice::suggest(&table()), Some(choice()));
        let rows = Rows::of(&table(), &choice()).unwrap();
        assert_eq!((rows.labels.len(), rows.columns(), rows.dropped), (75, 5, 12));
    }

    /// Probabilities of the test rows, from a logistic regression fitted to the training rows.
    fn logistic_regression(rows: &Rows, train: &[usize], test: &[usize]) -> Vec<f32> {
        let standard = Standard::fit(&rows.gather(train), rows.columns());
        let [inputs, unseen] = [train, test].map(|part| standard.apply(&rows.gather(part)));
        let mut weights = vec![0.0; rows.columns() + 1];
        let probability = |weights: &[f32], row: &[f32]| {
            let logit = weights[0] + weights[1..].iter().zip(row).map(|(weight, value)| weight * value).sum::<f32>();
            1.0 / (1.0 + (-logit).exp())
        };
        for _ in 0..300 {
            for (row, &index) in inputs.chunks(rows.columns()).zip(train) {
                let error = f32::from(rows.labels[index]) - probability(&weights, row);
                weights[0] += 0.02 * error;
                weights[1..].iter_mut().zip(row).for_each(|(weight, value)| *weight += 0.02 * error * value);
            }
        }
        unseen.chunks(rows.columns()).map(|row| probability(&weights, row)).collect()
    }

    #[test]
    fn most_smokers_can_be_classified_but_not_all() {
        let rows = Rows::of(&table(), &choice()).unwrap();
        let accuracy = |seed| {
            let (train, test) = split(rows.labels.len(), seed);
            let labels: Vec<u8> = test.iter().map(|&row| rows.labels[row]).collect();
            Metrics::of(&logistic_regression(&rows, &train, &test), &labels).accuracy
        };
        let mean = (0..20).map(accuracy).sum::<f32>() / 20.0;
        assert!((0.8..0.92).contains(&mean), "{mean}");
    }
}
