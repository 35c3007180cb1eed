//! The first half: the whole module, in which doors lead to the table and the rest's other functions and constants are blank.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use wasm_encoder::{
    CodeSection, DataSection, ElementSection, ExportKind, ExportSection, Function, ImportSection, Module as Encoder,
    TableSection,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{
    CustomSectionReader, Data, Element, ExportSectionReader, FunctionBody, ImportSectionReader, Parser, Table,
};

use super::{Cut, module::Module};

pub fn encode(module: &Module, cut: &Cut, renamed: &BTreeMap<&str, String>) -> Result<Vec<u8>> {
    let blank = cut.rest.iter().copied().find(|function| !cut.doors.contains_key(function));
    let body = module.imported() as u32;
    let mut first = First { module, cut, renamed, body, table: 0, segment: 0, is_in_table: false, blank };
    let mut encoder = Encoder::new();
    first.parse_core_module(&mut encoder, Parser::new(0), module.bytes).map_err(|error| anyhow!("{error}"))?;
    Ok(encoder.finish())
}

struct First<'a> {
    module: &'a Module<'a>,
    cut: &'a Cut,
    renamed: &'a BTreeMap<&'a str, String>,
    /// The function, the table and the segment that come next.
    body: u32,
    table: u32,
    segment: usize,
    is_in_table: bool,
    /// A function of the rest that is no door.
    blank: Option<u32>,
}

impl Reencode for First<'_> {
    type Error = std::convert::Infallible;

    fn parse_table(&mut self, tables: &mut TableSection, mut table: Table<'_>) -> Result<(), Error> {
        if self.table == self.module.table {
            let more = self.cut.doors.len() as u64;
            table.ty.initial += more;
            table.ty.maximum = table.ty.maximum.map(|maximum| maximum + more);
        }
        self.table += 1;
        utils::parse_table(self, tables, table)
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            let name = self.renamed.get(import.name).map_or(import.name, String::as_str);
            imports.import(import.module, name, self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error> {
        utils::parse_export_section(self, exports, section)?;
        let shared = &self.cut.shared;
        let all = [(ExportKind::Memory, 0)]
            .into_iter()
            .chain(shared.tables.iter().map(|&table| (ExportKind::Table, table)))
            .chain(shared.globals.iter().map(|&global| (ExportKind::Global, global)))
            .chain(shared.functions.iter().map(|&function| (ExportKind::Func, function)));
        for (name, (kind, index)) in super::names().zip(all) {
            exports.export(&name, kind, index);
        }
        Ok(())
    }

    fn parse_element(&mut self, elements: &mut ElementSection, element: Element<'_>) -> Result<(), Error> {
        self.is_in_table = true;
        utils::parse_element(self, elements, element)?;
        self.is_in_table = false;
        Ok(())
    }

    /// What the linker left is of no use any more.
    fn parse_custom_section(&mut self, module: &mut Encoder, section: CustomSectionReader<'_>) -> Result<(), Error> {
        match section.name() {
            "name" => utils::parse_custom_section(self, module, section),
            _ => Ok(()),
        }
    }

    /// In the table one blank function stands for all of the rest.
    fn function_index(&mut self, index: u32) -> Result<u32, Error> {
        let is_blank = self.is_in_table && self.cut.rest.contains(&index);
        Ok(self.blank.filter(|_| is_blank).unwrap_or(index))
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error> {
        let index = self.body;
        self.body += 1;
        if self.cut.rest.contains(&index) {
            code.function(&self.stub(index));
            return Ok(());
        }
        utils::parse_function_body(self, code, body)
    }

    /// Constants of the rest become zeros, of which wasm-opt makes nothing.
    fn parse_data(&mut self, data: &mut DataSection, segment: Data<'_>) -> Result<(), Error> {
        let address = self.module.segments[self.segment].address;
        self.segment += 1;
        let mut bytes = segment.data.to_vec();
        for constant in &self.cut.constants {
            let place = |edge: u32| (edge.max(address) - address) as usize;
            if let Some(blank) = bytes.get_mut(place(constant.start)..place(constant.end)) {
                blank.fill(0);
            }
        }
        utils::parse_data(self, data, Data { data: &bytes, ..segment })
    }
}

impl First<'_> {
    /// A door calls what the rest has put into the table; nothing calls the rest's other functions.
    fn stub(&self, index: u32) -> Function {
        let mut stub = Function::new([]);
        let mut code = stub.instructions();
        if let Some(&slot) = self.cut.doors.get(&index) {
            let type_index = self.module.functions[index as usize].type_index;
            for parameter in 0..self.module.parameters[type_index as usize] {
                code.local_get(parameter);
            }
            code.i32_const(slot as i32).call_indirect(self.module.table, type_index);
        } else {
            code.unreachable();
        }
        code.end();
        stub
    }
}
