//! Which functions are of the rest: those that only its doors lead to.

use std::collections::BTreeSet;

use super::{links::Unreached, module::Module};

/// The functions that were not reached in the linked page, less what wasm-bindgen has made of it since.
pub fn of_the_rest(module: &Module, unreached: &Unreached, is_door: impl Fn(&str) -> bool) -> BTreeSet<u32> {
    let named = module.indexed().filter(|(index, function)| {
        function.body.is_some()
            && !function.is_bound
            && !module.is_exported(*index)
            && unreached.functions.contains(function.name)
    });
    let mut rest: BTreeSet<u32> = named.map(|(index, _)| index).collect();
    let mut kept: Vec<u32> = module.indexed().map(|(index, _)| index).filter(|index| !rest.contains(index)).collect();
    while let Some(caller) = kept.pop() {
        for &called in &module.functions[caller as usize].calls {
            if !is_door(module.functions[called as usize].name) && rest.remove(&called) {
                kept.push(called);
            }
        }
    }
    rest
}
