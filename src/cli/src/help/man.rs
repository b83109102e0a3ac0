//! The manual pages: what clap knows, in our order, and the sections that a page has besides.

use std::io;

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;

use crate::language::{either, is_chinese};

/// A text in both languages.
type Both = (&'static str, &'static str);

/// Sections of every page: title, and paragraphs of a tag and a text.
const SECTIONS: [(Both, &[(&str, Both)]); 3] = [
    (
        ("EXIT STATUS", "退出码"),
        &[
            ("0", ("Nothing was denied.", "没有拒绝项。")),
            (
                "1",
                (
                    "Something was denied; with \\fB\\-\\-fail\\-on warn\\fR also warned about.",
                    "存在拒绝项；使用 \\fB\\-\\-fail\\-on warn\\fR 时也包括告警。",
                ),
            ),
            (
                "2",
                (
                    "Something could not be read or evaluated, or the command was misused.",
                    "存在无法读取或无法检查的输入，或命令用法有误。",
                ),
            ),
        ],
    ),
    (
        ("ENVIRONMENT", "环境变量"),
        &[
            ("REDLINE_CONFIG", ("The configuration, as \\fB\\-\\-config\\fR.", "配置文件，同 \\fB\\-\\-config\\fR。")),
            (
                "REDLINE_MODULES",
                (
                    "A folder, file or registry with the modules, as \\fB\\-\\-modules\\fR.",
                    "模块所在的目录、文件或镜像仓库，同 \\fB\\-\\-modules\\fR。",
                ),
            ),
            (
                "REDLINE_CACHE_DIR",
                ("Where compiled modules are kept; empty for nowhere.", "编译后模块的缓存目录，为空则不缓存。"),
            ),
            (
                "LC_ALL, LC_MESSAGES, LANG",
                (
                    "The language of the output, unless \\fB\\-\\-lang\\fR names it.",
                    "未指定 \\fB\\-\\-lang\\fR 时的输出语言。",
                ),
            ),
            ("NO_COLOR", ("Print no colours.", "输出不带颜色。")),
            ("DOCKER_CONFIG", ("The folder of the logins to registries.", "镜像仓库登录信息所在的目录。")),
        ],
    ),
    (
        ("FILES", "文件"),
        &[
            (
                "redline.yaml",
                (
                    "The configuration, in the current folder or the nearest parent.",
                    "当前目录或最近的上级目录中的配置文件。",
                ),
            ),
            (
                "redline-baseline.json",
                (
                    "Known findings, as \\fBredline baseline\\fR writes them.",
                    "已知问题，由 \\fBredline baseline\\fR 生成。",
                ),
            ),
            (".gitignore", ("Files that it names are left out of folders.", "检查目录时忽略其中列出的文件。")),
        ],
    ),
];

/// Titles that are English in every language of clap.
const TITLES: [Both; 6] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "子命令"),
    ("VERSION", "版本"),
];

/// The manual page of the program or of one command.
pub(crate) fn page(mut command: Command) -> io::Result<Vec<u8>> {
    let usage = command.render_usage().to_string();
    let examples = command.get_after_help().map(ToString::to_string);
    let command = command.after_help(Resettable::Reset);
    let version = concat!("redline ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(version).manual("Redline");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    // clap leaves out the values of options in its own synopsis.
    let usage = usage.split_once(' ').map_or("", |(_, usage)| usage);
    text.extend(format!(".SH SYNOPSIS\n{}\n", escaped(usage.trim())).into_bytes());
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.get_subcommands().any(|sub| !is_help(sub)) {
        let mut list = Vec::new();
        man.render_subcommands_section(&mut list)?;
        text.extend(without_help(&String::from_utf8_lossy(&list)).into_bytes());
    }
    if command.get_version().is_some() {
        man.render_version_section(&mut text)?;
    }
    for ((english, chinese), paragraphs) in SECTIONS {
        let body = paragraphs.iter().map(|(tag, (en, zh))| format!(".TP\n\\fB{tag}\\fR\n{}\n", either(en, zh)));
        text.extend(format!(".SH \"{}\"\n{}", either(english, chinese), body.collect::<String>()).into_bytes());
    }
    if let Some(examples) = examples {
        let lines = examples.lines().skip(1).map(|line| escaped(line.trim()) + "\n");
        let lines: String = lines.collect();
        text.extend(format!(".SH {}\n.nf\n{lines}.fi\n", either("EXAMPLES", "示例")).into_bytes());
    }
    // Every section that clap renders begins with the same definitions.
    let mut page = String::from_utf8_lossy(&text).into_owned();
    if let Some(definitions) = page.split(".TH ").next().map(str::to_owned).filter(|text| !text.is_empty()) {
        page = definitions.clone() + &page.replace(&definitions, "");
    }
    if is_chinese() {
        for (english, chinese) in TITLES {
            page = page.replace(&format!(".SH {english}\n"), &format!(".SH {chinese}\n"));
        }
    }
    Ok(page.into_bytes())
}

/// A line of text for the formatter, to which `\`, `-` and a dot at the beginning have a meaning.
fn escaped(line: &str) -> String {
    let text = line.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

fn is_help(command: &Command) -> bool {
    command.get_name() == "help"
}

/// The list of commands without the one that prints help.
fn without_help(list: &str) -> String {
    let is_help = |entry: &&str| entry.lines().next().is_some_and(|tag| tag.ends_with("\\-help(1)"));
    list.split(".TP\n").filter(|entry| !is_help(entry)).collect::<Vec<_>>().join(".TP\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_values_of_options_and_no_section_of_clap() {
        let page = |names: &[&str]| {
            let mut command = super::super::command();
            command.build();
            for name in names {
                command = command.find_subcommand(name).unwrap().clone();
            }
            String::from_utf8(page(command).unwrap()).unwrap()
        };
        for names in [&[][..], &["check"], &["hook"], &["hook", "agent"], &["ram-policy"]] {
            let text = page(names);
            assert_eq!(text.matches(".ds Aq '").count(), 1, "{names:?}");
            assert!(!text.contains("EXTRA") && !text.contains("help(1)"), "{names:?}");
            let synopsis =
                format!(".SH SYNOPSIS\n{}", ["redline"].iter().chain(names).copied().collect::<Vec<_>>().join(" "));
            assert!(text.replace("\\-", "-").contains(&synopsis), "{names:?}: {text}");
            let footer = concat!("\"redline ", env!("CARGO_PKG_VERSION"), "\"");
            assert!(text.lines().any(|line| line.starts_with(".TH") && line.contains(footer)), "{names:?}: {text}");
        }
        assert_eq!(escaped(".a \\ -b"), "\\&.a \\e \\-b");
    }
}
