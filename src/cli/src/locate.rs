//! Finds the lines of a file that findings are about.

use redline_input::lines::Lines;
use redline_input::spans::Spans;

use crate::evaluation::Evaluation;
use crate::finding::SourceLine;

/// Members under which an AdmissionRequest has the object that paths of findings start from.
const OBJECTS: [&str; 3] = ["", "object", "oldObject"];

/// Adds source lines to the findings about a document, which starts on this line of its file.
pub(crate) fn locate(evaluations: &mut [Evaluation], text: &str, first_line: usize) {
    let (spans, lines) = (Spans::new(text, 0), Lines::new(text));
    for evaluation in evaluations {
        let item = evaluation.location.path.clone();
        let find = |path: &str| -> Option<SourceLine> {
            let full = |member: &str| {
                let parts: Vec<&str> = [&*item, member, path].into_iter().filter(|part| !part.is_empty()).collect();
                parts.join(".")
            };
            let exact = OBJECTS.iter().map(|member| spans.find(&full(member))).find(|span| span.exact);
            let span = exact.unwrap_or_else(|| spans.find(&full("")));
            if span.is_document {
                return None;
            }
            let highlight = span.highlight();
            let (line, column) = lines.position(highlight.start);
            // A value of several lines is underlined where it starts.
            let length = text.get(highlight).filter(|text| !text.contains('\n')).map_or(1, |text| text.chars().count());
            let text = lines.line(line).to_owned();
            Some(SourceLine { line: line + first_line - 1, column, length: length.max(1), text })
        };
        if !evaluation.location.path.is_empty() {
            let (line, _) = lines.position(spans.find(&evaluation.location.path).start());
            evaluation.location.line = line + first_line - 1;
        }
        for result in evaluation.results.iter_mut().flatten() {
            for finding in result.findings.iter_mut().filter(|finding| !finding.path.is_empty()) {
                finding.source = find(&finding.path);
            }
        }
    }
}
