//! The second half: the functions and constants that were cut out, and imports of all else that they use.

use std::{borrow::Cow, collections::BTreeMap};

use anyhow::{Result, anyhow};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, FunctionSection, ImportSection,
    Module as Encoder, NameMap, NameSection, TableType, TypeSection,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{Parser, Payload};

use super::{Cut, module::Module};

/// What all imports are from.
const FIRST: &str = "page";

/// Encodes it.
pub fn encode(module: &Module, cut: &Cut) -> Result<Vec<u8>> {
    Rest::new(cut).encode(module, cut).map_err(|error| anyhow!("{error}"))
}

/// The new indices of what the rest has or imports.
struct Rest {
    functions: BTreeMap<u32, u32>,
    globals: BTreeMap<u32, u32>,
    tables: BTreeMap<u32, u32>,
}

impl Rest {
    fn new(cut: &Cut) -> Self {
        let numbered = |indices: &mut dyn Iterator<Item = &u32>| indices.copied().zip(0..).collect();
        Self {
            functions: numbered(&mut cut.shared.functions.iter().chain(&cut.rest)),
            globals: numbered(&mut cut.shared.globals.iter()),
            tables: numbered(&mut cut.shared.tables.iter()),
        }
    }

    fn encode(&mut self, module: &Module, cut: &Cut) -> Result<Vec<u8>, Error> {
        let mut types = TypeSection::new();
        for payload in Parser::new(0).parse_all(module.bytes) {
            if let Payload::TypeSection(section) = payload? {
                self.parse_type_section(&mut types, section)?;
            }
        }
        let imports = self.imports(module, cut)?;

        let (mut functions, mut code, mut names) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
        for &index in &cut.rest {
            let function = &module.functions[index as usize];
            functions.function(function.type_index);
            names.append(self.function_index(index)?, function.name);
            if let Some(body) = &function.body {
                utils::parse_function_body(self, &mut code, body.clone())?;
            }
        }
        let mut name_section = NameSection::new();
        name_section.functions(&names);

        let mut encoder = Encoder::new();
        encoder.section(&types).section(&imports).section(&functions);
        encoder.section(&self.elements(module, cut)?).section(&code).section(&data(module, cut)).section(&name_section);
        Ok(encoder.finish())
    }

    /// In the order in which the first half exports.
    fn imports(&mut self, module: &Module, cut: &Cut) -> Result<ImportSection, Error> {
        let mut kinds = vec![EntityType::Memory(self.memory_type(module.memories[0])?)];
        for &index in &cut.shared.tables {
            let mut table = self.table_type(module.tables[index as usize])?;
            if index == module.table {
                table = TableType { minimum: cut.table_length, maximum: None, ..table };
            }
            kinds.push(EntityType::Table(table));
        }
        for &index in &cut.shared.globals {
            kinds.push(EntityType::Global(self.global_type(module.globals[index as usize])?));
        }
        for &index in &cut.shared.functions {
            kinds.push(EntityType::Function(module.functions[index as usize].type_index));
        }
        let mut imports = ImportSection::new();
        for (name, kind) in super::names().zip(kinds) {
            imports.import(FIRST, &name, kind);
        }
        Ok(imports)
    }

    /// Puts the functions into the table, a segment for each run of places.
    fn elements(&mut self, module: &Module, cut: &Cut) -> Result<ElementSection, Error> {
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (&slot, &function) in &cut.slots {
            let function = self.function_index(function)?;
            match runs.last_mut() {
                Some((start, run)) if *start + run.len() as u32 == slot => run.push(function),
                _ => runs.push((slot, vec![function])),
            }
        }
        let table = self.table_index(module.table)?;
        let mut elements = ElementSection::new();
        for (start, run) in runs {
            elements.active(Some(table), &ConstExpr::i32_const(start as i32), Elements::Functions(Cow::Owned(run)));
        }
        Ok(elements)
    }
}

/// The constants, at their own addresses.
fn data(module: &Module, cut: &Cut) -> DataSection {
    let mut data = DataSection::new();
    for constant in &cut.constants {
        if let Some(bytes) = module.constants(constant) {
            data.active(0, &ConstExpr::i32_const(constant.start as i32), bytes.iter().copied());
        }
    }
    data
}

impl Reencode for Rest {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.functions[&index])
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.globals[&index])
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.tables[&index])
    }
}
