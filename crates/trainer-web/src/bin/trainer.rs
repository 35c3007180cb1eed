//! The trainer: runs in a dedicated worker, computes, and never shows.

fn main() {
    hourglass_trainer_web::run();
}
