#!/usr/bin/env node
// Starts the program of the package that npm chose for this machine.
"use strict";

const { spawnSync } = require("node:child_process");

/** The C library of this Linux: `gnu` where the report of node names a glibc. */
function libc() {
  return process.report?.getReport().header.glibcVersionRuntime ? "gnu" : "musl";
}

const platform = [process.platform, process.arch, ...(process.platform === "linux" ? [libc()] : [])].join("-");

let program;
try {
  program = require.resolve(`@redline-policies/${platform}/redline`);
} catch {
  console.error(`redline: there is no program for ${platform}; install with optional dependencies, or build it with \`make cli\``);
  process.exit(2);
}

const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`redline: cannot start ${program}: ${error.message}`);
  process.exit(2);
}
if (signal) {
  process.kill(process.pid, signal);
}
process.exit(status);
