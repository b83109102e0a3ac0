//! No circle of files within a crate: files that lead to each other can only be read, tested and moved together.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

use crate::resolve::{Graph, from_disk, graph};
use crate::{crate_roots, packages, shown};

/// The files that lead to each other, one set for each knot.
fn knots(graph: &Graph) -> Vec<BTreeSet<usize>> {
    let reached: BTreeMap<usize, BTreeSet<usize>> =
        (0..graph.files.len()).map(|file| (file, reachable(graph, file))).collect();
    let mut knots: Vec<BTreeSet<usize>> = Vec::new();
    for file in 0..graph.files.len() {
        if knots.iter().any(|knot| knot.contains(&file)) {
            continue;
        }
        let knot: BTreeSet<usize> = reached[&file].iter().copied().filter(|to| reached[to].contains(&file)).collect();
        if !knot.is_empty() {
            knots.push(knot);
        }
    }
    knots
}

fn next(graph: &Graph, file: usize) -> impl Iterator<Item = usize> + '_ {
    graph.arrows.get(&file).into_iter().flat_map(|to| to.keys().copied())
}

/// The files that arrows lead to from a file; the file itself only where it stands in a circle.
fn reachable(graph: &Graph, from: usize) -> BTreeSet<usize> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        open.extend(next(graph, file).filter(|to| reached.insert(*to)).collect::<Vec<_>>());
    }
    reached
}

/// The shortest way from a file back to itself.
fn way_round(graph: &Graph, from: usize) -> Option<Vec<usize>> {
    let (mut before, mut open) = (BTreeMap::new(), VecDeque::from([from]));
    while let Some(file) = open.pop_front() {
        for to in next(graph, file) {
            if to == from {
                let mut way = vec![from];
                let mut at = file;
                while at != from {
                    way.push(at);
                    at = before[&at];
                }
                way[1..].reverse();
                return Some(way);
            }
            if let Entry::Vacant(vacant) = before.entry(to) {
                vacant.insert(file);
                open.push_back(to);
            }
        }
    }
    None
}

/// The circles that keep a knot together: for each file its shortest way round, every circle once.
fn circles(graph: &Graph, knot: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut circles: Vec<Vec<usize>> = knot.iter().filter_map(|file| way_round(graph, *file)).collect();
    for circle in &mut circles {
        let first = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or_default();
        circle.rotate_left(first);
    }
    circles.sort_by_key(|circle| (circle.len(), circle.clone()));
    circles.dedup();
    circles
}

/// How many circles of one knot a message shows.
const SHOWN: usize = 12;

fn described(graph: &Graph, knot: &BTreeSet<usize>) -> String {
    let name = |file: &usize| shown(&graph.files[*file]);
    let mut text = format!("{} files lead to each other: {}\n", knot.len(), {
        knot.iter().map(name).collect::<Vec<_>>().join(", ")
    });
    for circle in circles(graph, knot).iter().take(SHOWN) {
        text.push_str("  a circle:\n");
        for (at, from) in circle.iter().enumerate() {
            let to = circle[(at + 1) % circle.len()];
            let reason = &graph.arrows[from][&to];
            let _ = writeln!(text, "    {}:{} names `{}`, of {}", name(from), reason.line, reason.path, name(&to));
        }
    }
    text
}

#[test]
fn no_files_lead_to_each_other() {
    let mut wrong = String::new();
    for package in packages() {
        for root in crate_roots(&package) {
            let graph = graph(&root, &from_disk);
            for knot in knots(&graph) {
                wrong.push_str(&described(&graph, &knot));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "\n{wrong}\nMove what both files need into a file of its own, or give the lower one what it needs as a parameter."
    );
}

#[cfg(test)]
mod of_the_checker {
    use super::*;
    use crate::resolve::Reason;

    fn fake(arrows: &[(usize, usize)]) -> Graph {
        let last = arrows.iter().flat_map(|(from, to)| [*from, *to]).max().unwrap_or_default();
        let mut graph =
            Graph { files: (0..=last).map(|file| format!("{file}.rs").into()).collect(), ..Graph::default() };
        for (from, to) in arrows {
            let reason = Reason { line: 7, path: format!("crate::x{to}") };
            graph.arrows.entry(*from).or_default().insert(*to, reason);
        }
        graph
    }

    #[test]
    fn a_tree_and_a_diamond_have_no_circle() {
        assert!(knots(&fake(&[(0, 1), (0, 2), (1, 3), (2, 3)])).is_empty());
    }

    #[test]
    fn circles_are_found_apart_and_named() {
        let graph = fake(&[(0, 1), (1, 2), (2, 1), (3, 4), (4, 5), (5, 3), (2, 3)]);
        let knots = knots(&graph);
        assert_eq!(knots, [BTreeSet::from([1, 2]), BTreeSet::from([3, 4, 5])]);
        assert_eq!(circles(&graph, &knots[1]), [vec![3, 4, 5]]);
        let text = described(&graph, &knots[0]);
        assert!(text.contains("1.rs:7 names `crate::x2`, of 2.rs") && text.contains("2.rs:7 names"), "{text}");
    }

    #[test]
    fn the_shortest_circles_come_first() {
        let graph = fake(&[(0, 1), (1, 2), (2, 0), (1, 0)]);
        assert_eq!(circles(&graph, &knots(&graph)[0]), [vec![0, 1], vec![0, 1, 2]]);
    }
}
