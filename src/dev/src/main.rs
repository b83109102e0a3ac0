//! The developer commands, behind `make`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use redline_dev::generate::{self, Source};
use redline_dev::{RULES, Result, modules, root, scaffold, stale, sync, update, web};

/// Developer commands of Redline.
#[derive(Parser)]
#[command(name = "cargo dev", version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the modules of all rules, or of those named, into target/modules
    Modules {
        /// Rule ids
        rules: Vec<String>,
    },
    /// Build the bundles alone into target/modules; if they changed, modules of single rules are out of date and go
    Bundles,
    /// Write the lists of rules, which linking the rules needs
    Link,
    /// Write every generated file that is committed
    Bless {
        /// Only say what is out of date
        #[arg(long)]
        check: bool,
    },
    /// Build what only machines read about the rules into target/dist
    Dist,
    /// Make the folder of a new rule
    New {
        /// Row of the catalogue, such as 38
        row: String,
        /// The rule, such as host-firewall
        rule: String,
    },
    /// List the rules
    Rules,
    /// Build the npm package into target/npm and the playground into target/playground
    Web,
}

fn run(command: Command) -> Result<()> {
    let root = root();
    match command {
        Command::Modules { rules } => {
            print_sizes(&root, &modules::build(&root, &rules)?);
        }
        Command::Bundles => {
            print_sizes(&root, &modules::build_bundles(&root)?);
        }
        Command::Link => {
            let files = generate::linkage(&Source::load(&root)?)?;
            update(&root, files)?.iter().for_each(|path| println!("wrote {}", path.display()));
        }
        Command::Bless { check } => {
            let files = generate::committed(&Source::load(&root)?)?;
            if check {
                let stale = stale(&root, files);
                stale.iter().for_each(|path| println!("out of date: {}", path.display()));
                if !stale.is_empty() {
                    return Err("generated files are out of date, run `make bless`".to_owned());
                }
            } else {
                update(&root, files)?.iter().for_each(|path| println!("wrote {}", path.display()));
            }
        }
        Command::Dist => {
            let files = generate::dist(&Source::load(&root)?)?;
            let count = files.len();
            sync(&root.join(generate::DIST), files)?;
            println!("{count} files in {}", generate::DIST);
        }
        Command::New { row, rule } => {
            let folder = scaffold::new(&root, &row, &rule)?;
            let folder = folder.strip_prefix(&root).unwrap_or(&folder).display();
            println!("made {folder}; write its cases, then its check, then run `make bless`");
        }
        Command::Web => {
            for folder in web::build(&root)? {
                println!("{}", folder.strip_prefix(&root).unwrap_or(&folder).display());
            }
        }
        Command::Rules => {
            RULES.iter().for_each(|rule| println!("{:<32} {}", rule.id(), rule.docs.title.en));
        }
    }
    Ok(())
}

/// Prints the size of each module.
fn print_sizes(root: &Path, modules: &[PathBuf]) {
    for path in modules {
        let size = std::fs::metadata(path).map(|m| m.len()).unwrap_or_default();
        println!("{size:>8}  {}", path.strip_prefix(root).unwrap_or(path).display());
    }
}

fn main() -> ExitCode {
    match run(Args::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
