//! One word for one thing: the words of `docs/glossary.md`. What was called otherwise before may not come back into anything that
//! people read.

use std::process::Command;

use redline_dev::catalogue::{Status, listed, status};
use redline_dev::{RULES, root};
use redline_engine::rows::CATALOGUE;

/// Words that were replaced, and what to say instead. English ones are compared without regard to case.
const REPLACED: &[(&str, &str)] = &[
    ("judge", "check, evaluate"),
    ("judging", "checking"),
    ("speaks up", "the rule reports"),
    ("rules are asked", "rules run"),
    ("rule is asked", "the rule runs"),
    ("way back: ", "recovery:"),
    ("are let be", "suppressed"),
    ("belongs into", "belongs in"),
    ("in the ack list", "on ACK's list"),
    ("kubewarden-controller", "admission-controller"),
    ("kubewarden-defaults", "admission-controller"),
    ("评判", "检查"),
    ("无可检查", "不适用"),
    ("演练场", "在线体验"),
    ("恢复方案：无法恢复", "恢复方案：不可恢复"),
    ("（恢复：", "（恢复方案："),
    ("托管版", "ACK 托管集群"),
    ("专有版", "ACK 专有集群"),
    ("ACK 控制台", "容器服务控制台"),
    ("资源清单", "资源 YAML，或资源台账"),
    ("清单文件", "资源 YAML"),
    ("警告", "告警"),
    ("策略服务器", "policy-server"),
    ("批准", "审批"),
    ("用户数据", "实例自定义数据"),
    ("条发现", "个问题"),
    ("云规则", "云上操作规则"),
];

/// What people read, as patterns of git.
const READ: &[&str] = &[
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "action.yml",
    ".pre-commit-hooks.yaml",
    ".github/*.yml",
    "docs/*.md",
    "docs/images/*.svg",
    "docs/examples/run.sh",
    "deploy/*",
    "policies/catalogue.yaml",
    "policies/*/README.md",
    "policies/*/src/docs.rs",
    "e2e-tests/messages.tsv",
    "src/cli/src/args/*",
    "src/engine/src/settings_docs.rs",
    "src/web/npm/*",
    "src/web/playground/*",
];

/// The files of the repository that match [`READ`].
fn files() -> Vec<String> {
    tracked(READ)
}

/// The files of the repository that match patterns of git.
fn tracked(patterns: &[&str]) -> Vec<String> {
    let listed =
        Command::new("git").args(["ls-files", "-z", "--"]).args(patterns).current_dir(root()).output().unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    names.split_terminator('\0').map(str::to_owned).filter(|name| root().join(name).is_file()).collect()
}

/// Sentences about each replaced word in a text.
fn replaced(name: &str, text: &str) -> Vec<String> {
    // Of the arguments of the command line, people read the doc comments and the examples.
    let help = name.starts_with("src/cli/");
    let shown = |line: &str| !help || line.trim_start().starts_with("///") || line.contains('"');
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| shown(line)) {
        let lower = line.to_lowercase();
        for (word, instead) in REPLACED.iter().filter(|(word, _)| lower.contains(&word.to_lowercase())) {
            found.push(format!("{name}:{}: `{word}`: say {instead}", number + 1));
        }
    }
    found
}

/// Chinese stands in no file but for people to read.
#[test]
fn replaced_chinese_words_stand_nowhere() {
    let chinese: Vec<_> = REPLACED.iter().filter(|(word, _)| !word.is_ascii()).collect();
    let mut found = Vec::new();
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().unwrap();
    for name in String::from_utf8(listed.stdout).unwrap().split_terminator('\0') {
        // These two hold the words to refuse them.
        if name.ends_with("tests/words.rs") || name.ends_with("tests/messages.rs") {
            continue;
        }
        let text = std::fs::read_to_string(root().join(name)).unwrap_or_default();
        for (word, instead) in chinese.iter().filter(|(word, _)| text.contains(word)) {
            found.push(format!("{name}: `{word}`: say {instead}"));
        }
    }
    assert!(found.is_empty(), "docs/glossary.md has the words to use:\n{}", found.join("\n"));
}

#[test]
fn words_that_were_replaced_do_not_come_back() {
    let files = files();
    assert!(files.len() > 200, "{} files", files.len());
    let read = |name: &String| std::fs::read_to_string(root().join(name)).unwrap_or_default();
    let found: Vec<String> = files.iter().flat_map(|name| replaced(name, &read(name))).collect();
    assert!(found.is_empty(), "docs/glossary.md has the words to use:\n{}", found.join("\n"));
    assert_eq!(replaced("x", "The rule Judges it.\n演练场").len(), 2);
}

/// Chinese sentences have Chinese punctuation.
#[test]
fn chinese_has_full_width_punctuation() {
    let chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let mut found = Vec::new();
    for name in files().iter().filter(|name| name.contains("docs/zh/") || name.ends_with("zh-CN.md")) {
        let text = std::fs::read_to_string(root().join(name)).unwrap();
        let mut code = false;
        for (number, line) in text.lines().enumerate() {
            code ^= line.trim_start().starts_with("```");
            let letters: Vec<char> = line.chars().collect();
            let half =
                letters.windows(2).any(|pair| chinese(pair[0]) && [',', ';', ':', '?', '!', '('].contains(&pair[1]));
            if half && !code && !line.starts_with("[") {
                found.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "half-width punctuation after Chinese:\n{}", found.join("\n"));
}

/// The numbers in the READMEs and in the comparison are those of the rules and of the catalogue.
#[test]
fn numbers_are_right() {
    let rows: Vec<_> = CATALOGUE.iter().filter(|row| listed(row)).collect();
    let (rules, all) = (RULES.len(), rows.len());
    let covered = rows.iter().filter(|row| status(row) == Status::Covered).count();
    for (name, words) in [
        ("README.md", format!("{rules} rules")),
        ("README.md", format!("{covered} of the {all} rows")),
        ("README.zh-CN.md", format!("{rules} 条规则")),
        ("README.zh-CN.md", format!("{all} 个条目中的 {covered} 个")),
        ("docs/comparison.md", format!("{covered} of {all} rows")),
        ("docs/zh/comparison.md", format!("{all} 个条目中的 {covered} 个")),
    ] {
        let text = std::fs::read_to_string(root().join(name)).unwrap();
        assert!(text.contains(&words), "{name}: `{words}`");
    }
}

/// Levels of headings, numbers of code blocks and lines of tables of a page.
fn shape(text: &str) -> (Vec<usize>, usize, usize) {
    let (mut levels, mut blocks, mut table, mut code) = (Vec::new(), 0, 0, false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            blocks += usize::from(!code);
            code = !code;
        } else if !code {
            if line.starts_with('#') {
                levels.push(line.bytes().take_while(|byte| *byte == b'#').count());
            }
            table += usize::from(line.starts_with('|'));
        }
    }
    (levels, blocks, table)
}

/// Each guide has a Chinese version with the same sections, examples and tables, and so has the README.
#[test]
fn every_guide_is_there_in_chinese() {
    let names = |folder: &str| -> Vec<String> {
        let entries = std::fs::read_dir(root().join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".md")).collect()
    };
    let mut pairs = vec![("README.md".to_owned(), "README.zh-CN.md".to_owned())];
    pairs.extend(names("docs").into_iter().map(|name| (format!("docs/{name}"), format!("docs/zh/{name}"))));
    assert!(pairs.len() > 15, "{}", pairs.len());
    for (english, chinese) in pairs {
        let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            shape(&read(&english)),
            shape(&read(&chinese)),
            "{english} and {chinese}: levels of headings, code blocks, lines of tables"
        );
    }
    assert_eq!(shape("# a\n```\n# b\n```\n| c |\n"), (vec![1], 1, 1));
}

/// The string literals in the code of a file, without those of its tests.
fn literals(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    lines.split('"').skip(1).step_by(2).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn what_modules_cannot_read_has_words_in_chinese() {
    let crates = ["src/json/src", "src/kubernetes/src", "src/alibaba/src"];
    let is_code = |name: &String| name.ends_with(".rs") && !name.contains("/tests");
    let mut checked = 0;
    for name in tracked(&crates).into_iter().filter(is_code) {
        let code = std::fs::read_to_string(root().join(&name)).unwrap();
        let code = code.replace("\\\n", "\n");
        let said = literals(&code).into_iter().filter(|text| text.starts_with("expected ") && text.len() > 9);
        let others = code.split("Unreadable::new(").skip(1).filter_map(|call| {
            let arguments = call.split(')').next()?.trim_end();
            arguments.strip_suffix('"')?.rsplit('"').next().map(str::to_owned)
        });
        for sentence in said.chain(others) {
            assert!(redline_input::unreadable_in_chinese(&sentence).is_some(), "{name}: `{sentence}` has no Chinese");
            checked += 1;
        }
    }
    assert!(checked > 10, "only {checked} sentences were found");
}
