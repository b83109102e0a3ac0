//! Renders Helm charts with the `helm` on the path.

use std::path::Path;
use std::process::Command;

use crate::args;
use crate::files::CHART;
use crate::language::tr;

/// Whether a path is a chart: a folder with a `Chart.yaml`.
pub(crate) fn is_chart(path: &str) -> bool {
    Path::new(path).join(CHART).is_file()
}

/// What came of rendering a chart.
pub(crate) enum Rendered {
    /// Its manifests.
    Text(String),
    /// There is no helm; a sentence says so.
    NoHelm(String),
    /// Why helm refuses.
    Failed(String),
}

/// Renders a chart as `helm template` does.
pub(crate) fn render(chart: &str, args: &args::Chart, namespace: Option<&str>) -> Rendered {
    let mut command = Command::new("helm");
    command.args(["template", "release", chart, "--include-crds"]);
    command.args(namespace.iter().flat_map(|namespace| ["--namespace", namespace]));
    for file in &args.values {
        command.arg("--values").arg(file);
    }
    for value in &args.set {
        command.args(["--set", value]);
    }
    match command.output() {
        Ok(output) if output.status.success() => Rendered::Text(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            let reported = String::from_utf8_lossy(&output.stderr);
            let reason = reported.lines().find(|line| line.starts_with("Error")).or_else(|| reported.lines().last());
            let reason = reason.unwrap_or_default().trim_start_matches("Error: ");
            Rendered::Failed(tr!("helm cannot render the chart: {reason}", "helm 无法渲染该 Chart：{reason}"))
        }
        Err(_) => Rendered::NoHelm(tr!(
            "{chart}: a Helm chart, but there is no `helm` on the path to render it; its templates are passed over",
            "{chart}：这是 Helm Chart，但 PATH 中没有 `helm`，无法渲染，已跳过其模板"
        )),
    }
}
