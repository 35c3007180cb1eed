//! Cuts the page's module in two: what a visitor needs first, and the rest, which follows by itself.
//!
//! Doors are the only functions through which the page comes to the rest. What is reached without passing one stays; all else, code
//! and constants, is cut out. The first module calls a door through its table, where the second puts the door's own code when it
//! comes; nothing may pass a door before.
//!
//! What refers to what is known of the page as it was linked; what is cut is the page that wasm-bindgen has made of it.
//!
//! ```text
//! module   bytes -> functions, what they call, where they lie in the table; constants
//! links    the linked page -> what is reached without passing a door
//! choice   which functions are of the rest
//! first    the module without the rest, which exports what the rest needs
//! rest     what was cut out, which imports all else
//! ```

mod choice;
mod first;
mod links;
mod module;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::Result;

use self::links::Links;
use self::module::Module;

/// Both halves.
pub struct Halves {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// What the first half's imports were called before, and are now.
    pub renamed: Vec<(String, String)>,
}

/// Cuts a page that wasm-bindgen has bound, whose functions still have the names that they have in the linked one.
pub fn split(linked: &[u8], bound: &[u8], is_door: impl Fn(&str) -> bool) -> Result<Halves> {
    let links = Links::read(linked)?;
    let module = Module::read(bound)?;
    let exported: BTreeSet<&str> =
        module.indexed().filter(|(index, _)| module.is_exported(*index)).map(|(_, function)| function.name).collect();
    let unreached = links.unreached(|name| exported.contains(name), &is_door);
    let rest = choice::of_the_rest(&module, &unreached, &is_door);
    let cut = Cut::new(&module, rest, unreached.constants)?;
    let renamed = renamed(&module);
    let first = first::encode(&module, &cut, &renamed)?;
    let renamed = renamed.into_iter().map(|(old, new)| (old.to_owned(), new)).collect();
    Ok(Halves { first, rest: rest::encode(&module, &cut)?, renamed })
}

/// Short names for imports that end in a hash, which nothing makes smaller.
fn renamed<'a>(module: &Module<'a>) -> BTreeMap<&'a str, String> {
    let has_hash = |name: &str| {
        name.rsplit_once('_')
            .is_some_and(|(_, hash)| hash.len() == 16 && hash.chars().all(|digit| digit.is_ascii_hexdigit()))
    };
    let names = module.imports.iter().copied().filter(|name| has_hash(name));
    names.enumerate().map(|(number, name)| (name, format!("_{number}"))).collect()
}

/// Where the module is cut.
struct Cut {
    /// The functions of the rest.
    rest: BTreeSet<u32>,
    /// The addresses of its constants.
    constants: Vec<Range<u32>>,
    /// Where in the table the rest puts its functions: in their own places, and each door in a new one.
    slots: BTreeMap<u32, u32>,
    /// The new places, by door.
    doors: BTreeMap<u32, u32>,
    /// How long the table has become.
    table_length: u64,
    /// What the rest asks of the first module.
    shared: Shared,
}

/// By index; the order is that of the rest's imports.
#[derive(Default)]
struct Shared {
    /// In the order of their names, as wasm-opt will put them: numbers that grow are small for gzip.
    functions: Vec<u32>,
    globals: BTreeSet<u32>,
    tables: BTreeSet<u32>,
}

/// The names under which the first half exports and the rest imports, in the same order: memory, tables, globals, functions.
///
/// A letter each, since there are a thousand.
fn names() -> impl Iterator<Item = String> {
    ('!'..).map(String::from)
}

impl Cut {
    fn new(module: &Module, rest: BTreeSet<u32>, constants: Vec<Range<u32>>) -> Result<Self> {
        let own = module.slots.iter().filter(|(_, function)| rest.contains(function));
        let mut cut = Self {
            slots: own.map(|(&slot, &function)| (slot, function)).collect(),
            doors: BTreeMap::new(),
            table_length: module.table_type()?.initial,
            shared: Shared::default(),
            rest,
            constants,
        };
        cut.shared.tables.insert(module.table);
        let mut shared: BTreeSet<u32> = BTreeSet::new();
        for (index, function) in module.indexed() {
            if cut.rest.contains(&index) {
                shared.extend(function.calls.difference(&cut.rest));
                cut.shared.globals.extend(&function.globals);
                cut.shared.tables.extend(&function.tables);
            } else {
                function.calls.iter().for_each(|&called| cut.open(called));
            }
        }
        cut.shared.functions.extend(shared);
        cut.shared.functions.sort_by_key(|&index| module.functions[index as usize].name);
        Ok(cut)
    }

    /// The first half calls this function: if it is of the rest, it is a door.
    fn open(&mut self, called: u32) {
        if self.rest.contains(&called) && !self.doors.contains_key(&called) {
            let slot = self.table_length as u32;
            self.table_length += 1;
            self.slots.insert(slot, called);
            self.doors.insert(called, slot);
        }
    }
}
