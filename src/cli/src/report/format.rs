//! What every form of report implements.

use std::io::{self, Write};

use redline_host::Verdict;

use super::totals::Totals;
use crate::evaluation::Evaluation;

/// A form of report. It gets one evaluation after the other and may write at once or at the end.
pub(super) trait ReportFormat {
    /// Adds an evaluation and its verdict, which is `None` when the item could not be read.
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, verdict: Option<Verdict>) -> io::Result<()>;

    /// Ends the report.
    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()>;
}
