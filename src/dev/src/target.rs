//! Finds the standard library for wasm32: in the toolchain, through rustup, or in Debian's packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::Result;

const TRIPLE: &str = "wasm32-unknown-unknown";
/// Leaves out what documents and tests need and modules do not.
const MODULE: &str = "--cfg=redline_module";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// A way to build for wasm32.
pub(crate) enum Toolchain {
    /// The installed toolchain has the standard library.
    Installed,
    /// Debian's compiler builds the standard library itself, with this linker.
    Debian(PathBuf),
}

impl Toolchain {
    /// The version of its compiler, and which standard library it takes.
    ///
    /// # Errors
    /// When the compiler does not start.
    pub(crate) fn version(&self) -> Result<String> {
        match self {
            Toolchain::Installed => Ok(output("rustc", &["--version"])? + ", its own standard library"),
            Toolchain::Debian(_) => Ok(output(DEBIAN_RUSTC, &["--version"])? + ", standard library built for size"),
        }
    }

    /// `cargo build` or `cargo rustc` for wasm32, with everything the toolchain needs. `std`: with the whole standard
    /// library and not only what modules are made of.
    pub(crate) fn cargo(&self, root: &Path, verb: &str, std: bool) -> Command {
        let mut command = match self {
            Toolchain::Installed => Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into())),
            Toolchain::Debian(linker) => {
                let mut command = Command::new(DEBIAN_CARGO);
                // A cargo that started us through rustup must not choose the compiler.
                command.env("RUSTC", DEBIAN_RUSTC).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        };
        // No path of this machine in a module: the same sources give the same bytes anywhere.
        let mut flags = vec![format!("--remap-path-prefix={}=", root.display())];
        for home in
            [std::env::var_os("CARGO_HOME"), std::env::var_os("HOME").map(|h| Path::new(&h).join(".cargo").into())]
        {
            let Some(home) = home else { continue };
            let sources = Path::new(&home).join("registry/src");
            for index in std::fs::read_dir(sources).into_iter().flatten().flatten() {
                flags.push(format!("--remap-path-prefix={}/=", index.path().display()));
            }
        }
        if let Ok(sysroot) = sysroot() {
            flags.push(format!("--remap-path-prefix={}/lib/rustlib/src/rust/library=std", sysroot.display()));
        }
        flags.push("--remap-path-prefix=/usr/lib/rustlib/src/rust/library=std".to_owned());
        flags.extend(simd());
        flags.extend((!std).then(|| MODULE.to_owned()));
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        command.env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
        command.args([verb, "--locked", "--profile", "module", "--target", TRIPLE]).current_dir(root);
        if let Toolchain::Debian(_) = self {
            // The standard library in its small form, which the prebuilt one does not offer.
            command.arg(if std { "-Zbuild-std=std,panic_abort" } else { "-Zbuild-std=core,alloc" });
            command.arg("-Zbuild-std-features=optimize_for_size");
        }
        command
    }
}

/// Enables the vectors with which `redline-json` skips JSON, unless `REDLINE_NO_SIMD=1` asks for a build without them.
fn simd() -> Option<String> {
    let without = std::env::var("REDLINE_NO_SIMD").is_ok_and(|v| !matches!(&*v, "" | "0"));
    (!without).then(|| "-Ctarget-feature=+simd128".to_owned())
}

fn output(program: &str, args: &[&str]) -> Result<String> {
    let output = Command::new(program).args(args).output().map_err(|e| format!("{program}: {e}"))?;
    if !output.status.success() {
        return Err(format!("{program} {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn sysroot() -> Result<PathBuf> {
    output("rustc", &["--print", "sysroot"]).map(PathBuf::from)
}

/// Whether this compiler is as new as the workspace asks for. Debian has had older ones under the same package name.
fn recent(rustc: &str) -> bool {
    let wanted = env!("CARGO_PKG_RUST_VERSION").split('.').map(|n| n.parse::<u32>().unwrap_or(0)).collect::<Vec<_>>();
    let there = output(rustc, &["--version"]).unwrap_or_default();
    let there = there.split(' ').nth(1).unwrap_or_default().split(['.', '-']);
    there.take(wanted.len()).map(|n| n.parse().unwrap_or(0)).collect::<Vec<u32>>() >= wanted
}

fn is_root() -> bool {
    output("id", &["-u"]).is_ok_and(|id| id == "0")
}

/// Installs Debian packages, when this is a Debian and we are root.
pub(crate) fn apt_install(packages: &[&str]) -> bool {
    if !Path::new("/usr/bin/apt-get").exists() || !is_root() {
        return false;
    }
    let apt = |args: &[&str]| {
        eprintln!("apt-get {}", args.join(" "));
        Command::new("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive").status().is_ok_and(|s| s.success())
    };
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(packages);
    apt(&["update", "-q"]) && apt(&install)
}

fn linker() -> Option<PathBuf> {
    let bundled = sysroot().ok().and_then(|root| {
        let host = output("rustc", &["-vV"]).ok()?;
        let host = host.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned();
        Some(root.join("lib/rustlib").join(host).join("bin/rust-lld"))
    });
    let found = || bundled.clone().into_iter().chain([PathBuf::from("/usr/bin/wasm-ld")]).find(|path| path.exists());
    found().or_else(|| apt_install(&["lld"]).then(found).flatten())
}

/// Finds a way to build for wasm32, installing what it may.
///
/// # Errors
/// One sentence that says what to install.
pub(crate) fn find() -> Result<Toolchain> {
    let installed = || sysroot().is_ok_and(|root| root.join("lib/rustlib").join(TRIPLE).join("lib").is_dir());
    if installed() {
        return Ok(Toolchain::Installed);
    }
    let may_install = std::env::var("RUSTUP_AUTO_INSTALL").map_or(true, |v| v != "0");
    if may_install && output("rustup", &["target", "add", TRIPLE]).is_ok() && installed() {
        return Ok(Toolchain::Installed);
    }
    let debian = || {
        [DEBIAN_RUSTC, DEBIAN_CARGO, DEBIAN_SOURCE].iter().all(|path| Path::new(path).exists()) && recent(DEBIAN_RUSTC)
    };
    if (debian() || (apt_install(&DEBIAN_PACKAGES) && debian()))
        && let Some(linker) = linker()
    {
        return Ok(Toolchain::Debian(linker));
    }
    Err(format!(
        "no standard library for {TRIPLE}: run `rustup target add {TRIPLE}`, or on Debian `apt-get update && apt-get install {} lld` \
         (rustc {} or newer)",
        DEBIAN_PACKAGES.join(" "),
        env!("CARGO_PKG_RUST_VERSION")
    ))
}

/// The `wasm-opt` of binaryen, installed if that is possible.
///
/// # Errors
/// One sentence that says what to install.
pub(crate) fn wasm_opt() -> Result<PathBuf> {
    let there = || output("wasm-opt", &["--version"]).is_ok();
    if there() || (apt_install(&["binaryen"]) && there()) {
        return Ok(PathBuf::from("wasm-opt"));
    }
    Err("no `wasm-opt`: install binaryen (`apt-get install binaryen`, `brew install binaryen`)".to_owned())
}
