//! Where the networks run and why, in words.

use super::{Program, State, TrialResult, WebgpuTrial};
use crate::state::words::significant;
use hourglass_core::{
    config::{BackendChoice, DataKind},
    protocol::Backend,
};

/// Why a browser with WebGPU does not offer it to this page.
const INSECURE: &str = "This address is not secure, so the browser offers neither WebGPU nor offline use here. Open the page over https, \
                        or as localhost on the machine itself.";

/// What two workers are for.
const TOGETHER: &str = "The AE and the VAE learn at the same time, each in a worker of its own.";

impl State {
    /// The badge's sentences.
    pub fn backend_words(&self) -> String {
        let backend = self.backend_sentence();
        match self.run.progress().workers {
            2.. => format!("{backend} {TOGETHER}"),
            _ => backend,
        }
    }

    fn backend_sentence(&self) -> String {
        let Some(prepared) = self.run.prepared() else {
            return "The page decides where the networks run once the trainer has loaded.".into();
        };
        let tried = if self.config.backend == BackendChoice::Auto { self.tried() } else { None };
        match (&prepared.backend, tried) {
            (Backend::Webgpu { adapter }, None) => {
                format!("The networks run on the graphics processor, through WebGPU: {adapter}.")
            }
            (Backend::Webgpu { .. }, Some(tried)) => {
                let [webgpu, cpu] = milliseconds(tried);
                format!("The networks run through WebGPU{}: {webgpu} ms per step, the CPU {cpu} ms.", on(tried))
            }
            (Backend::Cpu { why }, _) if !why.is_empty() => format!("The networks run on the CPU. {why}"),
            (Backend::Cpu { .. }, tried) => format!("The networks run on the CPU{}", self.why_the_cpu(tried)),
        }
    }

    /// The adapter's name, if it is a graphics processor.
    pub fn adapter(&self) -> String {
        match self.run.prepared().map(|prepared| &prepared.backend) {
            Some(Backend::Webgpu { adapter }) => adapter.clone(),
            _ => String::new(),
        }
    }

    /// The words that follow “on the CPU”.
    fn why_the_cpu(&self, tried: Option<&TrialResult>) -> String {
        if self.config.backend == BackendChoice::Cpu {
            return ", as you chose.".into();
        }
        if !self.backends.offers_webgpu {
            return match self.backends.is_insecure {
                true => format!(". {INSECURE}"),
                false => ". This browser has no WebGPU.".into(),
            };
        }
        if self.in_charge() == Program::Webgpu {
            return ". WebGPU is being set up.".into();
        }
        if let Some(fault) = &self.backends.fault {
            return format!(". {fault}");
        }
        if self.config.source.kind() != DataKind::Images {
            return ", which Automatic uses for points and rows.".into();
        }
        match (tried, self.backends.webgpu) {
            (Some(tried), _) => {
                let [webgpu, cpu] = milliseconds(tried);
                let next = if tried.is_won() { " The next run will use WebGPU: press Reset." } else { "" };
                format!(": {cpu} ms per step, WebGPU{} {webgpu} ms.{next}", on(tried))
            }
            (None, WebgpuTrial::Absent) => ". WebGPU will be tried when the page is idle.".into(),
            (None, _) => ". WebGPU is being tried.".into(),
        }
    }
}

fn on(tried: &TrialResult) -> String {
    format!(" on “{}”", tried.timing.adapter)
}

/// The milliseconds of WebGPU and of the CPU.
fn milliseconds(tried: &TrialResult) -> [String; 2] {
    [tried.timing.webgpu, tried.timing.cpu].map(|ms| significant(ms as f32, 2))
}
