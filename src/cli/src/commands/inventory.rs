//! `redline inventory`: the cluster's resources from documents of Terraform and ACK.

use std::io::Write;

use redline_input::inventory::Inventory;
use serde_json::Value;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::files::read;

/// Prints the inventory as YAML.
pub(crate) fn run(args: &args::Inventory) -> Result<Outcome, CliError> {
    let mut inventory = Inventory { cluster_id: args.cluster.clone().unwrap_or_default(), ..Inventory::default() };
    for file in &args.files {
        let text = read(file)?;
        let document: Value = serde_json::from_str(&text).map_err(|e| format!("{file}: {e}"))?;
        inventory.read(&document).map_err(|e| format!("{file}: {e}"))?;
    }
    if inventory.lists.is_empty() {
        let files = args.files.join(", ");
        return Err(format!("{files}: found no resource of an ACK cluster").into());
    }
    write!(anstream::stdout().lock(), "{}", inventory.yaml())?;
    Ok(Outcome::Clean)
}
