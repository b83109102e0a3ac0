# Verbs only; bare `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check lint unit doc msrv cases dist modules bundles cli bless everyday messages new eval fuel fuzz mutants bench peers e2e web web-test playground site site-test site-serve packages

RULE ?=
ROW ?=
CRATE ?= redline-core
SHARD ?= 0/1
PORT ?= 8080
TARGETS ?=
# The tests of a folder, for the whole workspace: with the same features, what the unit tests have compiled serves them, too.
tests_in = $(addprefix --test ,$(basename $(notdir $(wildcard $(1)/*.rs) $(patsubst %/main.rs,%,$(wildcard $(1)/*/main.rs)))))

# The program embeds what stands in these folders.
BUILD = REDLINE_EMBED=$(CURDIR)/target/modules REDLINE_DIST=$(CURDIR)/target/dist cargo build --locked --release

help: ## List the verbs
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: bundles dist ## Build the command line with all rules in two bundles, and check the examples
	$(BUILD) --package redline-cli
	@docs/examples/run.sh

test: check modules e2e web-test site-test ## Everything: format, lints, unit tests, every case natively and as a module

check: dist lint unit ## Format, lints and unit tests

lint: ## Format and lints
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

unit: ## Unit tests
	e2e-tests/prepare.sh
	cargo test --locked --workspace --exclude redline-e2e

doc: ## Documentation of the crates, without warnings, into target/doc
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --workspace --no-deps

msrv: ## Whether the workspace compiles with the Rust at hand; CI runs it with the oldest one allowed
	cargo check --locked --workspace --all-targets

cases: ## Every case natively, without any module (RULE=<id> for one)
	cargo test --locked --workspace --test native -- $(RULE)

e2e: dist ## Every case natively, through the built modules, and in other hosts (needs `make modules`)
	e2e-tests/prepare.sh
	e2e-tests/hosts/prepare.sh
	cargo test --locked --workspace $(call tests_in,e2e-tests/tests)
	bats e2e-tests/kwctl.bats

dist: ## Build what only machines read about the rules (schemas, forms, metadata, the Helm chart) into target/dist
	cargo run --locked --quiet --package redline-dev -- dist

modules: ## Build the modules into target/modules (RULE=<id> for one)
	cargo run --locked --quiet --package redline-dev -- modules $(RULE)

bundles: ## Build the two bundles alone into target/modules: every rule, in a tenth of the time
	cargo run --locked --quiet --package redline-dev -- bundles

cli: modules dist ## Build the command line, with every module and the rule docs in it, into target/release/redline
	$(BUILD) --package redline-cli

packages: modules dist ## Pack wheels, npm packages and programs for old glibc and musl, and start them (TARGETS=...); takes minutes
	src/cli/packaging/build.sh $(TARGETS)
	src/cli/packaging/test.sh

bless: ## Rewrite every generated file that is committed
	cargo run --quiet --package redline-dev -- link
	cargo run --quiet --package redline-dev -- bless

everyday: ## Rewrite the table of everyday requests and show what changed in it
	REDLINE_BLESS=1 cargo test --quiet --workspace --test everyday -- --nocapture

messages: ## Rewrite the table of messages in both languages and show what changed in it
	REDLINE_BLESS=1 cargo test --quiet --workspace --test messages -- --nocapture

new: ## Make the folder of a new rule: make new ROW=38 RULE=host-firewall
	cargo run --quiet --package redline-dev -- new $(ROW) $(RULE)
	$(MAKE) bless

eval: cli ## Show one request to one module: make eval RULE=node-deletion REVIEW=file.yaml
	target/release/redline eval --module target/modules/$(RULE).wasm --request $(REVIEW)

web: modules ## Build the npm package into target/npm and the playground into target/playground
	cargo run --locked --quiet --package redline-dev -- web

web-test: modules ## Test the npm package under Node and the playground in Chromium
	src/web/test.sh

playground: web ## Build the playground and serve it on this machine (PORT=8080)
	@echo 'http://localhost:$(PORT)/'
	@python3 -m http.server --bind 127.0.0.1 --directory target/playground $(PORT)

site: dist ## Build the documentation as a site, in both languages, into target/site/html
	docs/site/build.sh

site-test: dist ## Build the site, check its links, and look at it in Chromium
	docs/site/build.sh --test

site-serve: site ## Build the site and serve it on this machine (PORT=8080)
	@echo 'http://localhost:$(PORT)/'
	@python3 -m http.server --bind 127.0.0.1 --directory target/site/html $(PORT)

fuel: modules ## Count sizes, fuel and memory again, into docs/bench.json, docs/bench.md and docs/fuel.tsv
	cargo test --locked --quiet --workspace --no-run --test measurements
	target/debug/redline-bench fuel

fuzz: modules ## Compare the interpreter of scripts with real shells, and try random input on everything, modules included (SEED=<n>, SCRIPTS=<n>, ROUNDS=<n>)
	e2e-tests/prepare.sh
	REDLINE_SEED=$(or $(SEED),$(shell date +%s)) REDLINE_SCRIPTS=$(or $(SCRIPTS),60000) REDLINE_ROUNDS=$(or $(ROUNDS),200000) \
		cargo test --release --locked --workspace --no-fail-fast --test differential --test fuzz

# A change can make a loop endless: the limits of memory and time end it.
mutants: ## Change a crate in small ways and list what no test notices (CRATE=<name>, SHARD=0/8 for a part, CASES=1 with the cases of the rules); needs cargo-mutants
	ulimit -v 4000000; cargo mutants --package $(CRATE) --shard $(SHARD) --sharding round-robin --iterate --timeout 60 --output target/mutants/$(CRATE) $(if $(CASES),--test-package $(CRATE) --test-package redline-e2e -- --lib --test native)

bench: modules dist web ## Measure sizes, fuel, memory and time, into docs/bench.json, docs/bench.md with its plots, docs/fuel.tsv
	$(BUILD) --package redline-cli --package redline-e2e --bins
	target/release/redline-bench

peers: modules ## Measure policies of others beside ours (FOLDER=<modules as NAME.wasm, settings of each in NAME.json>)
	cargo build --locked --release --workspace --bin redline-bench
	target/release/redline-bench peers $(FOLDER)
