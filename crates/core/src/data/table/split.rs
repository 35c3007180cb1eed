//! The split of the rows into training and test.

use crate::rng::{self, Purpose};

/// Splits `0..count` by the seed: four fifths for training, the rest for test. With two rows or more, neither part is empty.
pub fn split(count: usize, seed: u32) -> (Vec<usize>, Vec<usize>) {
    let mut train = rng::permutation(count, &mut rng::generator(seed, Purpose::Split, 0));
    let four_fifths = (4 * count + 2) / 5; // rounded to nearest
    let test = train.split_off(four_fifths.min(count.saturating_sub(1)));
    (train, test)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths_are_for_training() {
        for (count, expected) in
            [(0, (0, 0)), (1, (0, 1)), (2, (1, 1)), (3, (2, 1)), (10, (8, 2)), (74, (59, 15)), (75, (60, 15))]
        {
            let (train, test) = split(count, 1);
            assert_eq!((train.len(), test.len()), expected);
        }
    }

    #[test]
    fn every_row_is_in_one_part() {
        let (train, test) = split(50, 7);
        let mut all = [train, test].concat();
        all.sort_unstable();
        assert_eq!(all, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn the_split_depends_on_the_seed() {
        assert_eq!(split(50, 1), split(50, 1));
        assert_ne!(split(50, 1), split(50, 2));
    }
}
