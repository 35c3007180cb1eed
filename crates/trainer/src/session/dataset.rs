//! A set of data, and what a configuration makes of it: the examples, their split, and those that are shown.

use std::rc::Rc;

use serde::{Deserialize, Serialize, Serializer};

use super::host::DataError;
use hourglass_core::{
    config::{Config, ImageSize},
    data::{
        examples::{Examples, InputTransform, as_bytes},
        image::PIXELS,
        images::Images,
        split::{SAMPLE, Split, exhibits},
        table::{self, Rows, Standard},
    },
    protocol::Sample,
    rng::{Purpose, generator},
};

/// The data in its original form.
#[derive(Clone, Deserialize)]
#[serde(from = "Received")]
pub enum DataSet {
    /// Images for training and validation, and for test if the set has its own.
    Images { images: Rc<Images>, test: Option<Rc<Images>> },
    /// Points on a plane, two coordinates each.
    Points(Rc<Vec<f32>>),
    /// Rows to classify.
    Table(Rc<Rows>),
}

/// A set of data prepared for a configuration.
pub struct DataParts {
    /// The examples for training and validation, and for test unless there is a separate test set.
    pub examples: Examples,
    /// The separate test set, if there is one.
    pub test: Option<Examples>,
    /// If there is no validation set, the test set takes its place.
    pub split: Split,
    pub shown: ShownData,
}

/// The examples that the page shows.
pub struct ShownData {
    pub sample: Sample,
    /// The sample in the network's input format.
    pub inputs: Vec<f32>,
    /// The exhibits in the network's input format, with noise if there is any.
    pub exhibits: Vec<f32>,
}

/// A data set on its way to a helper.
#[derive(Serialize)]
#[serde(rename = "DataSet")]
enum Sent<'a> {
    Images { images: &'a Images, test: Option<&'a Images> },
    Points(&'a [f32]),
    Table(&'a Rows),
}

/// A data set that has arrived in a helper.
#[derive(Deserialize)]
#[serde(rename = "DataSet")]
enum Received {
    Images { images: Images, test: Option<Images> },
    Points(Vec<f32>),
    Table(Rows),
}

impl Serialize for DataSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Images { images, test } => Sent::Images { images, test: test.as_deref() },
            Self::Points(points) => Sent::Points(points),
            Self::Table(rows) => Sent::Table(rows),
        }
        .serialize(serializer)
    }
}

impl From<Received> for DataSet {
    fn from(received: Received) -> Self {
        match received {
            Received::Images { images, test } => Self::Images { images: Rc::new(images), test: test.map(Rc::new) },
            Received::Points(points) => Self::Points(Rc::new(points)),
            Received::Table(rows) => Self::Table(Rc::new(rows)),
        }
    }
}

impl DataSet {
    /// The approximate size in bytes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Images { images, test } => PIXELS * (images.len() + test.as_ref().map_or(0, |test| test.len())),
            Self::Points(points) => size_of_val(points.as_slice()),
            Self::Table(rows) => size_of_val(rows.features.as_slice()),
        }
    }

    /// The numbers of inputs and outputs for an example.
    pub fn widths(&self, config: &Config) -> (usize, usize) {
        match self {
            Self::Images { .. } => (config.size.side().pow(2), config.size.side().pow(2)),
            Self::Points(_) => (2, 2),
            Self::Table(rows) => (rows.columns(), 1),
        }
    }

    /// # Errors
    /// A part would be empty.
    pub fn parts(&self, config: &Config) -> Result<DataParts, DataError> {
        match self {
            Self::Images { images, test } => image_parts(images, test.as_ref(), config),
            Self::Points(points) => Ok(point_parts(points, config)),
            Self::Table(rows) => Ok(table_parts(rows, config)),
        }
    }
}

fn image_parts(images: &Rc<Images>, test: Option<&Rc<Images>>, config: &Config) -> Result<DataParts, DataError> {
    let split = match test {
        Some(test) => Split::with_test(images, test, config),
        None => Split::of(images, config),
    };
    let parts = [("training", &split.train), ("test", &split.test)];
    if let Some((part, _)) = parts.iter().find(|(_, indices)| indices.is_empty()) {
        return Err(DataError::NoDigits { part, digits: config.digits.to_string() });
    }
    let examples =
        |images: &Rc<Images>| Examples::Images { images: images.clone(), size: config.size, range: config.range };
    let tested = test.unwrap_or(images);
    let shown = shown_images(tested, &examples(tested), split.sample(), config);
    Ok(DataParts { examples: examples(images), test: test.map(examples), split, shown })
}

fn shown_images(images: &Images, examples: &Examples, sample: &[usize], config: &Config) -> ShownData {
    let labels: Option<Vec<u8>> = sample.iter().map(|&index| images.label(index)).collect();
    let exhibited = exhibits(labels.as_deref(), sample.len());
    let indices: Vec<usize> = exhibited.iter().map(|&place| sample[place]).collect();
    let inputs = examples.gather(sample);
    let mut corrupted = examples.gather(&indices);
    let alteration = InputTransform::in_evaluation(config);
    alteration.add_noise(&mut corrupted, &mut generator(config.seed, Purpose::EvaluationNoise, u64::MAX));
    let bytes = match config.size {
        ImageSize::Full => sample.iter().flat_map(|&index| images.image(index)).copied().collect(),
        ImageSize::Half => as_bytes(&inputs, config.size, config.range),
    };
    let noisy = if alteration.has_noise() { as_bytes(&corrupted, config.size, config.range) } else { vec![] };
    let sample = Sample { images: bytes, noisy, labels, exhibits: exhibited, ..Sample::default() };
    ShownData { sample, inputs, exhibits: corrupted }
}

fn point_parts(points: &Rc<Vec<f32>>, config: &Config) -> DataParts {
    let split = Split::unlabelled(points.len() / 2, config);
    let inputs = points[..points.len().min(2 * SAMPLE)].to_vec();
    let sample = Sample { points: inputs.clone(), ..Sample::default() };
    let examples = Examples::Rows { values: points.clone(), columns: 2, answers: None };
    DataParts { examples, test: None, split, shown: ShownData { sample, inputs, exhibits: vec![] } }
}

fn table_parts(rows: &Rows, config: &Config) -> DataParts {
    let (mut train, test) = table::split(rows.labels.len(), config.seed);
    train.truncate(config.train);
    let columns = rows.columns();
    let standard = Standard::fit(&rows.gather(&train), columns);
    let values = standard.apply(&rows.features);
    let answers = rows.labels.iter().map(|&label| f32::from(label)).collect();
    let most = rows.labels.len().min(SAMPLE);
    let inputs = values[..most * columns].to_vec();
    let sample = Sample { labels: Some(rows.labels[..most].to_vec()), ..Sample::default() };
    let examples = Examples::Rows { values: Rc::new(values), columns, answers: Some(Rc::new(answers)) };
    let split = Split { train, validation: vec![], test };
    DataParts { examples, test: None, split, shown: ShownData { sample, inputs, exhibits: vec![] } }
}
