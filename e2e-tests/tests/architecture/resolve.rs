//! From the paths in a crate's files to arrows between the files.
//!
//! A path leads to the file that defines what it names. Where a module only passes a name on (`pub use x::Y`), the
//! path goes on to where the name comes from, and the passing on is no arrow of its own. A path that names a module
//! and nothing in it is none either. What cannot be found in a module of this crate, such as what a macro of another
//! crate defines there, counts as defined in the module's own file. Methods are not seen: calling one takes no path.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{self, Contents, Declared, Import, Mention};

/// One reason for an arrow: where it is, and the path that stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    pub line: usize,
    pub path: String,
}

/// Arrows between files, with the first reason of each.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub files: Vec<PathBuf>,
    pub arrows: BTreeMap<usize, BTreeMap<usize, Reason>>,
}

struct Module {
    file: usize,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    contents: Contents,
}

/// Where a path leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Module(usize),
    /// Something that this file defines.
    File(usize),
    /// Another crate.
    Foreign,
}

#[derive(Default)]
struct Crate {
    files: Vec<PathBuf>,
    modules: Vec<Module>,
    /// The files of the crate's macros, which `crate::` reaches wherever they stand.
    macros: BTreeMap<String, usize>,
}

/// How many imports a path may go through.
const DEPTH: usize = 16;

/// The arrows within the crate that begins at `root`.
pub(crate) fn graph(root: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Graph {
    let mut krate = Crate::default();
    krate.load(root, root.parent().unwrap_or(Path::new("")), read);
    let mut graph = Graph { files: krate.files.clone(), ..Graph::default() };
    for index in 0..krate.modules.len() {
        krate.arrows_of(index, &mut graph);
    }
    graph
}

/// Reads a file from disk, for [`graph`].
pub(crate) fn from_disk(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

impl Crate {
    /// Reads a file and the files of its modules, which stand in `folder`.
    fn load(&mut self, path: &Path, folder: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Option<usize> {
        let text = read(path)?;
        let tokens = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        self.files.push(path.to_owned());
        let file = self.files.len() - 1;
        Some(self.add(file, None, source::read(tokens), folder, read))
    }

    fn add(
        &mut self,
        file: usize,
        parent: Option<usize>,
        mut contents: Contents,
        folder: &Path,
        read: &dyn Fn(&Path) -> Option<String>,
    ) -> usize {
        let declared = std::mem::take(&mut contents.modules);
        for name in &contents.macros {
            self.macros.insert(name.clone(), file);
        }
        let index = self.modules.len();
        self.modules.push(Module { file, parent, children: BTreeMap::new(), contents });
        for (name, declared) in declared {
            let below = folder.join(&name);
            let child = match declared {
                Declared::Inline(contents) => Some(self.add(file, Some(index), contents, &below, read)),
                Declared::File(Some(path)) => {
                    let beside = self.files[file].parent().unwrap_or(Path::new("")).join(path);
                    self.load(&beside, &below, read)
                }
                Declared::File(None) => self
                    .load(&folder.join(format!("{name}.rs")), &below, read)
                    .or_else(|| self.load(&below.join("mod.rs"), &below, read)),
            };
            if let Some(child) = child {
                self.modules[child].parent = Some(index);
                self.modules[index].children.insert(name, child);
            }
        }
        index
    }

    fn arrows_of(&self, index: usize, graph: &mut Graph) {
        let module = &self.modules[index];
        let imports = module.contents.imports.values().filter(|import| !import.passed_on).map(|import| &import.path);
        for mention in imports.chain(&module.contents.mentions) {
            let Some(Target::File(to)) = self.mentioned(index, mention) else { continue };
            if to != module.file {
                let reason = Reason { line: mention.line, path: mention.segments.join("::") };
                graph.arrows.entry(module.file).or_default().entry(to).or_insert(reason);
            }
        }
    }

    fn mentioned(&self, index: usize, mention: &Mention) -> Option<Target> {
        let last = mention.segments.last()?;
        let local = mention.segments.len() == 1 || mention.segments[0] == "crate";
        if local && mention.is_macro {
            return self.macros.get(last).map(|file| Target::File(*file));
        }
        self.resolve(index, &mention.segments, DEPTH)
    }

    /// Where a path leads from a module.
    fn resolve(&self, from: usize, segments: &[String], depth: usize) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let (first, rest) = segments.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(from),
            "super" => Target::Module(self.modules[from].parent?),
            name => self.lookup(from, name, depth)?,
        };
        for segment in rest {
            let Target::Module(module) = at else { return Some(at) };
            at = match segment.as_str() {
                "super" => Target::Module(self.modules[module].parent?),
                "self" => at,
                name => self.lookup(module, name, depth).unwrap_or(Target::File(self.modules[module].file)),
            };
        }
        Some(at)
    }

    /// What a name means in a module.
    fn lookup(&self, module: usize, name: &str, depth: usize) -> Option<Target> {
        let Module { file, children, contents, .. } = &self.modules[module];
        if let Some(child) = children.get(name) {
            return Some(Target::Module(*child));
        }
        if contents.items.iter().any(|item| item == name) {
            return Some(Target::File(*file));
        }
        if let Some(Import { path, .. }) = contents.imports.get(name) {
            return Some(self.resolve_import(module, name, path, depth));
        }
        contents
            .globs
            .iter()
            .find_map(|glob| match self.resolve(module, &glob.segments, depth)? {
                Target::Module(other) if other != module => self.lookup(other, name, depth.checked_sub(1)?),
                _ => None,
            })
            .or_else(|| (module == 0).then(|| self.macros.get(name).map(|file| Target::File(*file)))?)
    }

    fn resolve_import(&self, module: usize, name: &str, path: &Mention, depth: usize) -> Target {
        // `use serde::serde;`: a path that begins with the name that it brings in is one of another crate.
        if path.segments.first().is_some_and(|first| first == name) {
            return Target::Foreign;
        }
        self.resolve(module, &path.segments, depth).unwrap_or(Target::Foreign)
    }
}

#[cfg(test)]
mod of_the_resolver {
    use super::*;

    /// The arrows of a crate made up of files, as `from -> to`.
    fn arrows(files: &[(&str, &str)]) -> Vec<String> {
        let read = |path: &Path| {
            let found = files.iter().find(|(name, _)| path == Path::new(name));
            found.map(|(_, text)| (*text).to_owned())
        };
        let graph = graph(Path::new("lib.rs"), &read);
        let name = |file: usize| graph.files[file].display().to_string();
        let all = graph.arrows.iter().flat_map(|(from, to)| to.keys().map(move |to| (*from, *to)));
        let mut arrows: Vec<String> = all.map(|(from, to)| format!("{} -> {}", name(from), name(to))).collect();
        arrows.sort();
        arrows
    }

    #[test]
    fn a_path_leads_to_what_it_names() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::B; fn f() { super::b::c::g() }"),
            ("b/mod.rs", "pub mod c; pub struct B;"),
            ("b/c.rs", "pub fn g() {}"),
        ];
        assert_eq!(arrows(&files), ["a.rs -> b/c.rs", "a.rs -> b/mod.rs"]);
    }

    #[test]
    fn passing_a_name_on_is_no_arrow() {
        let files = [
            ("lib.rs", "mod a; mod b; pub use a::A; pub mod prelude { pub use crate::b::*; }"),
            ("a.rs", "pub struct A; fn f(_: crate::prelude::B) {}"),
            ("b.rs", "pub struct B(super::A);"),
        ];
        assert_eq!(arrows(&files), ["a.rs -> b.rs", "b.rs -> a.rs"]);
    }

    #[test]
    fn using_what_one_passes_on_is_one() {
        let files = [("lib.rs", "mod a; pub use a::A; fn f(_: A) {}"), ("a.rs", "pub struct A;")];
        assert_eq!(arrows(&files), ["lib.rs -> a.rs"]);
    }

    #[test]
    fn a_module_that_is_named_is_none_what_is_taken_from_it_is() {
        let files = [
            ("lib.rs", "pub mod a; pub mod b; pub mod c;"),
            ("a.rs", "use crate::b; pub(in crate::c) fn f() {}"),
            ("b.rs", "use crate::c; fn g() { c::h() }"),
            ("c.rs", "pub fn h() {}"),
        ];
        assert_eq!(arrows(&files), ["b.rs -> c.rs"]);
    }

    #[test]
    fn names_come_through_a_star() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use super::b::*; fn f(_: B, _: String) {}"),
            ("b.rs", "pub struct B;"),
        ];
        assert_eq!(arrows(&files), ["a.rs -> b.rs"]);
    }

    #[test]
    fn macros_belong_to_the_file_that_defines_them() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "#[macro_export] macro_rules! view { () => { $crate::b::read() } }"),
            ("b.rs", "crate::view! {} pub fn read() {} serde::view! {}"),
        ];
        assert_eq!(arrows(&files), ["a.rs -> b.rs", "b.rs -> a.rs"]);
    }

    #[test]
    fn other_crates_and_tests_are_left_out() {
        let files = [
            ("lib.rs", "mod a; mod b; pub use other::{self as b2, C}; use a::a;"),
            ("a.rs", "use crate::C; use crate::b2::D; #[cfg(test)] mod tests { use crate::b::B; }"),
            ("b.rs", "pub struct B; use serde::Serialize;"),
        ];
        assert_eq!(arrows(&files), ["lib.rs -> a.rs"]);
    }

    #[test]
    fn what_is_not_found_is_the_module_s_own() {
        let files = [("lib.rs", "mod a; mod b;"), ("a.rs", "other::view! { B }"), ("b.rs", "use crate::a::B;")];
        assert_eq!(arrows(&files), ["b.rs -> a.rs"]);
    }
}
