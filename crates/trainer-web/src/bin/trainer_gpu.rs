//! The trainer with WebGPU: what `trainer.rs` does, on the CPU or on the GPU.

fn main() {
    hourglass_trainer_web::run();
}
