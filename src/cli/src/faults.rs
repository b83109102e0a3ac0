//! Errors of the system in words, in the language of the output, without names of functions and numbers of errors.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::language::{either, tr};
use crate::translation;

/// Why something could not be read, written or run.
pub(crate) fn reason(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => ("no such file or folder", "文件或目录不存在"),
        ErrorKind::PermissionDenied => ("permission denied", "没有权限"),
        ErrorKind::IsADirectory => ("is a folder; name a file", "这是目录，请指定文件"),
        ErrorKind::NotADirectory => ("a part of the path is no folder", "路径中有一部分不是目录"),
        ErrorKind::AlreadyExists => ("exists already", "已存在"),
        ErrorKind::StorageFull => ("no space is left", "磁盘空间不足"),
        ErrorKind::ReadOnlyFilesystem => ("the file system is read-only", "文件系统只读"),
        _ if error.raw_os_error() == Some(LOOP) => ("a symbolic link that leads to itself", "符号链接指向自身"),
        _ => return stripped(&error.to_string()),
    };
    either(known.0, known.1).to_owned()
}

/// The number of the error about links that lead in a circle; the standard library does not name it yet.
const LOOP: i32 = if cfg!(target_os = "macos") { 62 } else { 40 };

/// A message without the number of the error: `Text file busy (os error 26)`.
fn stripped(message: &str) -> String {
    let own = DECODING.iter().find(|(english, _)| *english == message);
    let text = own.map_or(message, |(english, chinese)| either(english, chinese));
    text.split(" (os error ").next().unwrap_or_default().to_owned()
}

/// What is said about bytes that are no text.
const DECODING: [(&str, &str); 5] = [
    (
        "an archive or a saved Terraform plan; `terraform show -json PLANFILE` prints a plan",
        "这是压缩包或已保存的 Terraform 计划，请用 `terraform show -json PLANFILE` 输出计划",
    ),
    ("a binary file, not text", "这是二进制文件，不是文本"),
    ("not text in UTF-8 or UTF-16", "不是 UTF-8 或 UTF-16 文本"),
    ("not text in UTF-16", "不是 UTF-16 文本"),
    (DAMAGED, "gzip 数据已损坏或不完整"),
];

/// What is said about compressed files that cannot be read.
pub(crate) const DAMAGED: &str = "gzip data that is damaged or cut off";

/// A file that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &Error) -> String {
    let (path, reason) = (path.display(), reason(error));
    tr!("cannot read `{path}`: {reason}", "无法读取 `{path}`：{reason}")
}

/// A file that cannot be written.
pub(crate) fn unwritable(path: &Path, error: &Error) -> String {
    let (path, reason) = (path.display(), reason(error));
    tr!("cannot write `{path}`: {reason}", "无法写入 `{path}`：{reason}")
}

/// A program that cannot be started.
pub(crate) fn unstartable(path: &Path, error: &Error) -> String {
    let (path, reason) = (path.display(), reason(error));
    tr!("cannot run `{path}`: {reason}", "无法运行 `{path}`：{reason}")
}

/// Standard input that cannot be read.
pub(crate) fn no_input(error: &Error) -> String {
    let reason = reason(error);
    tr!("cannot read standard input: {reason}", "无法读取标准输入：{reason}")
}

/// This program, whose path the system does not say.
pub(crate) fn no_program(error: &Error) -> String {
    let reason = reason(error);
    tr!("cannot find this program: {reason}", "无法找到本程序：{reason}")
}

/// A program that is not installed.
pub(crate) fn not_on_path(program: &str) -> String {
    tr!("{program} is not on the path", "路径中没有 {program}")
}

/// Output of a program that should have been JSON.
pub(crate) fn no_json(program: &str) -> String {
    tr!("{program} prints no JSON", "{program} 的输出不是 JSON")
}

/// A question that only the cluster could answer.
pub(crate) fn no_cluster() -> String {
    either("no cluster is queried", "未查询集群").to_owned()
}

/// An error of the host.
pub(crate) fn of_host(error: &redline_host::Error) -> String {
    match error {
        redline_host::Error::Read { path, source } => unreadable(path, source),
        redline_host::Error::Syntax(error) => of_syntax(error),
        other => either(&other.to_string(), &of_module(other)).to_owned(),
    }
}

/// An error in a text.
pub(crate) fn of_syntax(error: &redline_input::SyntaxError) -> String {
    format!("{}: {}", error.position, translation::of(&error.message))
}

/// An error of a module in Chinese.
fn of_module(error: &redline_host::Error) -> String {
    use redline_host::Error::{Answer, Call, Crash, Module, NoModule, Registry, Timeout};
    match error {
        Module { module, message } => format!("模块 `{module}` 无法使用：{}", translation::of_host(message)),
        Registry { reference, message } | NoModule { reference, message } => {
            format!("`{reference}`：{}", translation::of_host(message))
        }
        Timeout { module, limit } => format!("模块 `{module}` 运行超过 {} 毫秒，已终止", limit.as_millis()),
        Crash { module } => format!("模块 `{module}` 崩溃，请更换模块版本，或停用该规则并将输入反馈给模块作者"),
        Call { module, message } => format!("模块 `{module}` 报告错误：{message}"),
        Answer { module, operation } => {
            format!("模块 `{module}` 对 `{operation}` 的响应不符合 Kubewarden 策略的格式，可能不是策略模块")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_words() {
        for (number, want) in [
            (2, "no such file or folder"),
            (13, "permission denied"),
            (20, "a part of the path is no folder"),
            (21, "is a folder; name a file"),
            (26, "Text file busy"),
            (LOOP, "a symbolic link that leads to itself"),
            (28, "no space is left"),
        ] {
            assert_eq!(reason(&Error::from_raw_os_error(number)), want);
        }
        assert_eq!(reason(&Error::new(ErrorKind::InvalidData, "a binary file, not text")), "a binary file, not text");
    }
}
