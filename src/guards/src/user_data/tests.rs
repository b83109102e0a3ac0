use super::script;

fn config(yaml: &str) -> String {
    script(&["#cloud-config\n", yaml].concat())
}

#[test]
fn scripts_stay_as_they_are() {
    assert_eq!(script("#!/bin/sh\nruncmd: x"), "#!/bin/sh\nruncmd: x\n");
    assert_eq!(script(""), "\n");
}

#[test]
fn commands_in_every_spelling() {
    for yaml in [
        "runcmd:\n  - rm -rf x",
        "runcmd:\n- rm -rf x # gone",
        "runcmd:\n- 'rm -rf x'",
        "runcmd:\n- \"rm -rf x\"",
        "runcmd: [rm -rf x]",
        "runcmd:\n  [\n    'rm -rf x',\n  ]",
        "runcmd:\n\n  # first\n  -\n    rm -rf x",
        "runcmd:\n  - rm\n    -rf x",
        "{\"runcmd\": [\"rm -rf x\"]}",
        "---\nhostname: a\nusers:\n  - name: b\n    keys: [c]\n\"bootcmd\":\n  - rm -rf x\nntp: {}",
    ] {
        assert_eq!(config(yaml), "rm -rf x\n", "{yaml}");
    }
    for yaml in [
        "runcmd:\n  - [ rm, -rf, x ]",
        "runcmd:\n  - [\"rm\", '-rf', x]",
        "runcmd: [ [rm, -rf, x] ]",
        "runcmd:\n  - - rm\n    - -rf\n    - x",
        "runcmd:\n- [ rm,\n    -rf, x ]",
        "runcmd:\n  -\n    - rm\n    - \"-rf\"\n    - x",
    ] {
        assert_eq!(config(yaml), "'rm' '-rf' 'x' \n", "{yaml}");
    }
    assert_eq!(
        config("runcmd:\n  - |\n    if a; then\n      b\n\n    fi\n  - >-\n    c\n    d\n").trim_ascii(),
        "if a; then\n  b\n\nfi\n\nc d"
    );
    assert_eq!(config("runcmd:\n- [sh, -c, \"it's; [a, b]: c\"]"), "'sh' '-c' 'it'\\''s; [a, b]: c' \n");
    assert_eq!(config("runcmd:\n- sysctl -w a=1\nbootcmd:\n- first"), "first\nsysctl -w a=1\n");
}

#[test]
fn words_in_flow_style() {
    for (word, command) in [
        ("'it''s'", "it's"),
        ("\"it's, [a]\"", "it's, [a]"),
        ("\"a: b\"", "a: b"),
        ("'a: \"b\"'", "a: \"b\""),
        ("http://x/y", "http://x/y"),
        ("\"a\\\"b\"", "a\"b"),
        ("\"a\\tb\"", "a\tb"),
    ] {
        assert_eq!(config(&format!("runcmd: [{word}, last]")), format!("{command}\nlast\n"), "{word}");
        assert_eq!(config(&format!("runcmd:\n- {word}")), format!("{command}\n"), "{word}");
    }
    assert_eq!(config("{\"a\": {\"runcmd\": [x]}, runcmd: [y]}"), "y\n");
}

#[test]
fn lines_between_and_further_in() {
    for (yaml, commands) in [
        // Blank lines and comments between items, and a list that is indented like its key.
        ("runcmd:\n- a\n\n# c\n- b", "a\nb\n"),
        ("runcmd:\n\n- a\n\n- b\nntp: {}", "a\nb\n"),
        ("runcmd:\n# c\n- a\nbootcmd:\n- b", "b\na\n"),
        ("runcmd:\n  - a\n# c\n\n  - b\nntp:\n  x: 1", "a\nb\n"),
        // What belongs to another key is no command.
        ("a:\n  runcmd:\n  - x\nruncmd:\n- y", "y\n"),
        ("runcmd:\n  a:\n  - x\nbootcmd: [y]", "y\n"),
        ("ntp:\nruncmd:\n- y", "y\n"),
        // A block begins with its first line.
        ("runcmd:\n- |\n\n  a\n   b", "a\n b\n"),
        ("runcmd:\n- >\n  a\n  b", "a b "),
    ] {
        assert_eq!(config(yaml).trim_ascii(), commands.trim_ascii(), "{yaml}");
    }
}

#[test]
fn only_messages_have_parts() {
    let parts = |head: &str| {
        let text = script(&format!("{head}\n\n--b\n\n#!/bin/sh\none\n--b\nX-Note: 64\n\ntwo\n--b--\n"));
        text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    for head in [
        "Content-Type: multipart/mixed; boundary=\"b\"",
        "content-type: multipart/mixed; boundary=b; x=y",
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r",
    ] {
        assert_eq!(parts(head), ["#!/bin/sh", "one", "two"], "{head}");
    }
    for head in ["#!/bin/sh boundary=b", "Content-Type: text/plain", "Content-Type: multipart/mixed; boundary="] {
        assert!(parts(head).iter().any(|line| line == "--b"), "{head}");
    }
}

#[test]
fn files_are_written() {
    let written = |redirect: &str, content: &str| {
        format!("cat {redirect} '/etc/a b' <<'END-OF-USER-DATA'\n{content}\nEND-OF-USER-DATA\n")
    };
    for yaml in [
        "write_files:\n  - path: /etc/a b\n    content: x=1",
        "write_files:\n- content: x=1\n  owner: root:root\n  path: \"/etc/a b\"\n  permissions: '0644'",
        "write_files:\n- encoding: b64\n  content: eD0x\n  path: /etc/a b",
        "write_files:\n- encoding: base64\n  content: !!binary eD0x\n  path: /etc/a b",
        "write_files: [{path: /etc/a b, content: 'x=1'}]",
        "write_files:\n  - {content: x=1, path: '/etc/a b'}",
    ] {
        assert_eq!(config(yaml), written(">", "x=1"), "{yaml}");
    }
    let yaml =
        "write_files:\n- content: |\n    # sysctl\n    x: 1\n\n      y\n  append: true\n  path: /etc/a b\nruncmd:\n- z";
    assert_eq!(config(yaml), [&*written(">>", "# sysctl\nx: 1\n\n  y\n"), "z\n"].concat());
    assert_eq!(config("packages:\n- ufw\n- [containerd, 1.6]"), "yum install -y 'ufw'\nyum install -y 'containerd'\n");
}

#[test]
fn messages_of_several_parts() {
    let mime = "Content-Type: multipart/mixed; boundary=\"==a==\"\nMIME-Version: 1.0\n\n--==a==\n\
        Content-Type: text/cloud-config\n\n#cloud-config\nruncmd:\n- one\n\n--==a==\r\n\
        content-type: text/x-shellscript\r\n\r\n#!/bin/sh\ntwo\n--==a==\n\
        Content-Transfer-Encoding: base64\n\ndGhyZWU=\n--==a==--\n";
    let lines: Vec<_> = script(mime).lines().filter(|l| !l.is_empty()).map(str::to_owned).collect();
    assert_eq!(lines, ["one", "#!/bin/sh", "two", "three"]);
    let archive = "#cloud-config-archive\n- type: text/x-shellscript\n  content: |\n    one\n- |\n  #cloud-config\n  runcmd: [two]\n";
    assert_eq!(script(archive).split_whitespace().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(script("## template: jinja\n#cloud-config\nruncmd: [a]"), "a\n");
}

#[test]
fn nothing_is_an_error() {
    for yaml in
        [":", "- ", "runcmd:\n - [", "runcmd: {", "runcmd: \"", "a: |", "\t- x", "- - - -", "x\n y\n:", "runcmd:\nx"]
    {
        config(yaml);
        config(&["runcmd:\n- ", yaml].concat());
    }
    config(&"- ".repeat(1000));
    config(&"[".repeat(1000));
    config(&["runcmd: ", &"{a: ".repeat(1000)].concat());
    assert_eq!(config("runcmd:\n  - a\n bad\n   worse\nbootcmd: [b]").trim_ascii(), "b\na");
}
