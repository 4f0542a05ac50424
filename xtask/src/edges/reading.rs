//! One Rust file read: the paths it names, its string literals and its inline modules, tests left out.

use anyhow::Result;
use proc_macro2::{Span, TokenStream, TokenTree};
use std::path::Path;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A path named in the code, made absolute where it began with `crate`, `self` or `super`.
#[derive(Debug, PartialEq)]
pub struct Named {
    /// The line it stands on.
    pub line: usize,
    /// Its segments; the first is `crate` for a path inside this crate, else a crate's or a local name.
    pub segments: Vec<String>,
}

/// What the rules look at in one file.
#[derive(Debug, Default)]
pub struct Source {
    /// The file's module path inside its crate: `["draw", "pages", "list"]`; empty for `main.rs` and `lib.rs`.
    pub module: Vec<String>,
    /// Every path named outside tests, in `use` lines, code, attributes and macro calls.
    pub named: Vec<Named>,
    /// Every string literal outside tests and doc comments, with its line.
    pub literals: Vec<(usize, String)>,
    /// Every module declared, with its line.
    pub modules: Vec<(usize, String)>,
    /// The full paths of the modules declared for tests only, which may lie in files of their own.
    pub test_modules: Vec<Vec<String>>,
}

impl Source {
    /// Reads the code of the file at `inside`, a path relative to the crate's `src`.
    pub fn read(code: &str, inside: &Path) -> Result<Self> {
        let module = module_of(inside);
        let tests = module.iter().any(|name| name == "tests");
        let mut source = Self {
            module: module.clone(),
            ..Self::default()
        };
        if !tests {
            let file = syn::parse_file(code)?;
            Reader {
                source: &mut source,
                here: module,
            }
            .visit_file(&file);
        }
        Ok(source)
    }
}

/// `draw/mod.rs` is module `draw`, `draw/pages/list.rs` is `draw::pages::list`.
fn module_of(inside: &Path) -> Vec<String> {
    let stem = inside.with_extension("");
    let mut module: Vec<String> = stem
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

struct Reader<'a> {
    source: &'a mut Source,
    here: Vec<String>,
}

impl Reader<'_> {
    fn name(&mut self, span: Span, segments: &[String]) {
        let mut absolute = Vec::new();
        let mut rest = segments.iter().peekable();
        if rest
            .peek()
            .is_some_and(|first| *first == "self" || *first == "super")
        {
            absolute.push("crate".to_owned());
            absolute.extend(self.here.clone());
        }
        while let Some(first) = rest.next_if(|first| *first == "self" || *first == "super") {
            if first == "super" && absolute.len() > 1 {
                absolute.pop();
            }
        }
        absolute.extend(rest.cloned());
        self.source.named.push(Named {
            line: span.start().line,
            segments: absolute,
        });
    }

    fn use_tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) if name.ident == "self" => self.name(name.span(), before),
            syn::UseTree::Name(name) => self.name(name.span(), &with(&name.ident)),
            syn::UseTree::Rename(rename) => self.name(rename.span(), &with(&rename.ident)),
            syn::UseTree::Glob(glob) => self.name(glob.span(), before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, before)),
        }
    }

    /// Macro calls are not parsed further: their tokens are read for runs of `a::b::c` and for literals.
    fn tokens(&mut self, tokens: TokenStream, with_literals: bool) {
        let mut run: Vec<String> = Vec::new();
        let mut start = Span::call_site();
        let mut colons = 0;
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) => {
                    if run.is_empty() || colons != 2 {
                        self.end_of_run(&mut run, start);
                        start = ident.span();
                    }
                    run.push(ident.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.tokens(group.stream(), with_literals),
                TokenTree::Literal(literal) if with_literals => {
                    if let Ok(syn::Lit::Str(text)) = syn::parse_str(&literal.to_string()) {
                        self.source
                            .literals
                            .push((literal.span().start().line, text.value()));
                    }
                }
                _ => {}
            }
            self.end_of_run(&mut run, start);
            colons = 0;
        }
        self.end_of_run(&mut run, start);
    }

    fn end_of_run(&mut self, run: &mut Vec<String>, start: Span) {
        if run.len() > 1 {
            self.name(start, run);
        }
        run.clear();
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !only_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        } else if let syn::Item::Mod(module) = item {
            self.source
                .test_modules
                .push([self.here.as_slice(), &[module.ident.to_string()]].concat());
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !only_for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let name = module.ident.to_string();
        self.source
            .modules
            .push((module.ident.span().start().line, name.clone()));
        self.here.push(name);
        visit::visit_item_mod(self, module);
        self.here.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.name(path.span(), &segments);
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.source
            .literals
            .push((text.span().start().line, text.value()));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone(), true);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone(), false);
        }
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[test]`, `#[tokio::test]`, `#[cfg(test)]` and `#[cfg(all(test, ...))]`.
fn only_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let test = attribute
            .path()
            .segments
            .last()
            .is_some_and(|last| last.ident == "test");
        let cfg = attribute.path().is_ident("cfg");
        let condition = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.to_string().replace(' ', ""),
            _ => String::new(),
        };
        test || cfg && (condition == "test" || condition.starts_with("all(test,"))
    })
}
