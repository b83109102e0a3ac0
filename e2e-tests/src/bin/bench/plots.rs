//! The plots of the page, as SVG.

use std::error::Error;

use plotters::prelude::*;
use redline_e2e::report::{Report, place};

/// Colours that read on white and on a dark page, one for each line.
const COLOURS: [RGBColor; 5] = [
    RGBColor(110, 110, 110),
    RGBColor(38, 128, 235),
    RGBColor(34, 150, 94),
    RGBColor(214, 120, 30),
    RGBColor(196, 50, 60),
];

/// Draws every plot into `docs/images`.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn draw(report: &Report) -> Result<(), String> {
    lengths(report).and_then(|()| modules(report)).map_err(|e| e.to_string())
}

/// The median of one call by the length of the payload, both axes logarithmic.
fn lengths(report: &Report) -> Result<(), Box<dyn Error>> {
    let path = place("docs/images/bench-lengths.svg");
    let times = &report.timed.lengths;
    let largest = times.iter().map(|time| time.p50).fold(1.0, f64::max) * 1.5;
    let smallest = times.iter().map(|time| time.p50).fold(largest, f64::min) / 1.5;
    let area = SVGBackend::new(&path, (760, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d((1_000f64..2_000_000f64).log_scale(), (smallest..largest).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("bytes of the payload")
        .y_desc("microseconds")
        .x_label_formatter(&|bytes| format!("{bytes:.0}"))
        .y_label_formatter(&|time| format!("{time:.0}"))
        .light_line_style(WHITE)
        .draw()?;
    let mut ids: Vec<&str> = Vec::new();
    for time in times {
        if !ids.contains(&time.id.as_str()) {
            ids.push(&time.id);
        }
    }
    for (id, colour) in ids.iter().zip(COLOURS.iter().cycle()) {
        let points: Vec<(f64, f64)> =
            times.iter().filter(|time| time.id == *id).map(|time| (time.bytes as f64, time.p50)).collect();
        let line = LineSeries::new(points, colour.stroke_width(2)).point_size(3);
        let key = move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2));
        chart.draw_series(line)?.label(*id).legend(key);
    }
    let labels = chart.configure_series_labels();
    let mut labels = labels;
    labels.position(SeriesLabelPosition::UpperLeft).background_style(WHITE).border_style(BLACK.mix(0.2)).draw()?;
    area.present()?;
    Ok(())
}

/// Bytes of each module, the largest first.
fn modules(report: &Report) -> Result<(), Box<dyn Error>> {
    let path = place("docs/images/bench-modules.svg");
    let mut all: Vec<(&str, usize)> = report.counted.modules.iter().map(|cost| (cost.id.as_str(), cost.raw)).collect();
    all.sort_by_key(|(id, raw)| (std::cmp::Reverse(*raw), *id));
    let height = 14 * all.len() as u32 + 60;
    let area = SVGBackend::new(&path, (760, height)).into_drawing_area();
    area.fill(&WHITE)?;
    let largest = all.first().map_or(1, |(_, raw)| raw / 1000 + 20);
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .x_label_area_size(40)
        .y_label_area_size(210)
        .build_cartesian_2d(0..largest, (0..all.len() - 1).into_segmented())?;
    let name = |place: &SegmentValue<usize>| match place {
        SegmentValue::CenterOf(i) => all.get(all.len() - 1 - i).map_or(String::new(), |(id, _)| (*id).to_owned()),
        _ => String::new(),
    };
    chart
        .configure_mesh()
        .disable_y_mesh()
        .x_desc("kilobytes")
        .y_labels(all.len())
        .y_label_formatter(&name)
        .y_label_style(("sans-serif", 11))
        .light_line_style(WHITE)
        .draw()?;
    chart.draw_series(all.iter().rev().enumerate().map(|(i, (_, raw))| {
        let corners = [(0, SegmentValue::Exact(i)), (raw / 1000, SegmentValue::Exact(i + 1))];
        let mut bar = Rectangle::new(corners, COLOURS[1].filled());
        bar.set_margin(2, 2, 0, 0);
        bar
    }))?;
    area.present()?;
    Ok(())
}
