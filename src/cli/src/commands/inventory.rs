//! `redline inventory`: the cluster's resources from documents of Terraform, ACK and kubectl.

use std::io::Write;

use redline_input::inventory::{Inventory, InventoryError};
use redline_input::yaml;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::files::read;
use crate::language::{is_chinese, tr};

/// Prints the inventory as YAML.
pub(crate) fn run(args: &args::Inventory) -> Result<Outcome, CliError> {
    let mut inventory = Inventory::of_clusters(args.cluster.clone());
    for file in &args.files {
        let text = read(file)?;
        // kubectl prints one list for each call, and people put several replies into one file.
        let documents = yaml::chunks(&text).into_iter().flat_map(|chunk| chunk.values(file));
        for (_, document) in documents {
            inventory.read(&document.map_err(|e| faults::of_syntax(&e))?).map_err(|e| fault(file, &e))?;
        }
    }
    let files = args.files.join(", ");
    if inventory.is_empty() {
        return Err(tr!("{files}: found no resource of an ACK cluster", "{files}：没有找到 ACK 集群的资源").into());
    }
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let yaml = inventory.yaml(&now).map_err(|e| fault(&files, &e))?;
    write!(anstream::stdout().lock(), "{}", with_comments(&yaml))?;
    let mut note = anstream::stderr().lock();
    for (list, items, total) in inventory.missing_pages() {
        let line = tr!(
            "`{list}` is left out: {items} of {total}; give the replies with the other pages, too",
            "`{list}` 已略去：共 {total} 项，只有 {items} 项；请同时提供其余各页的响应"
        );
        writeln!(note, "{line}")?;
    }
    Ok(Outcome::Clean)
}

/// An inventory with its comments in the language of the output.
fn with_comments(yaml: &str) -> String {
    const PAGES: [(&str, &str); 1] = [(
        "# {} of {}; give the replies with the other pages, too",
        "# 此处 {} 项，共 {} 项；请同时提供其余各页的响应",
    )];
    let line = |line: &str| match redline_input::by_table(&PAGES, line).filter(|_| is_chinese()) {
        Some(chinese) => chinese + "\n",
        None => format!("{line}\n"),
    };
    yaml.lines().map(line).collect()
}

/// Why files give no inventory, in the language of the output.
fn fault(files: &str, error: &InventoryError) -> String {
    match error {
        InventoryError::Unrecognised if is_chinese() => format!(
            "{files}：应为 `terraform show -json` 的输出，DescribeClusterDetail、DescribeClusterResources、\
             DescribeClusterNodePools 或 DescribeClusterNodes 的响应，或 `kubectl get ... -o json` 的输出"
        ),
        InventoryError::SeveralClusters(one, other) if is_chinese() => {
            format!("{files}：包含多个集群（{one} 和 {other}）；请用 `--cluster` 选择，可重复指定")
        }
        error => format!("{files}: {error}"),
    }
}
