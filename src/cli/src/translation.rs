//! What the readers of input and of settings say, in the language of the output.

use crate::language::is_chinese;

/// A sentence in the language of the output. What the readers have no Chinese for stays as it is.
pub(crate) fn of(sentence: &str) -> String {
    let chinese = is_chinese().then(|| redline_input::in_chinese(sentence)).flatten();
    chinese.unwrap_or_else(|| sentence.to_owned())
}

/// What modules and the reader of inventories say about settings, without the path before it.
const SETTINGS: &[(&str, &str)] = &[
    ("unknown setting `{}`, did you mean `{}`?", "没有设置项 `{}`，您是否想用 `{}`？"),
    ("unknown setting `{}`, known are {}", "没有设置项 `{}`，可用的有 {}"),
    ("there is no list `{}`", "没有清单 `{}`"),
    ("expected one of {}", "应为 {} 之一"),
    ("expected a list of strings", "应为字符串列表"),
    ("expected a list", "应为列表"),
    ("expected a string", "应为字符串"),
    ("expected true or false", "应为 true 或 false"),
    ("expected an object", "应为对象"),
    ("expected true, false or the rule's settings", "应为 true、false 或规则的设置"),
    ("expected `true` or a list with names of lists", "应为 `true` 或清单名称的列表"),
    ("expected a CIDR block such as {}", "应为网段，例如 {}"),
    ("expected a time in UTC such as {}", "应为 UTC 时间，例如 {}"),
    ("is empty; expected {}", "为空"),
    ("`{}` is not one of {}", "`{}` 无效，可选值为 {}"),
    ("`{}` is not a duration such as {}", "`{}` 不是时长，例如 {}"),
    ("`{}` has a `*` that is not at the end", "`{}` 中的 `*` 只能位于末尾"),
    ("`{}` is not of the form {}", "`{}` 的格式应为 {}"),
    (
        "approvals are annotations of Kubernetes objects and do not apply to cloud rules",
        "审批以 Kubernetes 对象的注解表示，不适用于云操作规则",
    ),
];

/// What is wrong with a setting, in the language of the output: `` `path`: sentence ``, or the sentence alone.
pub(crate) fn of_settings(reason: &str) -> String {
    if !is_chinese() {
        return reason.to_owned();
    }
    let chinese = |sentence: &str| redline_input::by_table(SETTINGS, sentence);
    let below = || {
        let (path, sentence) = reason.split_once("`: ").filter(|(path, _)| path.starts_with('`'))?;
        Some(format!("{path}`：{}", chinese(sentence)?))
    };
    below().or_else(|| chinese(reason)).unwrap_or_else(|| reason.to_owned())
}

/// What is said about modules and registries.
const HOST: &[(&str, &str)] = &[
    (
        "it is no WebAssembly module, or cut off; download or build it again",
        "不是 WebAssembly 模块，或文件不完整；请重新下载或构建",
    ),
    (
        "its section `{}` is damaged; annotate it again with `kwctl annotate`",
        "其中的 `{}` 段已损坏；请用 `kwctl annotate` 重新添加元数据",
    ),
    (
        "it needs `{}`, which hosts of policies do not offer; it is no policy module",
        "需要 `{}`，而策略宿主不提供它；这不是策略模块",
    ),
    ("it has no waPC interface; it is no policy module", "没有 waPC 接口；这不是策略模块"),
    ("it takes too long to start; use another build of it", "启动时间过长；请更换其构建版本"),
    (
        "it does not start, because it is damaged or too new for this program; use another build of it",
        "无法启动，可能已损坏，或对本程序而言版本过新；请更换其构建版本",
    ),
    ("add a tag: the module's metadata has no version", "请添加标签：模块的元数据中没有版本"),
    ("not a policy module: its layers are {}", "不是策略模块：其层为 {}"),
    ("the module has {} MB; the limit is {} MB", "模块大小为 {} MB，上限为 {} MB"),
    ("the reference has no registry; add the host, as in {}", "地址中没有镜像仓库；请添加域名，例如 {}"),
    ("a reference begins with `registry://`, `oci://` or the host", "地址应以 `registry://`、`oci://` 或域名开头"),
    (
        "invalid reference; expected `host/path:tag`, with a path in small letters",
        "地址无效；应为 `host/path:tag`，路径使用小写字母",
    ),
    (
        "the registry does not permit this; log in with `{}` (`{}` does not exist)",
        "镜像仓库拒绝访问；请用 `{}` 登录（`{}` 不存在）",
    ),
    (
        "the registry does not permit this; log in with `{}` (`{}` has no login for `{}`)",
        "镜像仓库拒绝访问；请用 `{}` 登录（`{}` 中没有 `{}` 的登录信息）",
    ),
    (
        "the registry does not permit this; log in with `{}` (used the login in `{}`)",
        "镜像仓库拒绝访问；请用 `{}` 登录（已使用 `{}` 中的登录信息）",
    ),
    (
        "the registry does not permit this; log in with `{}` (`{}` has an identity token for `{}`, which only Docker can \
         use; log in with a user name and a password or access token)",
        "镜像仓库拒绝访问；请用 `{}` 登录（`{}` 中 `{}` 的身份令牌只有 Docker 能用；请用用户名和密码或访问令牌登录）",
    ),
    ("the registry does not permit this; log in with `{}` ({})", "镜像仓库拒绝访问；请用 `{}` 登录"),
    ("the registry has no such module; existing tags: {}", "镜像仓库中没有该模块；已有标签：{}"),
    ("the registry has no such module", "镜像仓库中没有该模块"),
    ("the module does not match its digest and was dropped: {}", "模块与其摘要不一致，已丢弃：{}"),
    ("`{}` does not answer like a registry; check host and path", "`{}` 的响应不像镜像仓库；请检查域名和路径"),
    ("this is an image for several platforms, not a module", "这是多平台镜像，不是模块"),
    ("the registry refused: {}", "镜像仓库拒绝：{}"),
    (
        "cannot reach `{}`: {}; trust its certificate with `--ca-cert FILE`",
        "无法访问 `{}`：{}；请用 `--ca-cert FILE` 信任其证书",
    ),
    (
        "cannot reach `{}`: {}; it seems to use plain HTTP; add `--insecure` if you trust the network",
        "无法访问 `{}`：{}；它似乎使用 HTTP，若网络可信，请添加 `--insecure`",
    ),
    (
        "cannot reach `{}`: {}; the host may not exist; check its name and your DNS",
        "无法访问 `{}`：{}；该域名可能不存在，请检查名称和 DNS",
    ),
    (
        "cannot reach `{}`: {}; check the host, the port and HTTPS_PROXY",
        "无法访问 `{}`：{}；请检查域名、端口和 HTTPS_PROXY",
    ),
    (
        "the credential helper `{}` that `{}` names failed for `{}`",
        "凭证助手 `{}`（由 `{}` 指定）未能提供 `{}` 的登录信息",
    ),
    ("the login for `{}` in `{}` cannot be used: {}", "`{}` 的登录信息（位于 `{}`）无法使用：{}"),
];

/// What is wrong with a module or a registry, in the language of the output.
pub(crate) fn of_host(reason: &str) -> String {
    let chinese = is_chinese().then(|| redline_input::by_table(HOST, reason)).flatten();
    chinese.unwrap_or_else(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use redline_core::settings;

    use super::{HOST, SETTINGS};

    #[test]
    fn the_host_says_these_sentences() {
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        let sources = [
            include_str!("../../host/src/metadata.rs"),
            include_str!("../../host/src/module.rs"),
            include_str!("../../host/src/oci/credentials.rs"),
            include_str!("../../host/src/oci/fault.rs"),
            include_str!("../../host/src/oci/reference.rs"),
            include_str!("../../host/src/oci/registry.rs"),
        ];
        let sources = plain(&sources.concat());
        for piece in HOST.iter().flat_map(|(english, _)| english.split("{}")).flat_map(|piece| piece.split(['(', ';']))
        {
            let piece = plain(piece.trim_matches([' ', ')', '`', ',']));
            assert!(sources.contains(&piece), "{piece}");
        }
    }

    #[test]
    fn the_table_has_what_is_said_about_settings() {
        let known = ["enforcement", "instances"];
        for sentence in [
            settings::unknown("enforcment", &mut known.iter()),
            settings::unknown("x", &mut known.iter()),
            "`maybe` is not one of audit, warn, deny, strict".to_owned(),
            "expected a list of strings".to_owned(),
        ] {
            assert!(redline_input::by_table(SETTINGS, &sentence).is_some(), "{sentence}");
        }
    }
}
