//! What a file of Rust says about other files: its modules, items, imports and the paths in its code.
//!
//! Tokens are read, not syntax trees. So code inside macro calls counts like any other, and nothing here has to know
//! the whole language. What stands under `#[cfg(test)]` is left out: tests may look at everything.

use std::collections::BTreeMap;
use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

/// A path, such as `crate::request::Operation`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub segments: Vec<String>,
    pub line: usize,
    /// A `!` follows: the name of a macro.
    pub is_macro: bool,
}

/// A name that `use` brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub path: Mention,
    /// `pub use`: the name is passed on. That alone is no use of it.
    pub passed_on: bool,
}

/// A module that is declared.
#[derive(Debug)]
pub(crate) enum Declared {
    /// `mod x;`, with the path of a `#[path]`.
    File(Option<String>),
    /// `mod x { ... }`
    Inline(Contents),
}

/// What stands in a module.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub modules: BTreeMap<String, Declared>,
    /// Items that are defined here, also inside macro calls.
    pub items: Vec<String>,
    pub macros: Vec<String>,
    pub imports: BTreeMap<String, Import>,
    /// Paths before a `*`.
    pub globs: Vec<Mention>,
    /// Every path in the code, imports apart.
    pub mentions: Vec<Mention>,
}

/// Reads a file or the inside of a module.
pub(crate) fn read(tokens: TokenStream) -> Contents {
    let mut contents = Contents::default();
    if !is_test_only(&tokens) {
        Reader { contents: &mut contents }.read(tokens, true, false);
    }
    contents
}

/// Whether the file begins with `#![cfg(test)]`.
fn is_test_only(tokens: &TokenStream) -> bool {
    let mut inner = false;
    tokens.clone().into_iter().take(12).any(|token| match token {
        TokenTree::Punct(punct) => {
            inner = punct.as_char() == '!';
            false
        }
        TokenTree::Group(group) => inner && is_cfg_test(&group),
        _ => false,
    })
}

/// Whether an attribute is `cfg(test)`.
pub(crate) fn is_cfg_test(attribute: &Group) -> bool {
    let text: String = attribute.stream().into_iter().map(|token| token.to_string()).collect();
    text.replace(' ', "") == "cfg(test)"
}

type Tokens = Peekable<proc_macro2::token_stream::IntoIter>;

fn is_punct(token: Option<&TokenTree>, expected: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}

fn name(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

fn next_ident(tokens: &mut Tokens) -> Option<String> {
    match tokens.peek() {
        Some(TokenTree::Ident(ident)) => {
            let name = name(ident);
            tokens.next();
            Some(name)
        }
        _ => None,
    }
}

/// Takes `::` where it is next.
fn double_colon(tokens: &mut Tokens) -> bool {
    let mut ahead = tokens.clone();
    let first =
        matches!(ahead.next(), Some(TokenTree::Punct(p)) if p.as_char() == ':' && p.spacing() == Spacing::Joint);
    if first && is_punct(ahead.next().as_ref(), ':') {
        *tokens = ahead;
        return true;
    }
    false
}

/// Reads what follows the `#` of an attribute, and passes over the item of `#[cfg(test)]`. Returns the path of the file that
/// the module at hand names, `path` so far.
fn attribute(tokens: &mut Tokens, path: Option<String>) -> Option<String> {
    while is_punct(tokens.peek(), '!') {
        tokens.next();
    }
    let Some(TokenTree::Group(attribute)) = tokens.next_if(|next| matches!(next, TokenTree::Group(_))) else {
        return path;
    };
    if is_cfg_test(&attribute) {
        skip_item(tokens);
        return None;
    }
    path.or_else(|| path_attribute(&attribute))
}

/// The name of an item, whose keyword was read.
fn item_name(tokens: &mut Tokens) -> Option<String> {
    match tokens.next_if(|next| matches!(next, TokenTree::Ident(_))) {
        // `const fn`, `static mut`: the name comes later.
        Some(TokenTree::Ident(word)) if word == "fn" || word == "mut" || word == "unsafe" => next_ident(tokens),
        Some(TokenTree::Ident(word)) => Some(name(&word)),
        _ => None,
    }
}

struct Reader<'c> {
    contents: &'c mut Contents,
}

impl Reader<'_> {
    /// `top`: items belong to the module, not to a function or an `impl`. `variants`: it is the body of an `enum`.
    fn read(&mut self, tokens: TokenStream, top: bool, variants: bool) {
        let mut tokens = tokens.into_iter().peekable();
        // What stands before the token at hand.
        let (mut public, mut after_dot, mut after_bang, mut path) = (false, false, false, None);
        // The body of an `enum` comes; the name of a variant comes.
        let (mut of_enum, mut variant) = (false, variants);
        while let Some(token) = tokens.next() {
            let (was_public, was_after_dot) = (std::mem::take(&mut public), std::mem::take(&mut after_dot));
            let was_after_bang = std::mem::take(&mut after_bang);
            match token {
                TokenTree::Punct(punct) => match punct.as_char() {
                    '#' => path = attribute(&mut tokens, path),
                    // `..` is no dot before a member.
                    '.' => after_dot = !was_after_dot,
                    ',' => variant = variants,
                    ';' => of_enum = false,
                    // The name of a lifetime, which may be `static`.
                    '\'' => drop(tokens.next()),
                    '!' => after_bang = true,
                    // A path that goes on behind `>` or `)`, or one of another crate.
                    ':' if punct.spacing() == Spacing::Joint && is_punct(tokens.peek(), ':') => {
                        tokens.next();
                        tokens.next_if(|next| matches!(next, TokenTree::Ident(_)));
                    }
                    _ => {}
                },
                TokenTree::Group(group) => {
                    // `pub(crate)`: still public. Inside a macro call, items may be the module's.
                    public = was_public && group.delimiter() == Delimiter::Parenthesis;
                    if !public {
                        let body = group.delimiter() == Delimiter::Brace && std::mem::take(&mut of_enum);
                        self.read(group.stream(), top && was_after_bang, body);
                    }
                }
                TokenTree::Ident(ident) => match name(&ident).as_str() {
                    "pub" => public = true,
                    "use" if !is_punct(tokens.peek(), '<') => self.use_tree(&mut tokens, &mut Vec::new(), was_public),
                    "mod" if top => self.module(&mut tokens, path.take()),
                    "macro_rules" if is_punct(tokens.peek(), '!') => {
                        tokens.next();
                        self.contents.macros.extend(next_ident(&mut tokens));
                    }
                    "struct" | "enum" | "union" | "trait" | "type" | "fn" | "const" | "static" => {
                        of_enum = ident == "enum";
                        self.contents.items.extend(item_name(&mut tokens).filter(|_| top));
                    }
                    _ if was_after_dot || std::mem::take(&mut variant) => {}
                    _ => self.mention(ident, &mut tokens),
                },
                TokenTree::Literal(_) => {}
            }
        }
    }

    fn mention(&mut self, first: Ident, tokens: &mut Tokens) {
        let line = first.span().start().line;
        let mut segments = vec![name(&first)];
        while double_colon(tokens) {
            match next_ident(tokens) {
                Some(segment) => segments.push(segment),
                None => break,
            }
        }
        // The name of a field or a parameter.
        if segments.len() == 1 && is_punct(tokens.peek(), ':') {
            return;
        }
        let is_macro = is_punct(tokens.peek(), '!');
        self.contents.mentions.push(Mention { segments, line, is_macro });
    }

    /// What follows `use`, up to its end: `a::{b, c as d, e::*}`.
    fn use_tree(&mut self, tokens: &mut Tokens, path: &mut Vec<String>, passed_on: bool) {
        let above = path.len();
        let mut line = 0;
        loop {
            match tokens.next() {
                Some(TokenTree::Ident(ident)) if ident == "as" => {
                    let alias = next_ident(tokens);
                    self.import(alias, path, line, passed_on);
                    path.truncate(above);
                }
                Some(TokenTree::Ident(ident)) => {
                    line = ident.span().start().line;
                    path.push(name(&ident));
                }
                Some(TokenTree::Group(group)) => {
                    self.use_tree(&mut group.stream().into_iter().peekable(), path, passed_on);
                    path.truncate(above);
                }
                Some(TokenTree::Punct(punct)) => match punct.as_char() {
                    '*' => {
                        let mention = Mention { segments: path.clone(), line, is_macro: false };
                        self.contents.globs.push(mention);
                        path.truncate(above);
                    }
                    ',' | ';' => {
                        if path.len() > above {
                            self.import(path.last().cloned(), path, line, passed_on);
                            path.truncate(above);
                        }
                        if punct.as_char() == ';' {
                            return;
                        }
                    }
                    _ => {}
                },
                Some(TokenTree::Literal(_)) => {}
                None => {
                    if path.len() > above {
                        self.import(path.last().cloned(), path, line, passed_on);
                    }
                    return;
                }
            }
        }
    }

    fn import(&mut self, name: Option<String>, path: &[String], line: usize, passed_on: bool) {
        let mut segments = path.to_vec();
        let mut name = name;
        // `a::{self}` brings in `a`.
        if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
            segments.pop();
            if name.as_deref() == Some("self") {
                name = segments.last().cloned();
            }
        }
        let path = Mention { segments, line, is_macro: false };
        match name {
            Some(name) if name != "_" => {
                self.contents.imports.insert(name, Import { path, passed_on });
            }
            // A trait for its methods.
            _ => self.contents.mentions.push(path),
        }
    }

    fn module(&mut self, tokens: &mut Tokens, path: Option<String>) {
        let Some(name) = next_ident(tokens) else { return };
        let declared = match tokens.next() {
            Some(TokenTree::Group(group)) => Declared::Inline(read(group.stream())),
            _ => Declared::File(path),
        };
        self.contents.modules.insert(name, declared);
    }
}

/// The value of `path = "..."`.
fn path_attribute(attribute: &Group) -> Option<String> {
    let text = attribute.stream().to_string();
    let value = text.strip_prefix("path")?.trim_start().strip_prefix('=')?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// Passes over the item behind `#[cfg(test)]`; over nothing where it stands on something else.
fn skip_item(tokens: &mut Tokens) {
    while is_punct(tokens.peek(), '#') {
        tokens.next();
        tokens.next();
    }
    let items = ["pub", "mod", "use", "fn", "struct", "enum", "impl", "const", "static", "type", "trait", "unsafe"];
    let others = ["async", "extern", "macro_rules", "thread_local"];
    match tokens.peek() {
        Some(TokenTree::Ident(ident)) if items.iter().chain(&others).any(|word| ident == word) => {}
        _ => return,
    }
    let mut in_use = false;
    for token in tokens.by_ref() {
        match token {
            TokenTree::Ident(ident) => in_use |= ident == "use",
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !in_use => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
