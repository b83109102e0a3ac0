//! What the reader finds in a few lines of Rust.

use super::*;

fn read_text(text: &str) -> Contents {
    read(text.parse().expect("these are tokens"))
}

fn paths(contents: &Contents) -> Vec<String> {
    let longer = contents.mentions.iter().filter(|mention| mention.segments.len() > 1);
    longer.map(|mention| mention.segments.join("::")).collect()
}

#[test]
fn imports_come_apart() {
    let read = read_text("use a::{self, b::{c, d as e}, f::*}; pub(crate) use super::g as h; use i::J as _;");
    let of = |name: &str| read.imports[name].path.segments.join("::");
    assert_eq!([of("a"), of("c"), of("e"), of("h")], ["a", "a::b::c", "a::b::d", "super::g"]);
    assert!(read.imports["h"].passed_on && !read.imports["c"].passed_on);
    assert_eq!(read.globs[0].segments, ["a", "f"]);
    assert_eq!(paths(&read), ["i::J"]);
}

#[test]
fn paths_are_found_everywhere() {
    let read = read_text(
        "fn f(x: &'static crate::a::B<crate::c::D>) { x.e::<f::G>(); g!(h::i(), $crate::j::k); <T as l::M>::n(); \
         ::o::p(); q { ..r::s() } }",
    );
    assert_eq!(paths(&read), ["crate::a::B", "crate::c::D", "f::G", "h::i", "crate::j::k", "l::M", "r::s"]);
}

#[test]
fn items_and_modules_are_the_module_s_own() {
    let read = read_text(
        "#[path = \"z.rs\"] mod a; mod b { pub(crate) const fn inner() {} } view! { pub struct C<'a> {} } \
         impl D { fn method() {} } const fn e() { struct Local; } static mut F: u8 = 0; macro_rules! g { () => {} }",
    );
    assert_eq!(read.items, ["C", "e", "F"]);
    assert_eq!(read.macros, ["g"]);
    assert!(matches!(&read.modules["a"], Declared::File(Some(path)) if path == "z.rs"));
    assert!(matches!(&read.modules["b"], Declared::Inline(inner) if inner.items == ["inner"]));
}

#[test]
fn names_of_variants_and_fields_are_no_paths() {
    let read = read_text("enum A { B, #[c] D(E), F { g: H } } struct I { j: K } fn l(m: N) { O { p: q } }");
    let names: Vec<&str> = read.mentions.iter().map(|mention| mention.segments[0].as_str()).collect();
    assert_eq!(names, ["E", "H", "K", "N", "O", "q"]);
}

#[test]
fn tests_are_left_out() {
    let read = read_text(
        "#[cfg(test)] #[path = \"x.rs\"] mod tests; #[cfg(test)] use crate::{a, b}; use crate::c; \
         #[cfg(test)] fn f() -> crate::d { crate::e::g() } #[cfg(not(test))] fn h() { crate::i::j() }",
    );
    assert!(read.modules.is_empty());
    assert_eq!(read.imports.keys().collect::<Vec<_>>(), ["c"]);
    assert_eq!(paths(&read), ["crate::i::j"]);
    assert!(read_text("#![cfg(test)] use crate::a;").imports.is_empty());
    assert_eq!(read_text("#![allow(x)] use crate::a;").imports.len(), 1);
}
