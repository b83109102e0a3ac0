//! Draws the output of a program, with its colours, as a terminal in SVG.

/// The widest line, in columns.
const COLUMNS: usize = 96;

/// Size of a column and of a line, in pixels.
const COLUMN: f64 = 8.4;
const LINE: usize = 21;

/// Space around the text, and the height of the title bar.
const MARGIN: usize = 16;
const BAR: usize = 30;

/// A letter and the classes that it is drawn with, such as `bold red`.
type Letter = (char, &'static str);

/// Columns that a letter takes: those of Chinese take two.
fn columns(letter: char) -> usize {
    if matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ff60}') { 2 } else { 1 }
}

fn width(letters: &[Letter]) -> usize {
    letters.iter().map(|(letter, _)| columns(*letter)).sum()
}

/// The class of the codes of an escape sequence, such as `1;31`. `None`: they take every class away.
fn class(codes: &str, now: &'static str) -> &'static str {
    match codes {
        "" | "0" => "",
        "1" if now.is_empty() => "bold",
        "1" => now,
        "31" => "red",
        "32" => "green",
        "33" => "yellow",
        "36" | "34" => "blue",
        "2" => "dim",
        _ => now,
    }
}

/// The lines of an output, each letter with its class.
fn parse(output: &str) -> Vec<Vec<Letter>> {
    let mut lines = Vec::new();
    for line in output.lines() {
        let mut letters = Vec::new();
        let (mut rest, mut now) = (line, "");
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            letters.extend(before.chars().map(|letter| (letter, now)));
            let (codes, after) = after.split_once('m').unwrap_or((after, ""));
            now = codes.split(';').fold(now, |now, code| class(code, now));
            rest = after;
        }
        letters.extend(rest.chars().map(|letter| (letter, now)));
        lines.push(letters);
    }
    lines
}

/// Breaks a line at spaces, or between Chinese letters, and indents what follows like its start.
fn wrap(line: &[Letter]) -> Vec<Vec<Letter>> {
    let indent = line.iter().take_while(|(letter, _)| *letter == ' ').count();
    let (mut lines, mut rest) = (Vec::new(), line.to_vec());
    while width(&rest) > COLUMNS {
        let (mut taken, mut used, mut cut) = (0, 0, 0);
        while used + columns(rest[taken].0) <= COLUMNS {
            used += columns(rest[taken].0);
            taken += 1;
            let (here, next) = (rest[taken - 1].0, rest[taken].0);
            let chinese =
                columns(here) == 2 && columns(next) == 2 && !"，。；：、）”".contains(next) && !"（“".contains(here);
            if taken > indent && (next == ' ' || chinese) {
                cut = taken;
            }
        }
        let cut = if cut == 0 { taken } else { cut };
        let after = rest.split_off(cut);
        lines.push(rest);
        rest = vec![(' ', ""); indent];
        rest.extend(after.into_iter().skip_while(|(letter, _)| *letter == ' '));
    }
    lines.push(rest);
    lines
}

/// Letters of the same class, and the column where they begin.
fn runs(line: &[Letter]) -> Vec<(usize, &'static str, String)> {
    let mut runs: Vec<(usize, &'static str, String)> = Vec::new();
    let mut column = 0;
    for &(letter, class) in line {
        match runs.last_mut() {
            Some((_, last, text)) if *last == class => text.push(letter),
            _ => runs.push((column, class, letter.to_string())),
        }
        column += columns(letter);
    }
    runs.retain(|(_, _, text)| !text.trim().is_empty());
    runs
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The picture of a command and its output.
pub(crate) fn svg(command: &str, output: &str) -> String {
    let prompt: Vec<Letter> = "$ ".chars().map(|c| (c, "dim")).chain(command.chars().map(|c| (c, "bold"))).collect();
    let lines: Vec<Vec<Letter>> =
        std::iter::once(prompt).chain(parse(output).iter().flat_map(|line| wrap(line))).collect();
    let (across, down) = (COLUMNS as f64 * COLUMN + 2.0 * MARGIN as f64, BAR + lines.len() * LINE + MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {across:.0} {down}\" width=\"{across:.0}\" height=\"{down}\" \
         role=\"img\" aria-label=\"{}\">\n  <style>\n    \
         text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, \"PingFang SC\", \"Microsoft YaHei\", monospace; \
         fill: #e6edf3; white-space: pre }}\n    \
         .bold {{ font-weight: 600; fill: #fff }} .red {{ fill: #ff7b72; font-weight: 600 }} .green {{ fill: #7ee787 }}\n    \
         .yellow {{ fill: #e3b341 }} .blue {{ fill: #79c0ff }} .dim {{ fill: #9198a1 }}\n  </style>\n  \
         <rect width=\"{across:.0}\" height=\"{down}\" rx=\"10\" fill=\"#161b22\"/>\n",
        escaped(command)
    );
    for (at, colour) in [(20, "#ff5f57"), (40, "#febc2e"), (60, "#28c840")] {
        out.push_str(&format!("  <circle cx=\"{at}\" cy=\"16\" r=\"6\" fill=\"{colour}\"/>\n"));
    }
    for (row, line) in lines.iter().enumerate() {
        let y = BAR + (row + 1) * LINE - 5;
        for (column, class, text) in runs(line) {
            let spaces = text.chars().take_while(|letter| *letter == ' ').count();
            let x = MARGIN as f64 + (column + spaces) as f64 * COLUMN;
            let text = text.trim_end();
            let length =
                width(&text.trim_start().chars().map(|letter| (letter, "")).collect::<Vec<_>>()) as f64 * COLUMN;
            let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
            let text = escaped(text.trim_start());
            out.push_str(&format!(
                "  <text x=\"{x:.1}\" y=\"{y}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{class}>{text}</text>\n"
            ));
        }
    }
    out + "</svg>\n"
}
