//! `redline push`, `redline pull` and `--modules oci://...` against a real registry on this machine.

#[path = "../../host/tests/common/mod.rs"]
mod common;

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use common::guest;
use serde_json::{Value, json};
use tempfile::TempDir;

const REGISTRY: &str = "docker-registry";
const DENY: &str = r#"{"accepted":false,"code":403,"message":"stop: it goes"}"#;
const METADATA: &str = r#"{"protocolVersion":"v1","mutating":false,"policyType":"kubernetes",
    "rules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["*"]}],
    "annotations":{"io.kubewarden.policy.title":"stop","io.kubewarden.policy.version":"1.2.3",
                   "io.kubewarden.policy.source":"https://example.com/stop","io.kubewarden.policy.usage":"a\nb"}}"#;
/// `open sesame` for the user `ops`, as `htpasswd -B` writes it.
const HTPASSWD: &str = "ops:$2b$04$kBGhAWUkhbCqbwN7zl6G5O8Z1mN6KRxQq0PxWTrYv3FiJC2D0ACAO\n";
/// `ops:open sesame` in base64, as `docker login` writes it.
const LOGIN: &str = "b3BzOm9wZW4gc2VzYW1l";

/// A registry with a folder of its own; it ends with the test.
struct Registry {
    folder: TempDir,
    port: u16,
    process: Child,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Registry {
    fn start(guarded: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("htpasswd"), HTPASSWD).unwrap();
        std::fs::write(path("stop.wasm"), module("stop: it goes")).unwrap();
        std::fs::create_dir(path("docker")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut config = format!(
            "version: 0.1\nhttp: {{addr: '127.0.0.1:{port}'}}\nstorage: {{filesystem: {{rootdirectory: '{}'}}}}\n",
            path("data").display()
        );
        if guarded {
            let file = path("htpasswd");
            config += &format!("auth: {{htpasswd: {{realm: test, path: '{}'}}}}\n", file.display());
        }
        std::fs::write(path("config.yml"), config).unwrap();
        let process = Command::new(REGISTRY)
            .args(["serve".into(), path("config.yml")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {REGISTRY}: {e}; `apt-get install docker-registry` brings it"));
        let registry = Registry { folder, port, process };
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(30), "the registry does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        registry
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `redline` where `HOST` stands for this registry. Returns exit code, standard output and standard error.
    fn run(&self, args: &str) -> (i32, String, String) {
        let args = args.replace("HOST", &format!("127.0.0.1:{}", self.port));
        let mut command = Command::new(env!("CARGO_BIN_EXE_redline"));
        command.current_dir(self.folder.path()).args(args.split_whitespace());
        for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "LANG"] {
            command.env_remove(name);
        }
        command.env("REDLINE_CACHE_DIR", self.path("cache")).env("DOCKER_CONFIG", self.path("docker"));
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Sends a request to the registry. Returns the headers and the body.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let accept = "application/vnd.oci.image.manifest.v1+json";
        write!(stream, "GET /v2/{path} HTTP/1.0\r\nHost: test\r\nAccept: {accept}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    }

    /// The registry's own file of a blob.
    fn blob(&self, digest: &str) -> PathBuf {
        let hex = digest.strip_prefix("sha256:").unwrap();
        self.path("data/docker/registry/v2/blobs/sha256").join(&hex[..2]).join(hex).join("data")
    }
}

fn module(message: &str) -> Vec<u8> {
    guest("(call $answer)", &DENY.replace("stop: it goes", message), Some(METADATA))
}

fn bytes(path: impl AsRef<Path>) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[test]
fn what_is_pulled_is_what_was_pushed() {
    let registry = Registry::start(false);
    let (code, out, err) = registry.run("push stop.wasm registry://HOST/team/stop");
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("/team/stop:v1.2.3"), "the module's version becomes the tag: {err}");
    let (headers, body) = registry.get("team/stop/manifests/v1.2.3");
    let digest = out.trim().rsplit('@').next().unwrap();
    assert!(headers.contains(&format!("Docker-Content-Digest: {digest}")), "{headers}");
    let manifest: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(manifest["mediaType"], "application/vnd.oci.image.manifest.v1+json");
    assert_eq!(manifest["config"]["mediaType"], "application/vnd.wasm.config.v1+json");
    assert_eq!(manifest["layers"].as_array().unwrap().len(), 1);
    assert_eq!(manifest["layers"][0]["mediaType"], "application/vnd.wasm.content.layer.v1+wasm");
    assert_eq!(
        manifest["annotations"],
        json!({
            "io.kubewarden.policy.title": "stop", "org.opencontainers.image.title": "stop",
            "io.kubewarden.policy.version": "1.2.3", "org.opencontainers.image.version": "1.2.3",
            "io.kubewarden.policy.source": "https://example.com/stop",
            "org.opencontainers.image.source": "https://example.com/stop",
        })
    );
    let layer = manifest["layers"][0]["digest"].as_str().unwrap();
    assert_eq!(registry.get(&format!("team/stop/blobs/{layer}")).1, bytes(registry.path("stop.wasm")));

    for (reference, file) in [("HOST/team/stop:v1.2.3", "a.wasm"), (&format!("oci://{}", out.trim()), "b.wasm")] {
        let (code, pulled, err) = registry.run(&format!("pull {reference} -o {file}"));
        assert_eq!((code, &pulled), (0, &out), "{err}");
        assert_eq!(bytes(registry.path(file)), bytes(registry.path("stop.wasm")));
    }
    assert_eq!(registry.run("push stop.wasm HOST/team/stop:again").1, out, "the same bytes have the same digest");
}

#[test]
fn commands_take_their_modules_from_a_registry() {
    let registry = Registry::start(false);
    registry.run("push stop.wasm HOST/team/stop:v1");
    std::fs::write(registry.path("node.yaml"), "apiVersion: v1\nkind: Node\nmetadata: {name: worker-1}\n").unwrap();
    for _ in ["from the registry", "from the cache"] {
        let (code, out, err) = registry.run("check --modules oci://HOST/team/stop:v1 node.yaml");
        assert_eq!(code, 1, "{err}");
        assert!(out.contains("it goes"), "{out}");
    }
    let (_, body) = registry.get("team/stop/manifests/v1");
    let manifest: Value = serde_json::from_slice(&body).unwrap();
    let layer = manifest["layers"][0]["digest"].as_str().unwrap();
    let cached = registry.path("cache/pulled").join(layer.replace(':', "-") + ".wasm");
    assert_eq!(bytes(&cached), bytes(registry.path("stop.wasm")));
    std::fs::write(&cached, module("stop: it lies")).unwrap();
    let (_, out, _) = registry.run("check --modules oci://HOST/team/stop:v1 node.yaml");
    assert!(out.contains("it goes"), "a cache that was tampered with is not believed: {out}");

    let case = "why: deleting is stopped\nmanifest: {operation: CREATE, object: {apiVersion: v1, kind: Node, metadata: {name: a}}}\n\
                expect: {verdict: deny}\n";
    std::fs::write(registry.path("case.yaml"), case).unwrap();
    let (code, out, err) = registry.run("test case.yaml --modules oci://HOST/team/stop:v1");
    assert_eq!(code, 0, "{out}{err}");
    let (code, _, err) = registry.run("check --modules oci://HOST/team/ node.yaml");
    assert_eq!(code, 2);
    assert!(err.contains("/team/redline-admission:v") && err.contains("has no such module"), "{err}");
}

#[test]
fn several_modules_go_to_a_folder() {
    let registry = Registry::start(false);
    std::fs::create_dir(registry.path("m")).unwrap();
    for name in ["one", "two"] {
        std::fs::write(registry.path("m").join(format!("{name}.wasm")), module(name)).unwrap();
    }
    let (code, _, err) = registry.run("push m HOST/team");
    assert_eq!(code, 2);
    assert!(err.contains("cannot push 2 modules to one reference; end it with `/`"), "{err}");
    let (code, out, err) = registry.run("push m stop.wasm HOST/team/");
    assert_eq!((code, out.lines().count()), (0, 3), "{err}");
    for name in ["one", "two", "stop"] {
        let (code, _, err) = registry.run(&format!("pull HOST/team/{name}:v1.2.3"));
        assert_eq!(code, 0, "{err}");
    }
    assert_eq!(bytes(registry.path("two.wasm")), module("two"));
}

#[test]
fn a_login_comes_from_the_docker_configuration_and_is_never_shown() {
    let registry = Registry::start(true);
    let host = format!("127.0.0.1:{}", registry.port);
    let config = registry.path("docker/config.json");
    let push = "push stop.wasm HOST/team/stop:v1 -vv";
    let refused = |why: &str| {
        let (code, out, err) = registry.run(push);
        assert_eq!((code, out.as_str()), (2, ""));
        for part in ["does not permit", &format!("docker login {host}"), why] {
            assert!(err.contains(part), "{part}: {err}");
        }
        assert!(!err.contains("sesame") && !err.contains(LOGIN), "{err}");
    };
    refused("config.json` does not exist");
    std::fs::write(&config, r#"{"auths":{"ghcr.io":{"auth":"YTpi"}}}"#).unwrap();
    refused(&format!("has no login for `{host}`"));
    std::fs::write(&config, json!({"auths": {&host: {"auth": "b3BzOndyb25n"}}}).to_string()).unwrap();
    refused("used the login in");
    std::fs::write(&config, json!({"auths": {&host: {"identitytoken": "open sesame"}}}).to_string()).unwrap();
    refused("identity token");

    std::fs::write(&config, json!({"credHelpers": {&host: "none-here"}}).to_string()).unwrap();
    let (code, _, err) = registry.run(push);
    assert_eq!(code, 2);
    assert!(err.contains("config.json") && err.contains("helper"), "{err}");

    std::fs::write(&config, json!({"auths": {&host: {"auth": LOGIN}}}).to_string()).unwrap();
    let (code, _, err) = registry.run(push);
    assert_eq!(code, 0, "{err}");
    assert!(!err.contains("sesame") && !err.contains(LOGIN), "{err}");
    assert_eq!(registry.run("pull HOST/team/stop:v1 -o back.wasm").0, 0);
    assert_eq!(bytes(registry.path("back.wasm")), bytes(registry.path("stop.wasm")));
}

#[test]
fn nothing_is_written_when_the_content_is_not_what_its_digest_says() {
    let registry = Registry::start(false);
    registry.run("push stop.wasm HOST/team/stop:v1");
    let manifest: Value = serde_json::from_slice(&registry.get("team/stop/manifests/v1").1).unwrap();
    let blob = registry.blob(manifest["layers"][0]["digest"].as_str().unwrap());
    let mut tampered = bytes(&blob);
    *tampered.last_mut().unwrap() ^= 1;
    std::fs::write(&blob, tampered).unwrap();
    std::fs::write(registry.path("kept.wasm"), "as it was").unwrap();
    let (code, out, err) = registry.run("pull HOST/team/stop:v1 -o kept.wasm");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("does not match its digest"), "{err}");
    assert_eq!(bytes(registry.path("kept.wasm")), b"as it was");
    assert_eq!(std::fs::read_dir(registry.folder.path()).unwrap().count(), 6, "no half file is left");
}

#[test]
fn each_failure_says_what_to_do() {
    let registry = Registry::start(false);
    registry.run("push stop.wasm HOST/team/stop:v1");
    std::fs::write(registry.path("bare.wasm"), guest("(call $answer)", DENY, None)).unwrap();
    std::fs::write(registry.path("text.wasm"), "no module").unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let port = registry.port;
    for (args, parts) in [
        ("pull HOST/team/stop", vec!["has no such module; existing tags: v1"]),
        ("pull HOST/team/other:v1", vec!["has no such module"]),
        ("pull registry.invalid/team/stop:v1", vec!["cannot reach `registry.invalid`", "the host may not exist"]),
        (&format!("pull {closed}/team/stop:v1"), vec!["cannot reach", "refused"]),
        (&format!("pull 0.0.0.0:{port}/team/stop:v1"), vec!["plain HTTP", "`--insecure`"]),
        ("pull stop", vec!["has no registry", "ghcr.io/"]),
        ("pull HOST/Team/stop:v1", vec!["invalid reference"]),
        ("pull HOST/team/stop:v1 --ca-cert none.pem", vec!["cannot read `none.pem`"]),
        ("push bare.wasm HOST/team/bare:v1", vec!["cannot push `bare.wasm`", "no metadata", "kwctl annotate"]),
        ("push text.wasm HOST/team/text:v1", vec!["cannot push `text.wasm`", "is no WebAssembly module"]),
        ("push . HOST/team/", vec!["cannot push `./bare.wasm`"]),
        ("push none.wasm HOST/team/none:v1", vec!["cannot read `none.wasm`"]),
        ("push stop.wasm", vec!["`stop.wasm` is a file", "reference", "`redline push stop.wasm ghcr.io/me/`"]),
        ("push stop.wasm stop", vec!["has no registry"]),
    ] {
        let (code, out, err) = registry.run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args}: {err}");
        for part in parts {
            assert!(err.contains(part), "{args} lacks {part}: {err}");
        }
    }
    let (code, _, err) = registry.run(&format!("pull --insecure 0.0.0.0:{port}/team/stop:v1 -o back.wasm"));
    assert_eq!(code, 0, "{err}");
}
