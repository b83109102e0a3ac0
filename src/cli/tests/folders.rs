//! `redline check` in repositories, where most files are not for it, and what it says about mistakes.

mod tools;

use std::fs;

use tools::Bench;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";

#[test]
fn what_other_programs_read_is_passed_over() {
    let bench = Bench::new(true).file("pod.yaml", POD);
    fs::create_dir(bench.path("other")).unwrap();
    for (name, text) in [
        ("payload.json", "{\"event\": \"invalid\"}"),
        ("fixture.json", "{\"request\": {\"method\": \"GET\"}, \"response\": {\"status\": 200}}"),
        ("function.yaml", "Events: {Api: {Type: Api}}\nproduct: web\n"),
        ("scale.yaml", "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: @NAME@\n"),
        ("jinja.yaml", "{% for n in nodes %}\napiVersion: v1\nkind: Pod\n{% endfor %}\n"),
    ] {
        fs::write(bench.path("other").join(name), text).unwrap();
    }
    let (code, out, _) = bench.run(&["check", "."]);
    let want = "skipped 5 files: 2 templates, 3 other YAML or JSON\n1 object: 0 denied, 1 warned, 0 allowed\n";
    assert!(code == 0 && out.ends_with(want), "{out}");
    let (code, out, _) = bench.run(&["check", "other/payload.json"]);
    assert!(code == 2 && out.contains("not recognised; expected a manifest"), "{out}");
}

#[test]
fn what_a_trail_or_a_review_is_in_a_folder_is_checked() {
    let bench =
        Bench::new(false).file("event.json", "{\"data\": {\"eventName\": \"DeleteNode\", \"serviceName\": \"Cs\"}}");
    let request = "{\"uid\": \"1\", \"operation\": \"DELETE\", \"kind\": {\"version\": \"v1\", \"kind\": \"Node\"}, \"name\": \"n\", \
                   \"resource\": {\"version\": \"v1\", \"resource\": \"nodes\"}}";
    let bench = bench.file("request.json", request);
    let (code, out, _) = bench.run(&["check", "."]);
    assert!(code == 1 && out.ends_with("1 request, 1 event: 2 denied, 0 warned, 0 allowed\n"), "{out}");
}

#[test]
fn a_folder_without_manifests_is_no_error() {
    let bench = Bench::new(false);
    fs::create_dir(bench.path("tf")).unwrap();
    fs::create_dir(bench.path("empty")).unwrap();
    let bench = bench.file("tf/main.tf", "resource \"alicloud_vpc\" \"a\" {}\n");
    let (code, out, _) = bench.run(&["check", "tf"]);
    let hint = "; Terraform is checked as a plan: terraform show -json PLANFILE | redline plan -";
    let total = "0 objects: 0 denied, 0 warned, 0 allowed";
    assert_eq!((code, out), (0, format!("tf has no .yaml, .yml or .json file{hint}\n{total}\n")));
    let (code, out, _) = bench.run(&["check", "empty", "--scripts", "--lang", "zh"]);
    assert_eq!((code, &*out), (0, "empty 中没有 YAML、JSON 文件或 Shell 脚本\n0 个对象：拒绝 0，告警 0，放行 0\n"));
    let (code, out, _) = bench.run(&["check", "missing"]);
    assert!(code == 2 && out.contains("cannot read `missing`: no such file or folder"), "{out}");
    let (code, out, _) = bench.run(&["check", "tf/main.tf/x"]);
    assert!(code == 2 && out.contains("cannot read `tf/main.tf/x`: a part of the path is no folder"), "{out}");
    let (code, out, _) = bench.run(&["check", "missing/*.yaml", "--lang", "zh"]);
    assert!(code == 2 && out.contains("没有匹配的文件"), "{out}");
}

#[test]
fn misspelt_kinds_have_suggestions() {
    let bench = Bench::new(false).file("pod.yaml", &POD.replace("Pod", "pod"));
    let bench = bench.file("deployment.yaml", "apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\n");
    let (code, out, _) = bench.run(&["check", "pod.yaml", "deployment.yaml"]);
    assert_eq!(code, 2, "{out}");
    assert!(out.contains("      `v1` has no kind `pod`, did you mean `Pod`?\n"), "{out}");
    assert!(out.contains("      `v1` has no kind `Deployment`, it is in `apps/v1`\n"), "{out}");
    let (_, out, _) = bench.run(&["check", "pod.yaml", "--lang", "zh"]);
    assert!(out.contains("`v1` 中没有类型 `pod`，您是否想用 `Pod`？"), "{out}");
    fs::create_dir(bench.path("new")).unwrap();
    fs::rename(bench.path("pod.yaml"), bench.path("new/pod.yaml")).unwrap();
    fs::create_dir(bench.path("old")).unwrap();
    let (code, out, _) = bench.run(&["diff", "old", "new"]);
    assert!(code == 2 && out.contains("did you mean `Pod`?"), "{out}");
    assert_eq!(bench.run(&["diff", "new", "old"]).0, 1, "what is deleted was misspelt and is judged as it was");
}

#[test]
fn damaged_files_and_files_that_cannot_be_written_are_named() {
    let bench = Bench::new(false).file("pod.yaml", POD);
    fs::write(bench.path("a.yaml.gz"), b"\x1f\x8b\x08\x00").unwrap();
    let (code, out, _) = bench.run(&["check", "a.yaml.gz"]);
    assert!(code == 2 && out.contains("cannot read `a.yaml.gz`: gzip data that is damaged or cut off"), "{out}");
    let (code, _, err) = bench.run(&["check", "pod.yaml", "--output", "sarif=none/a.sarif"]);
    assert_eq!((code, &*err), (2, "error: cannot write `none/a.sarif`: no such file or folder\n"));
    let (_, _, err) = bench.run(&["check", "pod.yaml", "--output", "sarif=none/a.sarif", "--lang", "zh"]);
    assert!(err.ends_with("无法写入 `none/a.sarif`：文件或目录不存在\n"), "{err}");
}
