//! What refers to what in the page as it was linked, by the linker's own relocations (`--emit-relocs`): functions and constants.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{KnownCustom, Linking, LinkingSectionReader, Parser, Payload, RelocationType, SymbolInfo};

use super::module::Module;

/// A function by its index, or a constant by its address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    Constant(u32),
}

/// The linked page.
pub struct Links<'a> {
    module: Module<'a>,
    /// Where each constant begins and ends.
    constants: BTreeMap<u32, u32>,
    /// What each node refers to; those that nobody knows refer to what is held.
    edges: BTreeMap<Option<Node>, BTreeSet<Node>>,
}

/// What cannot be reached.
pub struct Unreached<'a> {
    /// Functions, by name.
    pub functions: BTreeSet<&'a str>,
    /// The addresses of constants, apart from one another and in order.
    pub constants: Vec<Range<u32>>,
}

impl<'a> Links<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let module = Module::read(bytes)?;
        // Sections in their order, by where their contents begin.
        let (mut sections, mut symbols, mut relocations) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            sections.extend(payload.as_section().map(|(_, range)| range.start));
            let Payload::CustomSection(section) = payload else { continue };
            match section.as_known() {
                KnownCustom::Linking(linking) => symbols = read_symbols(linking)?,
                KnownCustom::Reloc(section) => relocations.push(section),
                _ => {}
            }
        }

        let mut links = Self { constants: constants(&module, &symbols), module, edges: BTreeMap::new() };
        for relocation in &relocations {
            let start = *sections.get(relocation.section_index() as usize).context("relocations of no section")?;
            for entry in relocation.entries() {
                let entry = entry?;
                let target = match entry.ty {
                    RelocationType::FunctionIndexLeb
                    | RelocationType::TableIndexSleb
                    | RelocationType::TableIndexI32
                    | RelocationType::MemoryAddrLeb
                    | RelocationType::MemoryAddrSleb
                    | RelocationType::MemoryAddrI32 => symbols.get(entry.index as usize),
                    RelocationType::TypeIndexLeb | RelocationType::GlobalIndexLeb | RelocationType::TableNumberLeb => {
                        None
                    }
                    // They are in sections for debuggers.
                    RelocationType::FunctionOffsetI32 | RelocationType::SectionOffsetI32 => None,
                    other => bail!("a relocation of an unknown kind, {other:?}"),
                };
                let target = match target {
                    Some(&Symbol::Function(index)) => Some(Node::Function(index)),
                    Some(Symbol::Constant { segment, place }) => {
                        links.module.address(*segment, place.start).and_then(|address| links.constant_at(address))
                    }
                    Some(Symbol::Other) | None => None,
                };
                if let Some(target) = target {
                    let source = links.owner(start + entry.offset as usize);
                    links.edges.entry(source).or_default().insert(target);
                }
            }
        }
        Ok(links)
    }

    /// What no function leads to that passes `is_root`, with nobody passing through those that are a door.
    pub fn unreached(&self, is_root: impl Fn(&str) -> bool, is_door: impl Fn(&str) -> bool) -> Unreached<'a> {
        let name = |index: u32| self.module.functions.get(index as usize).map_or("", |function| function.name);
        let roots = self.module.indexed().filter(|(_, function)| is_root(function.name));
        let mut open: Vec<Node> = roots.map(|(index, _)| Node::Function(index)).collect();
        open.extend(self.edges.get(&None).into_iter().flatten());
        let mut reached = BTreeSet::new();
        while let Some(node) = open.pop() {
            let is_shut = matches!(node, Node::Function(index) if is_door(name(index)));
            if !is_shut && reached.insert(node) {
                open.extend(self.edges.get(&Some(node)).into_iter().flatten());
            }
        }
        let functions = self.module.indexed().filter(|(index, _)| !reached.contains(&Node::Function(*index)));
        let constants = self.constants.iter().filter(|(start, _)| !reached.contains(&Node::Constant(**start)));
        Unreached {
            functions: functions.map(|(_, function)| function.name).collect(),
            constants: constants.map(|(&start, &end)| start..end).collect(),
        }
    }

    /// What lies at a place of the file.
    fn owner(&self, place: usize) -> Option<Node> {
        match self.module.function_at(place) {
            Some(index) => Some(Node::Function(index)),
            None => self.constant_at(self.module.address_at(place)?),
        }
    }

    fn constant_at(&self, address: u32) -> Option<Node> {
        let (&start, &end) = self.constants.range(..=address).next_back()?;
        (address < end).then_some(Node::Constant(start))
    }
}

enum Symbol {
    Function(u32),
    /// Bytes of a segment.
    Constant {
        segment: u32,
        place: Range<u32>,
    },
    Other,
}

fn read_symbols(linking: LinkingSectionReader) -> Result<Vec<Symbol>> {
    let mut symbols = Vec::new();
    for part in linking.subsections() {
        let Linking::SymbolTable(table) = part? else { continue };
        for symbol in table {
            symbols.push(match symbol? {
                SymbolInfo::Func { index, .. } => Symbol::Function(index),
                SymbolInfo::Data { symbol: Some(data), .. } => {
                    Symbol::Constant { segment: data.index, place: data.offset..data.offset + data.size }
                }
                _ => Symbol::Other,
            });
        }
    }
    Ok(symbols)
}

/// The symbols' addresses; those that overlap are one constant.
fn constants(module: &Module, symbols: &[Symbol]) -> BTreeMap<u32, u32> {
    let mut ranges: Vec<(u32, u32)> = symbols
        .iter()
        .filter_map(|symbol| match symbol {
            Symbol::Constant { segment, place } if !place.is_empty() => {
                Some((module.address(*segment, place.start)?, module.address(*segment, place.end)?))
            }
            _ => None,
        })
        .collect();
    ranges.sort_unstable();
    let mut constants: BTreeMap<u32, u32> = BTreeMap::new();
    for (start, end) in ranges {
        match constants.last_entry() {
            Some(mut last) if start < *last.get() => {
                let longer = end.max(*last.get());
                last.insert(longer);
            }
            _ => _ = constants.insert(start, end),
        }
    }
    constants
}
