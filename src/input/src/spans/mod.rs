//! Finds where in a text a field is: from a path such as `spec.volumes[2].hostPath.path` to a span.
//! The command line underlines what it finds, the page puts its marks there.

mod json;
mod tree;
mod yaml;

use std::cell::OnceCell;

pub use tree::FieldSpan;
use tree::Tree;

/// The fields of one value of a document. The text is parsed when the first path is looked up.
#[derive(Debug)]
pub struct Spans<'t> {
    text: &'t str,
    index: usize,
    tree: OnceCell<Tree>,
}

impl<'t> Spans<'t> {
    /// The spans of a document. `index`, from 0, selects one of several values in it.
    pub fn new(text: &'t str, index: usize) -> Self {
        Spans { text, index, tree: OnceCell::new() }
    }

    /// Where the field of this path is, such as `spec.volumes[2].hostPath.path` or `metadata.annotations[a.b/c]`; where
    /// it is missing, the innermost part of the path that is there.
    pub fn find(&self, path: &str) -> FieldSpan {
        let tree = self.tree.get_or_init(|| {
            json::tree(self.text, self.index).unwrap_or_else(|| yaml::tree(self.text, self.index).unwrap_or_default())
        });
        tree.find(self.text, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::Lines;

    fn find(text: &str, path: &str) -> (usize, usize, bool) {
        let found = Spans::new(text, 0).find(path);
        let (line, column) = Lines::new(text).position(found.start());
        (line, column, found.exact)
    }

    /// Line, column and length of what is underlined.
    fn highlight(text: &str, path: &str) -> (usize, usize, usize) {
        let span = Spans::new(text, 0).find(path).highlight();
        let (line, column) = Lines::new(text).position(span.start);
        (line, column, text[span].chars().count())
    }

    const POD: &str = "# a pod\napiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    a.b/c: x\nspec:\n  \
                       containers:\n    - name: one\n      image: é\n    - {name: two, image: y}\n";

    #[test]
    fn fields_of_yaml_have_positions() {
        assert_eq!(find(POD, "kind"), (3, 1, true));
        assert_eq!(find(POD, "metadata.annotations[a.b/c]"), (6, 5, true));
        assert_eq!(find(POD, "metadata.annotations.a.b/c"), (6, 5, true));
        assert_eq!(find(POD, "spec.containers[0].image"), (10, 7, true));
        assert_eq!(find(POD, "spec.containers[1].image"), (11, 19, true));
        assert_eq!(find(POD, "spec.containers[two].image"), (11, 19, true));
    }

    #[test]
    fn scalars_underline_their_value_and_containers_their_key() {
        assert_eq!(highlight(POD, "spec.containers[0].image"), (10, 14, 1));
        assert_eq!(highlight(POD, "metadata.annotations[a.b/c]"), (6, 12, 1));
        assert_eq!(highlight(POD, "spec.containers"), (8, 3, 10));
        assert_eq!(highlight("data:\n  90-x.conf: '{}'\n", "data.90-x.conf"), (2, 14, 4));
        assert_eq!(highlight("{\"a\": {\"b\":\n  [1, 22]}}", "a.b[1]"), (2, 7, 2));
    }

    #[test]
    fn missing_fields_are_where_they_should_be() {
        assert_eq!(find(POD, "metadata.annotations[gone]"), (5, 3, false));
        assert_eq!(find(POD, "spec.containers[7].image"), (8, 3, false));
        assert_eq!(find(POD, "status.phase"), (2, 1, false));
        assert!(Spans::new(POD, 0).find("status.phase").is_document);
        assert!(!Spans::new(POD, 0).find("spec.gone").is_document);
    }

    #[test]
    fn fields_of_json_have_positions() {
        let text = " {\n\t\"request\": {\"object\": {\"spec\":\n [{\"x y\": 1}, {\"k.d\": 2}]}}}";
        assert_eq!(find(text, "request.object.spec[1].k.d"), (3, 16, true));
        assert_eq!(find(text, "request.object.spec[0].x y"), (3, 4, true));
        assert_eq!(find(text, "request.object"), (2, 14, true));
        assert_eq!(find(text, "request.oldObject"), (2, 2, false));
        assert_eq!(Spans::new("{\"a\": 1}\n{\"b\": 2}", 1).find("b").value, 15..16);
    }

    #[test]
    fn keys_inside_a_text_have_positions() {
        let text = "data:\n  eni_conf: |\n    {\n      \"version\": 1,\n      \"eni_tags\": {}\n    }\n";
        assert_eq!(find(text, "data.eni_conf.eni_tags"), (5, 7, true));
        assert_eq!(find(text, "data.eni_conf.other"), (2, 3, false));
    }

    #[test]
    fn flow_style_and_aliases_are_read() {
        assert_eq!(find("{a: {b: 1}}", "a.b"), (1, 6, true));
        assert_eq!(find("x: &x {b: 1}\ny: *x\nz: 2", "y.b"), (1, 8, true), "where it is written");
        assert_eq!(find("x: &x {b: 1}\ny: *x\nz: 2", "y"), (2, 1, true));
        assert_eq!(find("x: &x {b: 1}\ny: *x\nz: 2", "z"), (3, 1, true));
    }

    #[test]
    fn positions_survive_comments_anchors_merge_keys_and_line_ends() {
        let text = "# head\n%YAML 1.1\n---\n# é\napiVersion: v1 # a\n# b\nspec: # c\n  # d\n  base: &base # e\n    image: x\n  \
                    containers:\n  # f\n  - <<: *base\n    # g\n    name: one\n    name: two # twice\n...\n";
        let [chunk] = crate::yaml::chunks(text)[..] else { panic!("one document") };
        for text in [chunk.text.to_owned(), chunk.text.replace('\n', "\r\n")] {
            let line = |path| find(&text, path).0 + chunk.line - 1;
            assert_eq!(line("apiVersion"), 5);
            assert_eq!(line("spec.containers"), 11);
            assert_eq!(line("spec.containers[0].image"), 10, "where the merged mapping is written");
            assert_eq!(line("spec.containers[0].name"), 16, "the last one counts");
            assert_eq!(highlight(&text, "apiVersion").1, 13);
            assert_eq!(Lines::new(&text).line(3), "apiVersion: v1 # a");
        }
        assert_eq!(find("a: 1\n...\nb: {c: 2}\n", "a").0, 1);
        assert_eq!(Spans::new("a: 1\n...\nb: {c: 2}\n", 1).find("b.c").value, 16..17);
    }
}
