//! Paths, compared by whole segments, and the globs that scripts write into them.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The longest piece of user input that a message repeats, in characters.
const SHOWN: usize = 80;

/// User input as a message may show it: cut where it is long, and in one line.
pub fn shown(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out
}

/// An absolute path without `//`, `.`, `..` and trailing slash. `..` stops at the root, as it does in a kernel.
pub fn clean(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let mut out = String::with_capacity(path.len() + 1);
    for segment in segments {
        out.push('/');
        out.push_str(segment);
    }
    if out.is_empty() {
        out.push('/');
    }
    out
}

/// `path` as seen from the directory `base`, cleaned.
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') { clean(path) } else { clean(&[base, "/", path].concat()) }
}

/// The segments of a clean path; none for `/`.
pub fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|s| !s.is_empty())
}

/// What is left of `path` below `root`: empty when they are equal, `None` when `path` is elsewhere. Either may
/// hold globs; both are clean.
pub fn below<'p>(path: &'p str, root: &str) -> Option<Vec<&'p str>> {
    let mut rest = segments(path);
    for wanted in segments(root) {
        if !meets(rest.next()?, wanted) {
            return None;
        }
    }
    Some(rest.collect())
}

/// Whether `path` names `inner` from some directory on, such as `/host/var/lib/kubelet/pods` for
/// `/var/lib/kubelet`: the node's file system may be mounted anywhere. Below some other directory globs alone name
/// nothing: `/tmp/cache/*` is not `/boot`.
pub fn names(path: &str, inner: &str) -> bool {
    let path: Vec<&str> = segments(path).collect();
    let inner: Vec<&str> = segments(inner).collect();
    path.windows(inner.len().max(1)).enumerate().any(|(at, window)| {
        let mut pairs = window.iter().zip(&inner);
        let literal = at == 0 || pairs.clone().any(|(a, b)| a == b);
        literal && pairs.all(|(a, b)| meets(a, b))
    })
}

/// Whether some name fits both `a` and `b`, each of which may hold `*`, `?` and `[...]`.
pub fn meets(a: &str, b: &str) -> bool {
    const GLOB: [char; 3] = ['*', '?', '['];
    if !a.contains(GLOB) && !b.contains(GLOB) {
        return a == b;
    }
    let (a, b) = (pattern(a), pattern(b));
    // row[j]: whether what is read of `a` and the first j pieces of `b` have a name in common.
    let any = Some('*');
    let mut row = vec![true];
    for (j, piece) in b.iter().enumerate() {
        row.push(row.get(j) == Some(&true) && *piece == any);
    }
    for x in &a {
        let mut next = vec![row.first() == Some(&true) && *x == any];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[bool], j: usize| row.get(j) == Some(&true);
            let same = x.is_none() || y.is_none() || x == y;
            let fits = at(&row, j) && same
                || *x == any && (at(&row, j + 1) || at(&next, j))
                || *y == any && (at(&row, j + 1) || at(&next, j));
            next.push(fits);
        }
        row = next;
    }
    row.last() == Some(&true)
}

/// A glob as characters, `None` standing for any one of them.
fn pattern(glob: &str) -> Vec<Option<char>> {
    let mut out = Vec::new();
    let mut chars = glob.chars();
    // Names have at most 255 bytes; longer ones match nothing and need not cost anything.
    while let (Some(c), true) = (chars.next(), out.len() < 256) {
        match c {
            '?' => out.push(None),
            '[' if chars.as_str().contains(']') => {
                out.push(None);
                chars.by_ref().find(|c| *c == ']');
            }
            c => out.push(Some(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning() {
        for (dirty, want) in [
            ("/var//lib/./kubelet/", "/var/lib/kubelet"),
            ("/var/lib/x/../kubelet", "/var/lib/kubelet"),
            ("/../..", "/"),
            ("", "/"),
            ("var", "/var"),
        ] {
            assert_eq!(clean(dirty), want, "{dirty}");
        }
        assert_eq!(join("/a/b", "../c"), "/a/c");
        assert_eq!(join("/a/b", "/c"), "/c");
    }

    #[test]
    fn comparison_by_segments() {
        assert_eq!(below("/var/lib/kubelet/pods", "/var/lib/kubelet"), Some(vec!["pods"]));
        assert_eq!(below("/var/lib/kubelet", "/var/lib/kubelet"), Some(vec![]));
        assert_eq!(below("/var/lib/kubelet2", "/var/lib/kubelet"), None);
        assert_eq!(below("/var", "/").map(|r| r.len()), Some(1));
        assert!(below("/var/lib/kube*", "/var/lib/kubelet").is_some());
        assert!(names("/host/var/lib/kubelet/x", "/var/lib/kubelet") && !names("/host/var/lib", "/var/lib/kubelet"));
        assert!(names("/host/etc/kubernetes/*", "/etc/kubernetes/pki") && names("/*", "/boot"));
        assert!(!names("/tmp/cache/*", "/boot"));
    }

    #[test]
    fn globs() {
        for (a, b) in [("kube*", "kubelet"), ("k?bel[ea]t", "kubelet"), ("*", "eth*"), ("e*0", "eth*"), ("a*c", "*bc")]
        {
            assert!(meets(a, b) && meets(b, a), "{a} {b}");
        }
        for (a, b) in [("kube*", "cube"), ("wlan*", "eth*"), ("?", "ab"), ("a", "b"), ("", "a")] {
            assert!(!meets(a, b) && !meets(b, a), "{a} {b}");
        }
    }

    #[test]
    fn long_input_is_cut() {
        assert_eq!(shown("a\nb"), "a b");
        assert_eq!(shown(&"界".repeat(200)).chars().count(), 81);
    }
}
