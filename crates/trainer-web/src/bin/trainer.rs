//! The trainer: runs in a dedicated worker; it only computes and never displays anything.

fn main() {
    hourglass_trainer_web::run();
}
