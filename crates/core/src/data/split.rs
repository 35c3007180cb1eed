//! The split of the data into training, validation and test.

use serde::{Deserialize, Serialize};

use crate::{
    config::{Config, Digits, SplitBy},
    data::images::Images,
    rng::{self, Purpose},
};

/// The maximum number of examples that the page shows.
pub const SAMPLE: usize = 1_000;
/// The minimum number of images that can be split into three parts.
pub const FEWEST: usize = 10;

/// The number of images in each part of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    pub train: usize,
    pub validation: usize,
    pub test: usize,
}

/// Indices into the examples, in random order. No index is in two parts. If there is no validation set, the test set takes its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    pub train: Vec<usize>,
    pub validation: Vec<usize>,
    pub test: Vec<usize>,
}

impl Split {
    /// Splits one set 80/10/10 by the seed, then keeps the configuration's digits, and at most its number of training images.
    pub fn of(images: &Images, config: &Config) -> Self {
        let order = rng::permutation(images.len(), &mut rng::generator(config.seed, Purpose::Split, 0));
        let tenth = images.len() / 10;
        let (train, rest) = order.split_at(images.len() - 2 * tenth);
        let (validation, test) = rest.split_at(tenth);
        Self::kept(images, images, config, train, validation, test)
    }

    /// The same split for `count` examples without labels.
    pub fn unlabelled(count: usize, config: &Config) -> Self {
        let mut train = rng::permutation(count, &mut rng::generator(config.seed, Purpose::Split, 0));
        let tenth = count / 10;
        let test = train.split_off(count - tenth);
        let validation = train.split_off(count - 2 * tenth);
        train.truncate(config.train);
        Self { train, validation, test }
    }

    /// Splits data that comes with its own test set, as [`SplitBy`] says. `test` holds indices into `test_images`.
    pub fn with_test(images: &Images, test_images: &Images, config: &Config) -> Self {
        let mut rng = rng::generator(config.seed, Purpose::Split, 0);
        let mut order = rng::permutation(images.len(), &mut rng);
        let test = rng::permutation(test_images.len(), &mut rng);
        let mut learned = images.len() - images.len() / 10;
        if config.split == SplitBy::Order {
            order.sort_unstable();
            learned = config.train.min(images.len());
        }
        let (train, validation) = order.split_at(learned);
        Self::kept(images, test_images, config, train, validation, &test)
    }

    fn kept(
        images: &Images,
        test_images: &Images,
        config: &Config,
        train: &[usize],
        validation: &[usize],
        test: &[usize],
    ) -> Self {
        let mut train = with_digits(images, config.digits, train);
        train.truncate(config.train);
        Self {
            train,
            validation: with_digits(images, config.digits, validation),
            test: with_digits(test_images, config.digits, test),
        }
    }

    pub fn sizes(&self) -> Sizes {
        Sizes { train: self.train.len(), validation: self.validation.len(), test: self.test.len() }
    }

    /// The test images that the page shows.
    pub fn sample(&self) -> &[usize] {
        &self.test[..self.test.len().min(SAMPLE)]
    }
}

/// The images of these digits; all images if there are no labels.
fn with_digits(images: &Images, digits: Digits, indices: &[usize]) -> Vec<usize> {
    let wanted = |&&index: &&usize| images.label(index).is_none_or(|label| digits.contains(label));
    indices.iter().filter(wanted).copied().collect()
}

/// At most ten indices into a sample: the first of each class, or the first ten if there are no labels.
pub fn exhibits(labels: Option<&[u8]>, count: usize) -> Vec<usize> {
    match labels {
        None => (0..count.min(10)).collect(),
        Some(labels) => (0..10).filter_map(|digit| labels.iter().position(|&label| label == digit)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::data::idx::{IMAGES_MAGIC, LABELS_MAGIC};

    /// Images of one pixel, labelled 0 to 9 in turn.
    fn images(count: u32) -> Images {
        let file = |numbers: &[u32], values: Vec<u8>| -> Vec<u8> {
            numbers.iter().flat_map(|n| n.to_be_bytes()).chain(values).collect()
        };
        let images = file(&[IMAGES_MAGIC, count, 1, 1], vec![0; count as usize]);
        let labels = file(&[LABELS_MAGIC, count], (0..count).map(|i| (i % 10) as u8).collect());
        Images::from_idx(&images, Some(&labels)).unwrap()
    }

    fn all(split: &Split) -> Vec<usize> {
        [split.train.as_slice(), &split.validation, &split.test].concat()
    }

    #[test]
    fn every_image_is_in_exactly_one_part() {
        let split = Split::of(&images(1000), &Config::default());
        assert_eq!(split.sizes(), Sizes { train: 800, validation: 100, test: 100 });
        assert_eq!(all(&split).into_iter().collect::<HashSet<_>>().len(), 1000);
    }

    #[test]
    fn the_split_depends_on_the_seed() {
        let with_seed = |seed| Split::of(&images(100), &Config { seed, ..Config::default() });
        assert_eq!(with_seed(3), with_seed(3));
        assert_ne!(with_seed(3), with_seed(4));
    }

    #[test]
    fn only_the_chosen_digits_up_to_the_limit_are_used() {
        let images = images(1000);
        let config = Config { digits: Digits::from_text("17"), train: 40, ..Config::default() };
        let split = Split::of(&images, &config);
        assert_eq!(split.train.len(), 40);
        assert!(all(&split).iter().all(|&i| [Some(1), Some(7)].contains(&images.label(i))));
    }

    #[test]
    fn fewer_digits_do_not_change_the_parts() {
        let images = images(1000);
        let whole = Split::of(&images, &Config::default());
        let some = Split::of(&images, &Config { digits: Digits::from_text("3"), ..Config::default() });
        assert!(some.test.iter().all(|index| whole.test.contains(index)));
    }

    #[test]
    fn a_separate_test_set_is_kept_whole() {
        let split = Split::with_test(&images(100), &images(30), &Config::default());
        assert_eq!(split.sizes(), Sizes { train: 90, validation: 10, test: 30 });
    }

    #[test]
    fn training_can_use_the_first_images_and_validation_the_rest() {
        let split = |train| {
            let config = Config { split: SplitBy::Order, train, ..Config::default() };
            Split::with_test(&images(100), &images(30), &config)
        };
        assert_eq!(split(20).train, (0..20).collect::<Vec<_>>());
        assert_eq!(split(20).validation, (20..100).collect::<Vec<_>>());
        assert_eq!(split(60_000).sizes(), Sizes { train: 100, validation: 0, test: 30 });
    }

    #[test]
    fn points_are_split_like_images() {
        let split = Split::unlabelled(1000, &Config { train: 300, ..Config::default() });
        assert_eq!(split.sizes(), Sizes { train: 300, validation: 100, test: 100 });
        assert_eq!(all(&split).into_iter().collect::<HashSet<_>>().len(), 500);
    }

    #[test]
    fn exhibits_are_one_of_each_class() {
        assert_eq!(exhibits(Some(&[3, 3, 1, 0, 1]), 5), [3, 2, 0]);
        assert_eq!(exhibits(None, 4), [0, 1, 2, 3]);
    }
}
