//! Runs kept after a visit in the browser's database: a few bytes that describe each, and its checkpoint.
//!
//! Each visit writes under its own key, and the newest wins.

use std::{future::Future, pin::pin};

use futures::{
    StreamExt,
    channel::mpsc::unbounded,
    future::{Either, select},
};
use gloo::timers::future::TimeoutFuture;
use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStore, ObjectStoreParams, Query, Request, Transaction,
    TransactionMode, TransactionResult,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "hourglass";
const VERSION: u32 = 1;
const NOTES: &str = "notes";
const CHECKPOINTS: &str = "checkpoints";

/// Milliseconds that the browser may take: WebKit's storage sometimes never answers.
const LONGEST: u32 = 10_000;

/// Why the browser does not store a run.
#[derive(Debug)]
pub enum Denied {
    /// It has no space or no permission, or the stored data is damaged.
    Refused,
    /// It does not answer, as WebKit sometimes after visits in quick succession.
    Silent,
}

impl From<Error> for Denied {
    fn from(_: Error) -> Self {
        Self::Refused
    }
}

async fn with_timeout<T>(work: impl Future<Output = Result<T, Denied>>) -> Result<T, Denied> {
    match select(pin!(work), TimeoutFuture::new(LONGEST)).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(Denied::Silent),
    }
}

/// The newest stored run: its key, and its description.
///
/// # Errors
/// Fails if the browser denies access.
pub async fn newest() -> Result<Option<(f64, Vec<u8>)>, Denied> {
    with_timeout(async {
        let database = open().await?;
        let notes = begin(&database, TransactionMode::ReadOnly)?.object_store(NOTES)?;
        let key = keys(&notes).await?.into_iter().reduce(f64::max);
        let note = match key {
            Some(key) => notes.get(query(key))?.await?,
            None => None,
        };
        database.close();
        Ok(key.zip(note.map(bytes)))
    })
    .await
}

/// The checkpoint of a run.
///
/// # Errors
/// Fails if the browser denies access, or if the checkpoint is gone.
pub async fn checkpoint(key: f64) -> Result<Vec<u8>, Denied> {
    with_timeout(async {
        let database = open().await?;
        let stored = begin(&database, TransactionMode::ReadOnly)?.object_store(CHECKPOINTS)?.get(query(key))?.await?;
        database.close();
        stored.map(bytes).ok_or(Denied::Refused)
    })
    .await
}

/// Stores a run and deletes all others but one. If this fails, the stored runs stay.
///
/// # Errors
/// Fails if the browser has no space or denies access.
pub async fn keep(key: f64, note: &[u8], checkpoint: &[u8], besides: Option<f64>) -> Result<(), Denied> {
    with_timeout(async {
        let database = open().await?;
        let transaction = begin(&database, TransactionMode::ReadWrite)?;
        let (notes, checkpoints) = (transaction.object_store(NOTES)?, transaction.object_store(CHECKPOINTS)?);
        for old in keys(&notes).await? {
            if old != key && Some(old) != besides {
                notes.delete(query(old))?.await?;
                checkpoints.delete(query(old))?.await?;
            }
        }
        for (store, bytes) in [(notes, note), (checkpoints, checkpoint)] {
            store.put(&Uint8Array::from(bytes), Some(&key.into()))?.await?;
        }
        end(database, transaction).await
    })
    .await
}

/// Deletes a run.
///
/// # Errors
/// Fails if the browser denies access.
pub async fn forget(key: f64) -> Result<(), Denied> {
    with_timeout(async {
        let database = open().await?;
        let transaction = begin(&database, TransactionMode::ReadWrite)?;
        for store in [NOTES, CHECKPOINTS] {
            transaction.object_store(store)?.delete(query(key))?.await?;
        }
        end(database, transaction).await
    })
    .await
}

/// Opens the database without the request's future, which leaks its callbacks on every opening (`idb` 0.6.5).
async fn open() -> Result<Database, Denied> {
    let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in [NOTES, CHECKPOINTS] {
                // An error here occurs again at the first use.
                _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    let (succeeded, mut end) = unbounded();
    let failed = succeeded.clone();
    request.on_success(move |_| _ = succeeded.unbounded_send(()));
    request.on_error(move |_| _ = failed.unbounded_send(()));
    end.next().await;
    Ok(request.database()?)
}

fn begin(database: &Database, mode: TransactionMode) -> Result<Transaction, Denied> {
    Ok(database.transaction(&[NOTES, CHECKPOINTS], mode)?)
}

async fn end(database: Database, transaction: Transaction) -> Result<(), Denied> {
    let outcome = transaction.commit()?.await?;
    database.close();
    if outcome == TransactionResult::Committed { Ok(()) } else { Err(Denied::Refused) }
}

async fn keys(store: &ObjectStore) -> Result<Vec<f64>, Denied> {
    let keys = store.get_all_keys(None, None)?.await?;
    Ok(keys.iter().filter_map(JsValue::as_f64).collect())
}

fn query(key: f64) -> Query {
    Query::Key(key.into())
}

/// The bytes of a value; empty if it holds none.
fn bytes(value: JsValue) -> Vec<u8> {
    value.dyn_into::<Uint8Array>().map(|array| array.to_vec()).unwrap_or_default()
}
