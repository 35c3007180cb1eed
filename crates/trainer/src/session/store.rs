//! The data: fetched once, decoded, and kept.

use std::{cell::Cell, rc::Rc};

use serde::Deserialize;

use super::{
    dataset::DataSet,
    host::{DataError, Host},
};
use hourglass_core::{
    config::Source,
    data::{
        gzip::is_gzip,
        images::Images,
        plane::{self, Curve},
        split::FEWEST,
        table::ActiveTable,
    },
    protocol::{Data, Loaded},
    rng::{Purpose, generator},
};

/// The number of points in a set on the plane.
const POINTS: usize = 2_000;
/// Pauses in milliseconds before each retry of a fetch.
const PAUSES: [u32; 3] = [300, 1_000, 3_000];

/// All data sets that were loaded in this session.
#[derive(Default)]
pub struct Store {
    index: Option<Index>,
    digits: Option<DataSet>,
    mnist: Option<DataSet>,
    own: Option<DataSet>,
    /// The user's own table.
    table: Option<ActiveTable>,
}

impl Store {
    /// Whether the page was built with the whole of MNIST; known once the first set was loaded.
    pub fn offers_mnist(&self) -> bool {
        self.index.as_ref().is_some_and(|index| index.find(Source::Mnist).is_some())
    }

    /// The data set of a source, or the digits if there is no such set. `progress` is called with the number of bytes fetched
    /// and the total number.
    ///
    /// # Errors
    /// The data cannot be fetched or read.
    pub async fn load(
        &mut self,
        host: &impl Host,
        source: Source,
        seed: u32,
        progress: &dyn Fn(u64, u64),
    ) -> Result<(Source, DataSet), DataError> {
        if let Some(set) = made(source, seed) {
            return Ok((source, set));
        }
        if source == Source::Table {
            let table = self.table.as_ref().ok_or(DataError::NoTable)?;
            return Ok((source, DataSet::Table(table.rows().clone())));
        }
        let index = match self.index.take() {
            Some(index) => index,
            None => with_retries(host, async || Index::fetch(host).await).await?,
        };
        let index = self.index.insert(index);
        let source = match source {
            Source::Own if self.own.is_none() => Source::Digits,
            Source::Mnist if index.find(Source::Mnist).is_none() => Source::Digits,
            source => source,
        };
        let kept = match source {
            Source::Own => &mut self.own,
            Source::Mnist => &mut self.mnist,
            _ => &mut self.digits,
        };
        let set = match kept {
            Some(set) => set.clone(),
            None => {
                let files = index.find(source).ok_or(DataError::Index)?;
                kept.insert(with_retries(host, async || files.fetch(host, progress).await).await?).clone()
            }
        };
        Ok((source, set))
    }

    /// Takes the user's own data.
    ///
    /// # Errors
    /// The data cannot be used; the previous data stays.
    pub async fn accept(&mut self, host: &impl Host, data: Data) -> Result<Loaded, DataError> {
        Ok(match data {
            Data::Images { images, labels } => {
                self.own = Some(own_images(host, &images, labels.as_deref()).await?);
                Loaded::Images
            }
            Data::Table { bytes, choice } => {
                let (table, summary, chosen) = ActiveTable::read(&bytes, choice)?;
                self.table = Some(table);
                Loaded::Table { summary: Box::new(summary), chosen }
            }
            Data::Choice(choice) => {
                let (chosen, is_new) = self.table.as_mut().ok_or(DataError::NoTable)?.choose(choice)?;
                Loaded::Choice { chosen, is_new }
            }
        })
    }
}

async fn own_images(host: &impl Host, images: &[u8], labels: Option<&[u8]>) -> Result<DataSet, DataError> {
    let images = unpacked(host, images).await?;
    let labels = match labels {
        Some(labels) => Some(unpacked(host, labels).await?),
        None => None,
    };
    let images = Images::from_idx(&images, labels.as_deref())?;
    if images.len() < FEWEST {
        return Err(DataError::TooFew { images: images.len(), least: FEWEST });
    }
    Ok(DataSet::Images { images: Rc::new(images), test: None })
}

/// Fetches, and retries after growing pauses if the data is missing or damaged.
async fn with_retries<T>(host: &impl Host, fetch: impl AsyncFn() -> Result<T, DataError>) -> Result<T, DataError> {
    for pause in PAUSES {
        match fetch().await {
            Err(error) if error.is_transient() => host.sleep(pause).await,
            outcome => return outcome,
        }
    }
    fetch().await
}

/// Generates points on a plane, which need no fetching.
fn made(source: Source, seed: u32) -> Option<DataSet> {
    let curve = match source {
        Source::Spiral => Curve::Spiral,
        Source::Circle => Curve::Circle,
        Source::Moons => Curve::Moons,
        Source::Digits | Source::Mnist | Source::Own | Source::Table => return None,
    };
    Some(DataSet::Points(Rc::new(plane::points(curve, POINTS, &mut generator(seed, Purpose::Points, 0)))))
}

async fn unpacked(host: &impl Host, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
    if is_gzip(bytes) { host.unpack(bytes).await } else { Ok(bytes.to_vec()) }
}

/// The list of the data files that the page was built with.
#[derive(Deserialize)]
struct Index {
    sets: Vec<Files>,
}

/// The files of one set, and their sizes in bytes as they are fetched.
#[derive(Deserialize)]
struct Files {
    name: String,
    images: String,
    images_bytes: u64,
    labels: String,
    labels_bytes: u64,
    test_images: Option<String>,
    test_labels: Option<String>,
    #[serde(default)]
    test_images_bytes: u64,
    #[serde(default)]
    test_labels_bytes: u64,
}

impl Index {
    async fn fetch(host: &impl Host) -> Result<Self, DataError> {
        let bytes = host.fetch("index.json", &|_| ()).await?;
        serde_json::from_slice(&bytes).map_err(|_| DataError::Index)
    }

    fn find(&self, source: Source) -> Option<&Files> {
        let name = match source {
            Source::Digits => "digits10k",
            Source::Mnist => "mnist",
            _ => return None,
        };
        self.sets.iter().find(|set| set.name == name)
    }
}

impl Files {
    async fn fetch(&self, host: &impl Host, progress: &dyn Fn(u64, u64)) -> Result<DataSet, DataError> {
        let total = self.images_bytes + self.labels_bytes + self.test_images_bytes + self.test_labels_bytes;
        let done = Cell::new(0);
        let pair = async |images: &str, labels: &str| {
            let mut files = Vec::new();
            for name in [images, labels] {
                let bytes = host.fetch(name, &|loaded| progress(done.get() + loaded, total)).await?;
                done.set(done.get() + bytes.len() as u64);
                files.push(unpacked(host, &bytes).await?);
            }
            Ok::<_, DataError>(Rc::new(Images::from_idx(&files[0], Some(&files[1]))?))
        };
        let images = pair(&self.images, &self.labels).await?;
        let test = match (&self.test_images, &self.test_labels) {
            (Some(images), Some(labels)) => Some(pair(images, labels).await?),
            _ => None,
        };
        Ok(DataSet::Images { images, test })
    }
}
