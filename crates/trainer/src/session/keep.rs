//! Saving and restoring: checkpoints for the page, and runs that continue from one.

use futures::FutureExt;

use super::{
    Session,
    host::{DataError, Host},
    run::{Run, RunError},
};
use crate::{
    checkpoint::{Fault, Opened, Unsavable, encode},
    model::Shape,
};
use hourglass_core::{
    config::{Config, Model},
    protocol::{Event, Prepared, RunEvent, RunId},
};

/// Why a run cannot continue from a checkpoint.
#[derive(Debug, thiserror::Error)]
enum RestoreError {
    #[error(transparent)]
    File(#[from] Fault),
    #[error(transparent)]
    Data(#[from] DataError),
}

impl<H: Host + 'static> Session<H> {
    /// Continues from a checkpoint, with its settings or with these. If that is impossible, the previous run stays.
    pub(super) async fn restore(&mut self, id: RunId, config: Option<Config>, checkpoint: &[u8]) {
        match self.restored(id, config, checkpoint).await {
            Ok((run, prepared)) => {
                self.begin(run, prepared);
                self.report(None);
            }
            Err(error) => self.host.emit(Event::Run { run: id, event: RunEvent::Refused(error.to_string()) }),
        }
    }

    async fn restored(
        &mut self,
        id: RunId,
        config: Option<Config>,
        checkpoint: &[u8],
    ) -> Result<(Run, Prepared), RestoreError> {
        let opened = Opened::new(checkpoint)?;
        let mut config = config.map_or_else(|| opened.config.clone(), Config::nearest);
        opened.fits(&config)?;
        let found = self.found(id, &mut config).boxed_local().await?;
        let (inputs, outputs) = found.0.widths(&config);
        let shape = Shape::new(&config, inputs, outputs);
        for model in Model::ALL.into_iter().filter(|&model| config.models.contains(model)) {
            opened.holds(model, &shape)?;
        }
        let (mut run, prepared) = self.made(id, config, found)?;
        run.resume(opened, &*self.host).await?;
        Ok((run, prepared))
    }

    /// Sends a checkpoint of the run in its current state.
    pub(super) async fn save(&mut self) {
        let Some(run) = &mut self.run else { return };
        let (id, epoch) = (run.id, run.epoch());
        match file(run, &*self.host).await {
            Ok(Ok(bytes)) => self.host.emit(Event::Run { run: id, event: RunEvent::Saved { epoch, bytes } }),
            Ok(Err(error)) => self.host.emit(Event::Run { run: id, event: RunEvent::Refused(error.to_string()) }),
            Err(error) => self.fail(error),
        }
    }

    /// Sends the codes of the test examples from each network.
    pub(super) async fn latents(&mut self) {
        let Some(run) = &mut self.run else { return };
        match run.test_latents(&*self.host).await {
            Ok(latents) => self.host.emit(Event::Run {
                run: run.id,
                event: RunEvent::Latents { latents, labels: run.test_labels(), latent: run.config().latent },
            }),
            Err(error) => self.fail(error),
        }
    }
}

/// Sends a checkpoint after an epoch, if one is due. A checkpoint with weights that are not finite, or of a network that is lost,
/// would be useless, so the page keeps the previous one.
///
/// # Errors
/// The device failed.
pub(super) async fn keep(run: &mut Run, host: &impl Host, is_last: bool) -> Result<(), RunError> {
    let began = host.now();
    if run.is_lost() || !is_last && !run.pace.checkpoint_is_due(began) {
        return Ok(());
    }
    if let Ok(bytes) = file(run, host).await? {
        host.emit(Event::Run { run: run.id, event: RunEvent::Checkpoint { epoch: run.epoch(), bytes } });
    }
    run.pace.kept(began, host.now());
    Ok(())
}

/// Encodes a run; the intermediate data is dropped before anything else needs memory.
async fn file(run: &mut Run, host: &impl Host) -> Result<Result<Vec<u8>, Unsavable>, RunError> {
    Ok(encode(&run.checkpoint(host).await?))
}
