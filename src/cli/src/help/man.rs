//! The manual pages: what clap knows, and the sections that a page has besides.

use std::io;

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;

/// Sections of every page: title, and paragraphs of a tag and a text.
const SECTIONS: [(&str, &[(&str, &str)]); 4] = [
    (
        "EXIT STATUS",
        &[
            ("0", "Nothing was denied."),
            ("1", "Something was denied; with \\fB\\-\\-fail\\-on warn\\fR also warned about."),
            ("2", "Something could not be read or evaluated, or the command was misused."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            ("REDLINE_CONFIG", "The configuration, as \\fB\\-\\-config\\fR."),
            ("REDLINE_MODULES", "A folder, file or registry with the modules, as \\fB\\-\\-modules\\fR."),
            ("REDLINE_CACHE_DIR", "Where compiled modules are kept; empty for nowhere."),
            ("LC_ALL, LC_MESSAGES, LANG", "The language of the output, unless \\fB\\-\\-lang\\fR names it."),
            ("NO_COLOR", "Print no colours."),
            ("DOCKER_CONFIG", "The folder of the logins to registries."),
        ],
    ),
    (
        "FILES",
        &[
            ("redline.yaml", "The configuration, in the current folder or the nearest parent."),
            ("redline-baseline.json", "Known findings, as \\fBredline baseline\\fR writes them."),
            (".gitignore", "Files that it names are left out of folders."),
        ],
    ),
    (
        "EXAMPLES",
        &[
            ("redline check manifests/", "Check manifests."),
            ("redline check chart/ \\-\\-values prod.yaml", "Render a Helm chart and check it."),
            ("redline diff \\-\\-git main...HEAD \\-\\- manifests/", "Check the changes of a pull request."),
            ("redline check \\-\\-operation DELETE node.yaml", "Check a deletion."),
            ("terraform show \\-json plan.out | redline plan \\-", "Check a Terraform plan."),
            ("redline explain node\\-deletion", "Explain a rule, with impact and recovery."),
        ],
    ),
];

/// The manual page of the program or of one command.
pub(crate) fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let man = Man::new(command.after_help(Resettable::Reset));
    man.render(&mut text)?;
    for (title, paragraphs) in SECTIONS {
        let body: String = paragraphs.iter().map(|(tag, text)| format!(".TP\n\\fB{tag}\\fR\n{text}\n")).collect();
        text.extend(format!(".SH \"{title}\"\n{body}").into_bytes());
    }
    Ok(text)
}
