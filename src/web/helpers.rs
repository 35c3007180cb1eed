//! A trainer's helpers, which the page starts for it; see [`hourglass_web::helper`].

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{journal, trainer::LOADER};
use hourglass_web::{
    helper::{MARK, number},
    lock,
};

/// The helpers of one trainer.
pub struct Helpers {
    /// The name of the program's file.
    program: &'static str,
    trainer: Worker,
    running: Vec<Helper>,
}

impl Helpers {
    pub fn new(program: &'static str, trainer: &Worker) -> Self {
        Self { program, trainer: trainer.clone(), running: vec![] }
    }

    /// Starts a helper with a number.
    pub fn start(&mut self, number: usize) {
        match Helper::start(self.program, number, &self.trainer) {
            Ok(helper) => self.running.push(helper),
            Err(_) => report_end(&self.trainer, number, "it could not be started"),
        }
    }

    /// Terminates all.
    pub fn end(&mut self) {
        self.running.clear();
    }
}

/// Tells the trainer that a helper has ended.
fn report_end(trainer: &Worker, number: usize, why: &str) {
    journal::write(&format!("helper {number}: ended: {why}"));
    // Fails only for what cannot be cloned.
    _ = trainer.post_message(&(number as u32).into());
}

/// A running helper, which ends when this is dropped.
struct Helper {
    worker: Worker,
    /// Kept while the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Helper {
    fn start(program: &str, number_of_helper: usize, trainer: &Worker) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // Unique among all workers, in this page or another.
        let name = format!("{program}{MARK}{}", js_sys::Math::random());
        options.set_name(&name);
        let worker = Worker::new_with_options(LOADER, &options)?;
        let end: Rc<dyn Fn(&str)> = Rc::new({
            let trainer = trainer.clone();
            move |why| report_end(&trainer, number_of_helper, why)
        });
        let on_message = Closure::new({
            let (worker, trainer, end) = (worker.clone(), trainer.clone(), Rc::clone(&end));
            move |message: MessageEvent| {
                // As from a trainer: an empty message once it holds its lock, a text about its panic.
                if message.data().is_null() {
                    let end = Rc::clone(&end);
                    lock::wait(&name, move || end("it was ended from outside"));
                } else if let Some(text) = message.data().as_string() {
                    end(&text);
                } else if number(&message).is_some() && connect(&worker, &trainer, number_of_helper).is_err() {
                    end("it could not be connected");
                }
            }
        });
        let on_error = Closure::new(move |event: Event| {
            event.prevent_default();
            end("its program failed");
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

/// Gives both ends of a new channel away.
fn connect(helper: &Worker, trainer: &Worker, number: usize) -> Result<(), JsValue> {
    let channel = MessageChannel::new()?;
    let (near, far) = (channel.port1(), channel.port2());
    helper.post_message_with_transfer(&JsValue::NULL, &Array::of1(&near))?;
    trainer.post_message_with_transfer(&(number as u32).into(), &Array::of1(&far))
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
