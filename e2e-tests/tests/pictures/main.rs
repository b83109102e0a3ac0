//! The pictures in the README: what the command line really prints, drawn as SVG. `REDLINE_BLESS=1` draws them again.

mod terminal;

use redline_dev::root;
use redline_e2e::program;

/// Runs the command line with colours. The modules are those of this workspace.
fn redline(args: &[&str]) -> String {
    let output = program::redline()
        .args(args)
        .current_dir(root().join("docs/examples"))
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "redline {args:?} denies: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn draw(file: &str, language: &str) -> Result<(), String> {
    let shown = match language {
        "en" => "redline check --operation DELETE node.yaml".to_owned(),
        _ => format!("redline check --lang {language} --operation DELETE node.yaml"),
    };
    let args = ["check", "--lang", language, "--rule", "node-deletion", "--operation", "DELETE", "node.yaml"];
    let picture = terminal::svg(&shown, &redline(&args));
    let path = root().join("docs/images").join(file);
    if std::env::var_os("REDLINE_BLESS").is_some() {
        std::fs::write(path, picture).unwrap();
    } else if std::fs::read_to_string(path).unwrap_or_default() != picture {
        return Err(format!(
            "docs/images/{file} is out of date: REDLINE_BLESS=1 cargo test --workspace --test pictures"
        ));
    }
    Ok(())
}

#[test]
fn pictures_show_what_the_command_line_prints() {
    let drawn = [draw("denial.svg", "en"), draw("denial.zh.svg", "zh")];
    let wrong: Vec<String> = drawn.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
