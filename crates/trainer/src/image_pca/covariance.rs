//! The covariance of many rows, computed chunk by chunk, so that the caller can yield between chunks.
//!
//! Rows are shifted to a centre near their mean before they are multiplied; otherwise the square of the mean, which is subtracted
//! again later, would swamp the result. The products of a chunk are 32-bit numbers, summed on the device; their sum over the
//! chunks is 64-bit, on the host.

use burn::tensor::{Device, Tensor};

use crate::model::{ReadError, read, tensor};

/// The mean of rows, and their covariance: `columns * columns` numbers, divided by the number of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    pub mean: Vec<f32>,
    pub matrix: Vec<f64>,
}

/// Sums over the rows so far.
pub struct Gathering {
    centre: Vec<f32>,
    device: Device,
    rows: usize,
    /// Sums of the rows minus the centre, `columns`.
    sums: Vec<f64>,
    /// Sums of the outer product of each row minus the centre with itself, `columns * columns`.
    products: Vec<f64>,
}

impl Gathering {
    /// Starts with no rows. Rows have as many columns as `centre`, which should be as close to their mean as possible.
    pub fn new(centre: Vec<f32>, device: &Device) -> Self {
        let columns = centre.len();
        Self {
            centre,
            device: device.clone(),
            rows: 0,
            sums: vec![0.0; columns],
            products: vec![0.0; columns * columns],
        }
    }

    /// Adds a chunk of rows, one after the other; about 500 at a time are fast. An incomplete row is dropped.
    ///
    /// # Errors
    /// The device failed.
    pub async fn add(&mut self, mut rows: Vec<f32>) -> Result<(), ReadError> {
        let columns = self.centre.len();
        let count = rows.len().checked_div(columns).unwrap_or(0);
        if count == 0 {
            return Ok(());
        }
        rows.truncate(count * columns);
        for row in rows.chunks_exact_mut(columns) {
            for ((value, centre), sum) in row.iter_mut().zip(&self.centre).zip(&mut self.sums) {
                *value -= centre;
                *sum += f64::from(*value);
            }
        }
        let centred: Tensor<2> = tensor(rows, columns, &self.device); // [rows, columns]
        let products = read(centred.clone().transpose().matmul(centred)).await?; // [columns, columns]
        self.products.iter_mut().zip(products).for_each(|(sum, product)| *sum += f64::from(product));
        self.rows += count;
        Ok(())
    }

    /// The mean and the covariance; `None` if there are no rows.
    pub fn finish(self) -> Option<Covariance> {
        let count = self.rows as f64;
        let columns = self.centre.len();
        // The mean's offset from the centre.
        let shift: Vec<f64> = self.sums.iter().map(|sum| sum / count).collect();
        let entry = |(i, product): (usize, f64)| product / count - shift[i / columns] * shift[i % columns];
        (self.rows > 0).then(|| Covariance {
            mean: self.centre.iter().zip(&shift).map(|(centre, shift)| (f64::from(*centre) + shift) as f32).collect(),
            matrix: self.products.into_iter().enumerate().map(entry).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;

    const ROWS: [f32; 8] = [1.0, 2.0, 3.0, 6.0, 5.0, 4.0, 7.0, 8.0];

    fn covariance(centre: &[f32], rows_at_once: usize) -> Covariance {
        let mut gathering = Gathering::new(centre.to_vec(), &Device::flex());
        for chunk in ROWS.chunks(rows_at_once * centre.len()) {
            block_on(gathering.add(chunk.to_vec())).unwrap();
        }
        gathering.finish().unwrap()
    }

    #[test]
    fn neither_chunks_nor_the_centre_change_the_result() {
        let expected = Covariance { mean: vec![4.0, 5.0], matrix: vec![5.0, 4.0, 4.0, 5.0] };
        for centre in [[4.0, 5.0], [3.5, 5.5], [0.0, 0.0]] {
            for rows_at_once in [1, 3, 4] {
                assert_eq!(covariance(&centre, rows_at_once), expected, "{centre:?}, {rows_at_once}");
            }
        }
    }

    #[test]
    fn without_rows_there_is_no_covariance() {
        let cases: [(&[f32], &[f32]); 3] = [(&[0.0, 0.0], &[]), (&[0.0, 0.0], &[1.0]), (&[], &[1.0])];
        for (centre, rows) in cases {
            let mut gathering = Gathering::new(centre.to_vec(), &Device::flex());
            block_on(gathering.add(rows.to_vec())).unwrap();
            assert_eq!(gathering.finish(), None);
        }
    }

    #[test]
    fn an_incomplete_row_is_dropped() {
        let mut gathering = Gathering::new(vec![1.0, 2.0], &Device::flex());
        block_on(gathering.add(vec![1.0, 2.0, 9.0])).unwrap();
        assert_eq!(gathering.finish(), Some(Covariance { mean: vec![1.0, 2.0], matrix: vec![0.0; 4] }));
    }
}
