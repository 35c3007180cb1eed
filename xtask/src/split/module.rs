//! A module as the cut sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{
    ConstExpr, DataKind, DataSectionReader, ElementItems, ElementKind, ElementSectionReader, ExternalKind,
    FunctionBody, GlobalType, KnownCustom, MemoryType, Name, NameSectionReader, Operator, Parser, Payload, TableType,
    TypeRef,
};

/// The module, and what there is to know of its functions.
#[derive(Default)]
pub struct Module<'a> {
    pub bytes: &'a [u8],
    /// By index; imported ones first.
    pub functions: Vec<Function<'a>>,
    imported: usize,
    /// Under which names the imported ones are asked for.
    pub imports: Vec<&'a str>,
    /// The number of parameters of each type.
    pub parameters: Vec<u32>,
    pub globals: Vec<GlobalType>,
    pub memories: Vec<MemoryType>,
    pub tables: Vec<TableType>,
    /// Which of the tables holds functions, and which lie where in it.
    pub table: u32,
    pub slots: BTreeMap<u32, u32>,
    pub segments: Vec<Segment<'a>>,
    exported: BTreeSet<u32>,
    /// Where each function's body begins and ends in the file.
    bodies: BTreeMap<usize, (usize, u32)>,
}

/// Constants, and the address where they belong.
pub struct Segment<'a> {
    pub address: u32,
    pub bytes: &'a [u8],
    /// Where the bytes begin in the file.
    place: usize,
}

/// A function, and what it uses.
#[derive(Default)]
pub struct Function<'a> {
    pub name: &'a str,
    pub type_index: u32,
    /// None if it is imported.
    pub body: Option<FunctionBody<'a>>,
    pub calls: BTreeSet<u32>,
    pub globals: BTreeSet<u32>,
    pub tables: BTreeSet<u32>,
    /// It uses what only its own module can have.
    pub is_bound: bool,
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Self { bytes, ..Self::default() };
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(types) => {
                    for ty in types.into_iter_err_on_gc_types() {
                        module.parameters.push(ty?.params().len() as u32);
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let import = import?;
                        let TypeRef::Func(type_index) = import.ty else { bail!("more than functions is imported") };
                        module.imports.push(import.name);
                        module.functions.push(Function { type_index, ..Function::default() });
                    }
                    module.imported = module.functions.len();
                }
                Payload::FunctionSection(functions) => {
                    for type_index in functions {
                        module.functions.push(Function { type_index: type_index?, ..Function::default() });
                    }
                }
                Payload::TableSection(tables) => {
                    for table in tables {
                        module.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(memories) => module.memories = memories.into_iter().collect::<Result<_, _>>()?,
                Payload::GlobalSection(globals) => {
                    for global in globals {
                        module.globals.push(global?.ty);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if export.kind == ExternalKind::Func {
                            module.exported.insert(export.index);
                        }
                    }
                }
                Payload::DataSection(segments) => module.read_segments(segments)?,
                Payload::ElementSection(elements) => module.read_slots(elements)?,
                Payload::CodeSectionEntry(body) => bodies.push(body),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        module.read_names(names)?;
                    }
                }
                _ => {}
            }
        }
        for (index, body) in (module.imported..).zip(bodies) {
            let range = body.range();
            module.bodies.insert(range.start, (range.end, index as u32));
            module.functions.get_mut(index).context("a body of no function")?.read(body)?;
        }
        ensure!(module.memories.len() == 1, "there is more than one memory, or none");
        Ok(module)
    }

    fn read_slots(&mut self, elements: ElementSectionReader<'a>) -> Result<()> {
        for element in elements {
            let element = element?;
            let (ElementKind::Active { table_index, offset_expr }, ElementItems::Functions(functions)) =
                (element.kind, element.items)
            else {
                continue;
            };
            let table = table_index.unwrap_or(0);
            ensure!(self.slots.is_empty() || self.table == table, "functions lie in two tables");
            self.table = table;
            for (slot, function) in (constant(&offset_expr)?..).zip(functions) {
                self.slots.insert(slot, function?);
            }
        }
        Ok(())
    }

    fn read_segments(&mut self, segments: DataSectionReader<'a>) -> Result<()> {
        for segment in segments {
            let segment = segment?;
            let DataKind::Active { memory_index: 0, offset_expr } = segment.kind else {
                bail!("constants without a place");
            };
            let place = segment.range.end - segment.data.len();
            self.segments.push(Segment { address: constant(&offset_expr)?, bytes: segment.data, place });
        }
        Ok(())
    }

    fn read_names(&mut self, names: NameSectionReader<'a>) -> Result<()> {
        for part in names {
            let Name::Function(names) = part? else { continue };
            for naming in names {
                let naming = naming?;
                if let Some(function) = self.functions.get_mut(naming.index as usize) {
                    function.name = naming.name;
                }
            }
        }
        Ok(())
    }

    /// How many functions are imported.
    pub fn imported(&self) -> usize {
        self.imported
    }

    pub fn is_exported(&self, function: u32) -> bool {
        self.exported.contains(&function)
    }

    /// The function whose body lies at a place of the file.
    pub fn function_at(&self, place: usize) -> Option<u32> {
        let (_, &(end, function)) = self.bodies.range(..=place).next_back()?;
        (place < end).then_some(function)
    }

    /// The address of what lies at a place of the file.
    pub fn address_at(&self, place: usize) -> Option<u32> {
        let segment = self
            .segments
            .iter()
            .find(|segment| (segment.place..segment.place + segment.bytes.len()).contains(&place))?;
        Some(segment.address + (place - segment.place) as u32)
    }

    /// The bytes at some addresses.
    pub fn constants(&self, addresses: &Range<u32>) -> Option<&'a [u8]> {
        self.segments.iter().find_map(|segment| {
            let place = |address: u32| address.checked_sub(segment.address).map(|place| place as usize);
            segment.bytes.get(place(addresses.start)?..place(addresses.end)?)
        })
    }

    /// The address of a segment's byte.
    pub fn address(&self, segment: u32, offset: u32) -> Option<u32> {
        Some(self.segments.get(segment as usize)?.address + offset)
    }

    /// Every function with its index.
    pub fn indexed(&self) -> impl Iterator<Item = (u32, &Function<'a>)> {
        (0..).zip(&self.functions)
    }

    /// The type of the table of functions.
    pub fn table_type(&self) -> Result<TableType> {
        self.tables.get(self.table as usize).copied().context("the module has no table of functions")
    }
}

impl<'a> Function<'a> {
    fn read(&mut self, body: FunctionBody<'a>) -> Result<()> {
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => _ = self.calls.insert(function_index),
                Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index } => {
                    self.globals.insert(global_index);
                }
                Operator::CallIndirect { table_index, .. }
                | Operator::TableGet { table: table_index }
                | Operator::TableSet { table: table_index }
                | Operator::TableSize { table: table_index }
                | Operator::TableGrow { table: table_index }
                | Operator::TableFill { table: table_index } => _ = self.tables.insert(table_index),
                Operator::RefFunc { .. }
                | Operator::ReturnCall { .. }
                | Operator::ReturnCallIndirect { .. }
                | Operator::TableInit { .. }
                | Operator::TableCopy { .. }
                | Operator::ElemDrop { .. }
                | Operator::MemoryInit { .. }
                | Operator::DataDrop { .. } => self.is_bound = true,
                _ => {}
            }
        }
        self.body = Some(body);
        Ok(())
    }
}

/// The value of an offset.
fn constant(expression: &ConstExpr) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(u32::try_from(value)?),
        _ => bail!("a table's content has no constant place"),
    }
}
