//! Where the fields of a document stand in its text.

mod json;
mod yaml;

use std::cell::OnceCell;
use std::rc::Rc;

use crate::answer::Place;
use crate::documents::Lines;

/// The places in one value of a document. Nothing is parsed before somebody asks.
pub(crate) struct Spans<'t> {
    lines: Rc<Lines<'t>>,
    text: &'t str,
    /// Where `text` starts in the whole.
    start: usize,
    /// Which of several JSON values in `text`.
    index: usize,
    tree: OnceCell<Tree>,
}

/// The values of a document; the first is the outermost.
#[derive(Debug, Default)]
struct Tree(Vec<Node>);

#[derive(Debug)]
struct Node {
    /// Offsets in the document's text.
    start: usize,
    end: usize,
    below: Below,
}

#[derive(Debug)]
enum Below {
    Nothing,
    /// Key, where it starts, and the node of its value.
    Members(Vec<(String, usize, usize)>),
    Items(Vec<usize>),
}

impl<'t> Spans<'t> {
    pub(crate) fn new(lines: Rc<Lines<'t>>, text: &'t str, start: usize, index: usize) -> Self {
        Spans { lines, text, start, index, tree: OnceCell::new() }
    }

    /// The place of a path such as `spec.volumes[2].hostPath.path` or `metadata.annotations[a.b/c]`: the field's, or
    /// that of the innermost thing on the way to it that is there.
    pub(crate) fn find(&self, path: &str) -> Place {
        let tree = self.tree.get_or_init(|| {
            json::tree(self.text, self.index).unwrap_or_else(|| yaml::tree(self.text).unwrap_or_default())
        });
        let (offset, exact) = tree.find(self.text, path);
        self.lines.place(self.start + offset, exact)
    }
}

impl Tree {
    fn find(&self, text: &str, path: &str) -> (usize, bool) {
        let Some(mut node) = self.0.first() else { return (0, false) };
        let (mut at, mut rest) = (node.start, path.trim_start_matches('.'));
        while !rest.is_empty() {
            let step = match &node.below {
                Below::Members(members) => member(members, rest),
                Below::Items(items) => self.item(text, items, rest),
                Below::Nothing => {
                    let inside = within_text(&text[node.start..node.end.max(node.start)], rest);
                    return inside.map_or((at, false), |offset| (node.start + offset, true));
                }
            };
            let Some((offset, below, left)) = step else { return (at, false) };
            (at, node, rest) = (offset, &self.0[below], left);
        }
        (at, true)
    }

    /// `[2]`, or the item of that name.
    fn item<'p>(&self, text: &str, items: &[usize], rest: &'p str) -> Option<(usize, usize, &'p str)> {
        let (key, left) = bracketed(rest)?;
        let named = |item: &&usize| match &self.0[**item].below {
            Below::Members(members) => members.iter().any(|(name, _, value)| {
                let Node { start, end, .. } = self.0[*value];
                name == "name" && text.get(start..end).is_some_and(|text| text.trim_matches(['"', '\'']) == key)
            }),
            _ => false,
        };
        let by_number = || key.parse::<usize>().ok().and_then(|index| items.get(index));
        let item = by_number().or_else(|| items.iter().find(named))?;
        Some((self.0[*item].start, *item, left))
    }
}

/// The member that a path starts with. Keys may hold dots; the longest that fits is meant.
fn member<'p>(members: &[(String, usize, usize)], rest: &'p str) -> Option<(usize, usize, &'p str)> {
    if let Some((key, left)) = bracketed(rest) {
        let (_, at, value) = members.iter().find(|(name, ..)| name == key)?;
        return Some((*at, *value, left));
    }
    let fits = |name: &str| {
        let left = rest.strip_prefix(name)?;
        (left.is_empty() || left.starts_with(['.', '['])).then_some(left)
    };
    let found = members.iter().filter_map(|(name, at, value)| Some((name.len(), *at, *value, fits(name)?)));
    let (_, at, value, left) = found.max_by_key(|(length, ..)| *length)?;
    Some((at, value, left.strip_prefix('.').unwrap_or(left)))
}

/// `[key]` at the start of a path, and what comes behind it.
fn bracketed(rest: &str) -> Option<(&str, &str)> {
    let (key, left) = rest.strip_prefix('[')?.split_once(']')?;
    Some((key, left.strip_prefix('.').unwrap_or(left)))
}

/// Where a text that itself holds JSON, such as a member of a ConfigMap, names the first key of a path.
fn within_text(text: &str, rest: &str) -> Option<usize> {
    let key = bracketed(rest).map_or_else(|| rest.split(['.', '[']).next().unwrap_or(rest), |(key, _)| key);
    text.find(&format!("\"{key}\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextName;
    use crate::documents::read;

    fn find(text: &str, path: &str) -> (usize, usize, bool) {
        let things = read(text, TextName::Text);
        let Place { line, column, exact, .. } = things.last().unwrap().spans.find(path);
        (line, column, exact)
    }

    const POD: &str = "# a pod\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a.b/c: x\nspec:\n  \
                       containers:\n    - name: one\n      image: é\n    - {name: two, image: y}\n";

    #[test]
    fn fields_of_yaml_have_places() {
        assert_eq!(find(POD, "kind"), (4, 1, true));
        assert_eq!(find(POD, "metadata.annotations[a.b/c]"), (7, 5, true));
        assert_eq!(find(POD, "metadata.annotations.a.b/c"), (7, 5, true));
        assert_eq!(find(POD, "spec.containers[0].image"), (11, 7, true));
        assert_eq!(find(POD, "spec.containers[1].image"), (12, 19, true));
        assert_eq!(find(POD, "spec.containers[two].image"), (12, 19, true));
    }

    #[test]
    fn what_is_missing_is_where_it_should_be() {
        assert_eq!(find(POD, "metadata.annotations[gone]"), (6, 3, false));
        assert_eq!(find(POD, "spec.containers[7].image"), (9, 3, false));
        assert_eq!(find(POD, "status.phase"), (3, 1, false));
    }

    #[test]
    fn fields_of_json_have_places() {
        let text = "{\"a\": 1}\n {\n\t\"request\": {\"object\": {\"spec\":\n [{\"x y\": 1}, {\"k.d\": 2}]}}}";
        assert_eq!(find(text, "request.object.spec[1].k.d"), (4, 16, true));
        assert_eq!(find(text, "request.object.spec[0].x y"), (4, 4, true));
        assert_eq!(find(text, "request.object"), (3, 14, true));
        assert_eq!(find(text, "request.oldObject"), (3, 2, false));
    }

    #[test]
    fn keys_inside_a_text_have_places() {
        let text = "data:\n  eni_conf: |\n    {\n      \"version\": 1,\n      \"eni_tags\": {}\n    }\n";
        assert_eq!(find(text, "data.eni_conf.eni_tags"), (5, 7, true));
        assert_eq!(find(text, "data.eni_conf.other"), (2, 3, false));
    }

    #[test]
    fn flow_style_and_aliases_are_no_obstacle() {
        assert_eq!(find("{a: {b: 1}}", "a.b"), (1, 6, true));
        assert_eq!(find("x: &x {b: 1}\ny: *x\nz: 2", "y.b"), (2, 1, false));
        assert_eq!(find("x: &x {b: 1}\ny: *x\nz: 2", "z"), (3, 1, true));
    }
}
