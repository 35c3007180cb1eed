//! A page of seven functions and two constants, cut.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, DataSymbolDefinition, ElementSection, Elements, Encode,
    EntityType, ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    LinkingSection, MemorySection, MemoryType, Module as Encoder, NameMap, NameSection, RefType, SymbolTable,
    TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{Parser, Payload, Validator};

use super::*;

/// Each function's name, what it calls, and the constants it uses, by their addresses. The first is imported, the second exported.
const FUNCTIONS: [(&str, &[u32], &[u32]); 7] = [
    ("script", &[], &[]),
    ("start", &[2, 6], &[16]),
    ("door", &[3], &[]),
    ("play", &[4, 0, 6], &[20]),
    ("leaf", &[], &[]),
    ("method", &[], &[]),
    ("shared", &[], &[]),
];
/// Four bytes each; the second one refers to the method, which lies in the table.
const CONSTANTS: [u32; 2] = [16, 20];
const METHOD: u32 = 5;

fn page() -> Vec<u8> {
    let (mut types, mut imports, mut functions) = (TypeSection::new(), ImportSection::new(), FunctionSection::new());
    types.ty().function([ValType::I32], []);
    imports.import("js", "__wbg_script_0123456789abcdef", EntityType::Function(0));
    let (mut code, mut names) = (CodeSection::new(), NameMap::new());
    for (index, (name, calls, _)) in (0..).zip(FUNCTIONS) {
        names.append(index, name);
        if index > 0 {
            functions.function(0);
            let mut function = Function::new([]);
            let mut body = function.instructions();
            for &called in calls {
                body.global_get(0).call(called);
            }
            body.end();
            code.function(&function);
        }
    }
    let (mut tables, mut memories, mut globals) = (TableSection::new(), MemorySection::new(), GlobalSection::new());
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: Some(2),
        shared: false,
    });
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    globals.global(GlobalType { val_type: ValType::I32, mutable: true, shared: false }, &ConstExpr::i32_const(0));
    let (mut exports, mut elements, mut data) = (ExportSection::new(), ElementSection::new(), DataSection::new());
    exports.export("start", ExportKind::Func, 1);
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(Cow::Borrowed(&[METHOD])));
    data.active(0, &ConstExpr::i32_const(16), *b"kept cut");
    let mut name_section = NameSection::new();
    name_section.functions(&names);
    let mut page = Encoder::new();
    page.section(&types).section(&imports).section(&functions).section(&tables).section(&memories).section(&globals);
    page.section(&exports).section(&elements).section(&code).section(&data).section(&name_section);
    page.finish()
}

/// The page with what the linker knows of it.
fn linked() -> Result<Vec<u8>> {
    let mut page = page();
    let mut symbols = SymbolTable::new();
    for (index, (name, ..)) in (0..).zip(FUNCTIONS) {
        match index {
            0 => {
                _ = symbols.function(
                    SymbolTable::WASM_SYM_UNDEFINED | SymbolTable::WASM_SYM_EXPLICIT_NAME,
                    0,
                    Some(name),
                )
            }
            _ => _ = symbols.function(0, index, Some(name)),
        }
    }
    for address in CONSTANTS {
        let place = DataSymbolDefinition { index: 0, offset: address - CONSTANTS[0], size: 4 };
        symbols.data(0, "constant", Some(place));
    }
    let constant = |address: u32| FUNCTIONS.len() as u32 + (address - CONSTANTS[0]) / 4;

    let (mut starts, mut sections) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(&page) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section() {
            sections.push((id, range.start as u32));
        }
        match payload {
            Payload::CodeSectionEntry(body) => starts.push(body.range().start as u32),
            Payload::DataSection(data) => starts.push(data.range().end as u32 - 4),
            _ => {}
        }
    }
    // Of functions (0), of addresses in code (4), of functions in constants (2).
    let mut code = Vec::new();
    for ((_, calls, constants), start) in FUNCTIONS.into_iter().skip(1).zip(&starts) {
        code.extend(calls.iter().map(|&called| (0, *start, called)));
        code.extend(constants.iter().map(|&address| (4, *start, constant(address))));
    }
    let data = vec![(2, starts[FUNCTIONS.len() - 1], METHOD)];

    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);
    let mut more = Encoder::new();
    more.section(&linking);
    for (id, name, entries) in [(10, "reloc.CODE", code), (11, "reloc.DATA", data)] {
        let index = sections.iter().position(|(other, _)| *other == id).unwrap_or_default();
        let mut bytes = Vec::new();
        (index as u32).encode(&mut bytes);
        (entries.len() as u32).encode(&mut bytes);
        for (kind, place, symbol) in entries {
            bytes.push(kind);
            (place - sections[index].1).encode(&mut bytes);
            symbol.encode(&mut bytes);
            if kind == 4 {
                bytes.push(0);
            }
        }
        more.section(&CustomSection { name: name.into(), data: bytes.into() });
    }
    page.extend_from_slice(&more.finish()[8..]);
    Ok(page)
}

fn is_door(name: &str) -> bool {
    name == "door"
}

#[test]
fn the_rest_is_what_only_doors_lead_to() -> Result<()> {
    let (linked, page) = (linked()?, page());
    let unreached = Links::read(&linked)?.unreached(|name| name == "start", is_door);
    assert_eq!(unreached.functions, BTreeSet::from(["script", "door", "play", "leaf", "method"]));
    assert_eq!(unreached.constants, vec![20..24]);

    let module = Module::read(&page)?;
    let rest = choice::of_the_rest(&module, &unreached, is_door);
    assert_eq!(rest, BTreeSet::from([2, 3, 4, METHOD]));
    let cut = Cut::new(&module, rest, unreached.constants)?;
    assert_eq!(cut.slots, BTreeMap::from([(1, METHOD), (2, 2)]));
    assert_eq!(cut.doors, BTreeMap::from([(2, 2)]));
    assert_eq!(cut.table_length, 3);
    assert_eq!(cut.shared.functions, [0, 6]);
    Ok(())
}

#[test]
fn both_halves_are_sound_and_fit() -> Result<()> {
    let halves = split(&linked()?, &page(), is_door)?;
    for half in [&halves.first, &halves.rest] {
        Validator::new().validate_all(half)?;
    }
    assert_eq!(halves.renamed, [("__wbg_script_0123456789abcdef".to_owned(), "_0".to_owned())]);
    let first = Module::read(&halves.first)?;
    assert_eq!(first.imports, ["_0"]);
    assert_eq!(first.constants(&(16..24)), Some(b"kept\0\0\0\0".as_slice()));

    let (mut imported, mut exported) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(&halves.rest) {
        if let Payload::ImportSection(imports) = payload? {
            imported = imports.into_imports().map(|import| Ok(import?.name)).collect::<Result<_>>()?;
        }
    }
    for payload in Parser::new(0).parse_all(&halves.first) {
        if let Payload::ExportSection(exports) = payload? {
            exported = exports.into_iter().map(|export| Ok(export?.name)).collect::<Result<_>>()?;
        }
    }
    assert_eq!(exported, [&["start"], imported.as_slice()].concat());
    Ok(())
}

#[test]
fn what_is_no_page_is_refused() {
    assert!(split(b"", b"", is_door).is_err());
    assert!(split(&page(), &Encoder::new().finish(), is_door).is_err());
}
