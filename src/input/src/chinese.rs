//! What the readers of input say, in Chinese: the command line and the page show these sentences.

/// Sentences of this crate and what they are in Chinese. `{}` stands for a part that is kept.
const SENTENCES: &[(&str, &str)] = &[
    ("a list that starts with `[` has no `]`", "以 `[` 开头的列表缺少 `]`"),
    ("a mapping that starts with `{` has no `}`", "以 `{` 开头的映射缺少 `}`"),
    ("an alias (`*name`) has no anchor (`&name`) before it", "别名（`*name`）之前没有对应的锚点（`&name`）"),
    ("expected `key: value` at this indentation", "此缩进处应为 `key: value`"),
    ("expected an item that starts with `-` at this indentation", "此缩进处应为以 `-` 开头的列表项"),
    ("expected `,` or `}`", "应为 `,` 或 `}`"),
    ("expected `,` or `]`", "应为 `,` 或 `]`"),
    ("a bracket is closed that was not opened", "右括号没有对应的左括号"),
    ("a bracket is closed by one of another kind", "右括号与左括号的类型不同"),
    ("an item that starts with `-` cannot stand between brackets", "括号内不能使用以 `-` 开头的列表项"),
    ("a value is missing here", "此处缺少值"),
    ("something follows a closing quote; quote the whole value", "右引号之后还有内容，请给整个值加引号"),
    (
        "`\\x`, `\\u` and `\\U` in double quotes have to be followed by the number of a character",
        "双引号中的 `\\x`、`\\u` 和 `\\U` 之后必须是字符编号",
    ),
    (
        "a line of a text after `|` or `>` is indented less than the lines above",
        "`|` 或 `>` 之后文本的缩进小于上文各行",
    ),
    (
        "only `+`, `-`, a digit from 1 to 9 or a comment can follow `|` or `>`",
        "`|` 或 `>` 之后只能是 `+`、`-`、1 到 9 的数字或注释",
    ),
    ("an anchor (`&name`) or alias (`*name`) has no name", "锚点（`&name`）或别名（`*name`）缺少名称"),
    (
        "a tag (`!name`) is incomplete or not declared; quote a text with `!`",
        "标签（`!name`）不完整或未声明；含 `!` 的文本请加引号",
    ),
    ("expected the start of a document (`---`)", "此处应为文档的开头（`---`）"),
    ("something follows the end of a document (`...`) on its line", "文档结束标记（`...`）所在行还有其他内容"),
    ("a blank is missing before the `#` of a comment", "注释的 `#` 之前缺少空格"),
    ("this is not valid YAML", "此处不是有效的 YAML"),
    ("the text ends within a value", "文本在值的中间结束"),
    ("expected `:` after a key", "键之后应为 `:`"),
    ("`: ` makes a key here; quote the text, or begin a new line", "此处的 `: ` 会被当作键，请给文本加引号或换行"),
    ("a key cannot begin here; check the indentation", "此处不能开始新的键，请检查缩进"),
    ("the indentation fits no line above", "缩进与上文各行都不一致"),
    ("`- ` cannot begin an item here; begin a new line", "此处不能用 `- ` 开始列表项，请换行"),
    ("a quoted text has no closing quote", "引号没有闭合"),
    ("the lines of a quoted text have to be indented further than its key", "带引号的文本各行的缩进必须大于其键"),
    (
        "`\\` in double quotes has to be followed by a known letter; use `\\\\` or single quotes",
        "双引号中的 `\\` 之后必须是已知的转义字符，请使用 `\\\\` 或单引号",
    ),
    ("a tab cannot indent YAML; use spaces", "YAML 不能用制表符缩进，请使用空格"),
    ("a value cannot begin with `{}`; quote it", "值不能以 `{}` 开头，请加引号"),
    ("more than {} levels deep", "嵌套超过 {} 层"),
    ("the aliases stand for too much", "别名展开后过大"),
    ("a key has to be a text, and this is a list or a mapping", "键必须是文本，此处是列表或映射"),
    (
        "the key `{}` stands twice in this mapping; the last one counts, as in kubectl",
        "同一映射中键 `{}` 出现两次；与 kubectl 一样，以最后一个为准",
    ),
    ("the key `{}` stands twice in this mapping", "同一映射中键 `{}` 出现两次"),
    ("invalid JSON: the text ends within {}", "JSON 无效：文本在值的中间结束"),
    (
        "invalid JSON: a value is missing or begins in another way than JSON allows",
        "JSON 无效：缺少值，或值的开头不符合 JSON 格式",
    ),
    ("invalid JSON: a key has to be in double quotes", "JSON 无效：键必须使用双引号"),
    ("invalid JSON: a comma has nothing after it", "JSON 无效：逗号之后没有内容"),
    ("invalid JSON: something follows the value", "JSON 无效：值之后还有其他内容"),
    ("invalid JSON: expected `:` after a key", "JSON 无效：键之后应为 `:`"),
    (
        "invalid JSON: `\\` in a string has to be followed by a known letter",
        "JSON 无效：字符串中的 `\\` 之后必须是已知的转义字符",
    ),
    ("invalid JSON: a number is malformed or too large", "JSON 无效：数字格式有误或过大"),
    ("invalid JSON: too many levels deep", "JSON 无效：嵌套过深"),
    ("invalid JSON: a line break or a tab stands inside a string", "JSON 无效：字符串中有换行或制表符"),
    ("invalid JSON: {}", "JSON 无效：{}"),
    ("the file is empty", "文件为空"),
    ("expected keys with values here", "此处应为键值对"),
    ("expected a list here", "此处应为列表"),
    ("unknown key {}, known are {}", "没有键 {}，可用的有 {}"),
    ("{} is not one of {}", "{} 无效，可选值为 {}"),
    ("expected one document, but a second one starts here", "应只有一个文档，但此处开始了第二个文档"),
    ("expected a list of {}s", "应为 {} 的列表"),
    ("expected an object", "应为对象"),
    ("the AdmissionReview has no `request`", "AdmissionReview 缺少 `request`"),
    (
        "this is an event of a Kubernetes audit log; use `redline replay`",
        "这是 Kubernetes 审计日志的事件，请使用 `redline replay`",
    ),
    ("`{}` is missing", "缺少 `{}`"),
    ("`{}` is missing; every object needs `apiVersion` and `kind`", "缺少 `{}`；每个对象都需要 `apiVersion` 和 `kind`"),
    (
        "not recognised; expected a manifest, an AdmissionReview, an OpenAPI call, an ActionTrail event or a Terraform plan",
        "无法识别；应为资源 YAML、AdmissionReview、OpenAPI 调用、操作审计事件或 Terraform 计划",
    ),
    (
        "CONNECT does not apply to `{}`; it takes an options object such as `PodExecOptions`",
        "CONNECT 不适用于 `{}`；应为 `PodExecOptions` 之类的选项对象",
    ),
    (
        "format_version {} of a Terraform plan is not known; expected {}",
        "无法识别 Terraform 计划的 format_version {}；应为 {}",
    ),
    (
        "planning failed (`errored` is true), so the plan is not whole; solve the error and plan again",
        "计划失败（`errored` 为 true），计划不完整；请解决错误后重新执行 plan",
    ),
    (
        "Terraform deferred {} (`deferred_changes`), so the plan is not whole; apply what it depends on and plan again",
        "Terraform 推迟了 {}（`deferred_changes`），计划不完整；请先应用其依赖的变更，再重新执行 plan",
    ),
    (
        "the change set is not whole (`Status` is {}); create it again and wait for CREATE_COMPLETE",
        "更改集不完整（`Status` 为 {}）；请重新创建并等待 CREATE_COMPLETE",
    ),
    (
        "this is a log of `terraform plan -json`, which leaves out most of the plan; expected the output of `terraform \
         show -json PLANFILE`",
        "这是 `terraform plan -json` 的日志，缺少计划的大部分内容；应为 `terraform show -json PLANFILE` 的输出",
    ),
    (
        "this is a Terraform state; expected a plan, as `terraform show -json PLANFILE` prints it (`redline inventory` \
         reads states)",
        "这是 Terraform 状态文件；应为 `terraform show -json PLANFILE` 输出的计划（状态文件用 `redline inventory` 读取）",
    ),
    (
        "this is a reply of Resource Orchestration Service without changes; expected GetChangeSet or PreviewStack",
        "这是不含变更的资源编排（ROS）响应；应为 GetChangeSet 或 PreviewStack",
    ),
    (
        "this is an error that an API returned; solve it and make the call again",
        "这是 API 返回的错误；请解决错误后重新调用",
    ),
    (
        "this is a reply of an API, not a call; `redline inventory` reads replies of ACK",
        "这是 API 的响应，不是调用；ACK 的响应用 `redline inventory` 读取",
    ),
    (
        "this is a preview of Pulumi, which is not read; expected a Terraform plan",
        "这是 Pulumi 的预览，无法读取；应为 Terraform 计划",
    ),
    (
        "not an event of a Kubernetes audit log: it has no `auditID` and `verb`",
        "不是 Kubernetes 审计日志的事件：缺少 `auditID` 和 `verb`",
    ),
    ("created, but the audit level omits the object", "已创建，但审计级别未记录对象"),
    ("updated, but the audit level omits the object", "已更新，但审计级别未记录对象"),
    ("updated, but the log does not hold the object from before the change", "已更新，但日志中没有变更前的对象"),
    ("deleted, but the log does not say which object", "已删除，但日志未说明是哪个对象"),
    ("a collection was deleted, but the audit level omits its objects", "已批量删除，但审计级别未记录对象"),
    ("changed, but the log does not have the whole object", "已变更，但日志中没有完整的对象"),
];

/// What modules say of input that they cannot read, and what it is in Chinese.
const UNREADABLE: &[(&str, &str)] = &[
    ("the JSON ends too early", "JSON 不完整"),
    ("not valid JSON", "不是有效的 JSON"),
    ("not valid UTF-8", "不是有效的 UTF-8"),
    ("members of more than one kind of operation", "同时含有多种操作的成员"),
    ("expected a string", "应为字符串"),
    ("expected true or false", "应为 true 或 false"),
    ("expected an integer", "应为整数"),
    ("expected an object", "应为对象"),
    ("expected a list", "应为列表"),
    ("expected a value", "应有值"),
    ("expected an object with `request` and `settings`", "应为包含 `request` 和 `settings` 的对象"),
    ("expected an AdmissionRequest", "应为 AdmissionRequest"),
    ("expected an AdmissionRequest, found nothing", "应为 AdmissionRequest，但没有内容"),
    ("expected the object, found nothing", "应为对象，但没有内容"),
    ("expected CREATE, UPDATE, DELETE or CONNECT", "应为 CREATE、UPDATE、DELETE 或 CONNECT"),
    ("expected a resource or a kind, found neither", "应有资源或类型，但两者都没有"),
    ("expected the product, found nothing", "应为产品，但没有内容"),
    ("expected a resource type, found nothing", "应为资源类型，但没有内容"),
    ("expected actions of a Terraform plan", "应为 Terraform 计划的操作"),
    ("expected actions of a Terraform plan, found none", "应为 Terraform 计划的操作，但没有内容"),
    ("expected tags: an object of strings", "应为标签，即值为字符串的对象"),
    (
        "expected an OpenAPI call (`product`, `action`), an ActionTrail event (`eventName`) or an element of Terraform's \
         `resource_changes` (`change`)",
        "应为 OpenAPI 调用（`product`、`action`）、操作审计事件（`eventName`）或 Terraform `resource_changes` 的元素（`change`）",
    ),
];

/// What a module says of input that it cannot read, in Chinese; `None` for what no module of this project says.
pub fn unreadable_in_chinese(problem: &str) -> Option<&'static str> {
    UNREADABLE.iter().find(|(english, _)| *english == problem).map(|(_, chinese)| *chinese)
}

/// A sentence of a reader in Chinese; `None` if the table does not have it. The first entry that fits counts.
pub fn in_chinese(sentence: &str) -> Option<String> {
    by_table(SENTENCES, sentence)
}

/// A sentence in Chinese by a table in the form of this one, whose `{}` stand for parts that are kept; `None` if the
/// table does not have it. The first entry that fits counts.
pub fn by_table(table: &[(&str, &str)], sentence: &str) -> Option<String> {
    table.iter().find_map(|(english, chinese)| {
        let kept = parts(english, sentence)?;
        let mut pieces = chinese.split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (part, piece) in kept.into_iter().chain(std::iter::repeat("")).zip(pieces) {
            text += part;
            text += piece;
        }
        Some(text)
    })
}

/// What stands for each `{}` of a pattern in a text; `None` if the text is another one.
fn parts<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let (mut kept, mut pieces) = (Vec::new(), pieces.peekable());
    while let Some(piece) = pieces.next() {
        let at = if pieces.peek().is_none() { rest.len().checked_sub(piece.len())? } else { rest.find(piece)? };
        let (part, after) = (rest.get(..at)?, rest.get(at..)?);
        kept.push(part);
        rest = after.strip_prefix(piece)?;
    }
    rest.is_empty().then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files that the sentences are from.
    const SOURCES: [&str; 9] = [
        include_str!("yaml/compose.rs"),
        include_str!("yaml/mod.rs"),
        include_str!("yaml/value.rs"),
        include_str!("document.rs"),
        include_str!("request.rs"),
        include_str!("plan/mod.rs"),
        include_str!("plan/ros.rs"),
        include_str!("audit_log/replay.rs"),
        "this is ",
    ];

    #[test]
    fn the_readers_say_these_sentences() {
        // Sentences are wrapped in the sources, and their values have names there.
        let plain = |text: &str| text.replace("\\\\", "\\").replace("{{", "{").split_whitespace().collect::<String>();
        let sources: Vec<String> = SOURCES.iter().map(|source| plain(source).replace("}}", "}")).collect();
        for (english, _) in SENTENCES {
            for piece in english.split("{}").flat_map(|part| part.split(['{', '}', '\\'])) {
                let piece = plain(piece.strip_prefix("this is ").unwrap_or(piece));
                assert!(sources.iter().any(|source| source.replace('\\', "").contains(&piece)), "{english}: {piece}");
            }
        }
    }

    #[test]
    fn parts_are_kept() {
        for (english, want) in [
            (
                "the key `a` stands twice in this mapping; the last one counts, as in kubectl",
                Some("同一映射中键 `a` 出现两次；与 kubectl 一样，以最后一个为准"),
            ),
            ("`kind` is missing", Some("缺少 `kind`")),
            ("more than 100 levels deep", Some("嵌套超过 100 层")),
            (
                "format_version 2.0 of a Terraform plan is not known; expected 1.x",
                Some("无法识别 Terraform 计划的 format_version 2.0；应为 1.x"),
            ),
            ("something else", None),
        ] {
            assert_eq!(in_chinese(english).as_deref(), want, "{english}");
        }
    }
}
