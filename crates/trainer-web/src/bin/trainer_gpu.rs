//! The trainer with WebGPU: like `trainer.rs`, on the CPU or on the GPU.

fn main() {
    hourglass_trainer_web::run();
}
