//! The page of the measurements in English and in Chinese, made from the figures alone. Both have the same tables.

use std::fmt::Write as _;

use redline_engine::core::language::Language;

use super::counted::{Counted, ModuleCost};
use super::times::{BrowserTime, CallTime, ModuleTime, Timed};

/// The page in one language; [`Language::Both`] is English.
pub fn page(counted: &Counted, timed: &Timed, language: Language) -> String {
    let mut page = Page { chinese: language == Language::Zh, out: String::new() };
    page.add(INTRODUCTION);
    page.everyday(counted);
    page.modules(counted, timed);
    page.calls(("Length of the payload", "请求的长度"), LENGTHS, &timed.lengths);
    page.calls(("Other kinds, scripts, cloud operations", "其他资源类型、脚本和云上操作"), REQUESTS, &timed.requests);
    page.scripts(counted);
    page.bundles(timed);
    page.programs(timed);
    page.tools(timed);
    page.out
}

/// A text in English and in Chinese.
type Texts = (&'static str, &'static str);

const INTRODUCTION: Texts = (
    "\
# Measurements

`make bench` writes this page and [bench.json](bench.json), which has the same figures for programs; `make fuel` writes those
that are counted again. Bytes, fuel and memory are the same on every machine, and a test refuses them when they are out of
date. Times are from one machine and one run: compare the ratios. The empty module accepts everything and reads nothing; what it
takes is the host's own work.

Fuel is Wasmtime's count of instructions. Memory is what the module has when the call ends.
",
    "\
# 测量数据

`make bench` 生成本页和供程序读取的 [bench.json](../bench.json)；`make fuel` 重新统计其中可精确统计的部分。字节数、fuel 和内存在任何机器上都
相同，过期时测试会报错。时间来自一台机器上的一次测量，请只比较倍数。空模块接受所有请求，不读取任何内容，它所用的时间是宿主自身的开销。

fuel 是 Wasmtime 统计的指令数。内存是调用结束时模块占用的内存。
",
);

const LENGTHS: Texts = (
    "\
Pods of several lengths, written out for each call as Kubewarden does it. `network-crd` is not about Pods and skips the object,
`shared-disk` reads it, `host-firewall` reads scripts as well, and `redline-admission` holds every rule.

![The median of one call by the length of the payload](images/bench-lengths.svg)
",
    "\
不同长度的 Pod，与 Kubewarden 一样，每次调用都重新生成 JSON。`network-crd` 与 Pod 无关，会跳过该对象；`shared-disk` 读取该对象；
`host-firewall` 还会读取脚本；`redline-admission` 包含所有规则。

![一次调用时间的中位数与请求长度的关系](../images/bench-lengths.svg)
",
);

const REQUESTS: Texts = (
    "\
An object of 7 kB of a kind that no rule looks at; a Pod of 7 kB on the node's network that runs a script of 4 kB; a call to
delete a load balancer that is somebody else's.
",
    "\
一个 7 kB 的对象，其资源类型与任何规则都无关；一个使用主机网络的 7 kB 的 Pod，运行 4 kB 的脚本；一次删除他人负载均衡的调用。
",
);

/// What the report calls requests and runs, in Chinese.
const CHINESE: &[Texts] = &[
    ("Pod of 1.5 kB", "1.5 kB 的 Pod"),
    ("Pod of 7 kB", "7 kB 的 Pod"),
    ("Pod of 10 kB", "10 kB 的 Pod"),
    ("Pod of 100 kB", "100 kB 的 Pod"),
    ("Pod of 1 MB", "1 MB 的 Pod"),
    ("another kind", "其他资源类型"),
    ("Pod with a script", "带脚本的 Pod"),
    ("`check` of one manifest", "`check` 检查一个资源 YAML"),
    ("`check` of 10,000 Deployments", "`check` 检查 10,000 个 Deployment"),
    ("`check` of 10,000 Deployments with a command for `sh`", "`check` 检查 10,000 个带 `sh` 命令的 Deployment"),
    ("the same with `--old`", "同上，并使用 `--old`"),
    ("compiler of the command line", "命令行的编译器"),
    ("compiler of the modules", "模块的编译器"),
    ("processors", "处理器数量"),
];

struct Page {
    chinese: bool,
    out: String,
}

impl Page {
    fn pick<'a>(&self, (en, zh): (&'a str, &'a str)) -> &'a str {
        if self.chinese { zh } else { en }
    }

    /// Appends a paragraph or the head of a table.
    fn add(&mut self, texts: (&str, &str)) {
        let text = self.pick(texts);
        self.out.push_str(text);
    }

    /// The name of a request, a run or a tool.
    fn name<'a>(&self, name: &'a str) -> &'a str {
        let known = CHINESE.iter().find(|(en, _)| *en == name && self.chinese);
        known.map_or(name, |(_, zh)| zh)
    }

    fn row(&mut self, cells: &[&str]) {
        let _ = writeln!(self.out, "| {} |", cells.join(" | "));
    }

    fn everyday(&mut self, counted: &Counted) {
        let share = &counted.everyday;
        let (all, matching, sent) = (share.requests, share.matching, share.sent);
        let percent = |part: usize| 100.0 * part as f64 / all as f64;
        let (some, fewer) = (percent(matching), percent(sent));
        let en = format!(
            "\n## How often the bundle is called\n\nThe tests have {all} everyday requests: charts of common projects, rollouts, \
             storage, controllers. {matching} of them ({some:.0} %) are of a kind and operation that the bundle \
             `redline-admission` looks at. With its `matchConditions` the API server sends {sent} ({fewer:.0} %). An ordinary \
             Pod, Deployment or ConfigMap is never sent.\n"
        );
        let zh = format!(
            "\n## 规则包被调用的频率\n\n测试中有 {all} 个日常请求：常用项目的 Chart、发布、存储和控制器的操作。其中 {matching} 个（{some:.0}%）的资源类型和操作\
             属于规则包 `redline-admission` 的检查范围。借助 `matchConditions`，API Server 只发送 {sent} 个（{fewer:.0}%）。普通的 Pod、Deployment、\
             ConfigMap 不会被发送。\n"
        );
        self.add((&en, &zh));
    }

    fn modules(&mut self, counted: &Counted, timed: &Timed) {
        self.add((
            "\n## Modules\n\nCounted and timed with a Pod of 7 kB that no rule minds; the cloud rules with a call to delete a load \
             balancer. *Compile* is without a cache, *start* makes an instance.\n\n\
             ![Bytes of each module](images/bench-modules.svg)\n\n\
             | module | raw | gzip | compile | start | one call | of empty | fuel | fuel a byte | memory | memory, 1 MB |\n",
            "\n## 模块\n\n使用一个所有规则都放行的 7 kB 的 Pod 统计和计时；云上规则使用一次删除负载均衡的调用。编译不使用缓存，启动指创建一个实例。\n\n\
             ![各模块的字节数](../images/bench-modules.svg)\n\n\
             | 模块 | 大小 | gzip | 编译 | 启动 | 一次调用 | 空模块的倍数 | fuel | 每字节 fuel | 内存 | 1 MB 时的内存 |\n",
        ));
        self.out.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        let time = |id: &str| timed.modules.iter().find(|time| time.id == id);
        let empty = time("empty").and_then(|time| time.call);
        for cost in &counted.modules {
            let ModuleCost { id, raw, gzip, memory, fuel, fuel_a_byte, memory_large } = cost;
            let ModuleTime { compile, start, call, .. } = time(id).cloned().unwrap_or_default();
            let ratio = call.zip(empty).map_or("-".to_owned(), |(call, empty)| format!("{:.2}", call / empty));
            let call = call.map_or("-".to_owned(), micros);
            let _ = writeln!(
                self.out,
                "| `{id}` | {raw} | {gzip} | {compile:.0} ms | {} | {call} | {ratio} | {fuel} | {fuel_a_byte:.1} | {} | {} |",
                micros(start),
                mebi(*memory),
                mebi(*memory_large),
            );
        }
    }

    fn calls(&mut self, title: Texts, text: Texts, times: &[CallTime]) {
        let (title, text) = (self.pick(title), self.pick(text));
        let _ = write!(self.out, "\n## {title}\n\n{text}\n");
        self.add((
            "| module | request | bytes | p50 | p99 | of empty |\n",
            "| 模块 | 请求 | 字节数 | p50 | p99 | 空模块的倍数 |\n",
        ));
        self.out.push_str("|---|---|---:|---:|---:|---:|\n");
        for CallTime { id, request, bytes, p50, p99, ratio } in times {
            let (id, bytes, ratio) = (format!("`{id}`"), bytes.to_string(), format!("{ratio:.2}"));
            self.row(&[&id, self.name(request), &bytes, &micros(*p50), &micros(*p99), &ratio]);
        }
    }

    fn scripts(&mut self, counted: &Counted) {
        self.add((
            "\n## Scripts\n\nFuel for each byte of a script that a container on the node's network runs, beside the same Pod without \
             it.\n\n| module | script | fuel a byte | memory |\n",
            "\n## 脚本\n\n使用主机网络的容器运行脚本时，脚本每字节消耗的 fuel，已减去不带脚本的同一个 Pod 的部分。\n\n\
             | 模块 | 脚本字节数 | 每字节 fuel | 内存 |\n",
        ));
        self.out.push_str("|---|---:|---:|---:|\n");
        for cost in &counted.scripts {
            let (id, bytes) = (format!("`{}`", cost.id), cost.bytes.to_string());
            self.row(&[&id, &bytes, &format!("{:.0}", cost.fuel_a_byte), &mebi(cost.memory)]);
        }
    }

    fn bundles(&mut self, timed: &Timed) {
        self.add((
            "\n## Bundles\n\nOne call of the bundle beside one call of each rule that Kubewarden would send the request to.\n\n\
             | bundle | request | rules | one call each | one call of the bundle | of empty |\n",
            "\n## 规则包\n\n规则包的一次调用，与 Kubewarden 会调用的各条规则分别调用一次的比较。\n\n\
             | 规则包 | 请求 | 规则数 | 各规则分别调用 | 规则包一次调用 | 空模块的倍数 |\n",
        ));
        self.out.push_str("|---|---|---:|---:|---:|---:|\n");
        for time in &timed.bundles {
            let (id, rules) = (format!("`{}`", time.id), time.rules.to_string());
            let ratio = format!("{:.2}", time.all / time.empty);
            self.row(&[&id, self.name(&time.request), &rules, &micros(time.each), &micros(time.all), &ratio]);
        }
    }

    fn programs(&mut self, timed: &Timed) {
        self.add((
            "\n## Command line and browser\n\nThe command line with all its modules compiled before, on all processors.\n\n\
             | what | time | memory |\n",
            "\n## 命令行和浏览器\n\n命令行的模块均已提前编译，使用所有处理器。\n\n| 操作 | 时间 | 内存 |\n",
        ));
        self.out.push_str("|---|---:|---:|\n");
        for time in &timed.programs {
            let (seconds, memory) = (format!("{:.2} s", time.seconds), format!("{:.0} MB", time.memory as f64 / 1e6));
            self.row(&[self.name(&time.what), &seconds, &memory]);
        }
        let BrowserTime { raw, gzip, load, verdict } = &timed.browser;
        let en = format!(
            "\nThe module that the page and the npm package load holds every rule: {raw} bytes, {gzip} after gzip. Under Node it \
             takes {load:.0} ms from import to ready, and {verdict:.0} ms for the first verdict of all rules.\n"
        );
        let zh = format!(
            "\n浏览器页面和 npm 包加载的模块包含所有规则：{raw} 字节，gzip 压缩后 {gzip} 字节。在 Node 中，从导入到就绪需 {load:.0} ms，\
             所有规则的首次判定需 {verdict:.0} ms。\n"
        );
        self.add((&en, &zh));
    }

    fn tools(&mut self, timed: &Timed) {
        self.add(("\n## Tools\n\n| tool | version |\n", "\n## 工具\n\n| 工具 | 版本 |\n"));
        self.out.push_str("|---|---|\n");
        for (name, version) in &timed.with {
            self.row(&[self.name(name), version]);
        }
        self.add((
            "\n[fuel.tsv](fuel.tsv) has the fuel of every case of every rule.\n",
            "\n[fuel.tsv](../fuel.tsv) 中有每条规则的每个用例的 fuel。\n",
        ));
    }
}

fn micros(time: f64) -> String {
    if time < 1000.0 { format!("{time:.1} µs") } else { format!("{:.2} ms", time / 1000.0) }
}

fn mebi(bytes: usize) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
