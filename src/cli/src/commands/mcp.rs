//! `redline mcp`: a server of the Model Context Protocol on standard input and output.

use std::sync::Arc;

use redline_input::Operation;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::{Value, json};

use super::{coverage, explain, guard};
use crate::args;
use crate::error::{CliError, Outcome};
use crate::keyboard::{PlanChecker, documents, guard as lines};
use crate::language::tr;

/// What the server tells a model about itself.
const INSTRUCTIONS: &str = "Redline knows the list of high-risk operations that Alibaba Cloud publishes for ACK. Call `check` \
    with a shell command, manifests, a Terraform plan or an API call before you run or apply it, and do what `instead` says \
    where something is denied. Nothing is executed.";

/// The server.
struct Server {
    checker: PlanChecker,
    reach: lines::Reach,
}

/// Serves until standard input ends.
pub(crate) fn run(args: &args::Mcp) -> Result<Outcome, CliError> {
    let server = Server { checker: PlanChecker::new(&args.rules)?, reach: guard::reach(&args.reach) };
    let failed = |reason: String| CliError::Failed(tr!("the server stopped: {reason}", "服务已停止：{reason}"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(error.to_string()))?;
    runtime.block_on(async {
        let running = server.serve(rmcp::transport::stdio()).await.map_err(|error| failed(error.to_string()))?;
        running.waiting().await.map_err(|error| failed(error.to_string()))
    })?;
    Ok(Outcome::Clean)
}

/// The tools, with the schemas of their arguments.
fn tools() -> Vec<Tool> {
    let tool = |name: &'static str, description: &'static str, schema: Value| {
        let schema = schema.as_object().cloned().unwrap_or_default();
        Tool::new(name, description, Arc::new(schema)).with_annotations(ToolAnnotations::new().read_only(true))
    };
    let lang = json!({"type": "string", "enum": ["en", "zh"], "description": "language of the answer"});
    vec![
        tool(
            "check",
            "Checks a command or documents before they are run or applied: what is denied or warned about, what it would break, \
             and how to do it properly. Give `command` or `text`.",
            json!({"type": "object", "properties": {
                "command": {"type": "string", "description": "a line of shell: kubectl, helm, terraform, aliyun, ssh"},
                "text": {"type": "string", "description": "manifests, admission reviews, API calls, ActionTrail events or a \
                         Terraform plan, in YAML or JSON"},
                "operation": {"type": "string", "enum": ["CREATE", "UPDATE", "DELETE", "CONNECT"],
                              "description": "what is done with the manifests [default: CREATE]"},
                "old": {"type": "string", "description": "the manifests before the change, for UPDATE"},
            }}),
        ),
        tool(
            "explain",
            "Explains a rule or a row of the list: purpose, impact, recovery, the proper way, settings, exemptions.",
            json!({"type": "object", "required": ["what"], "properties": {
                "what": {"type": "string", "description": "a rule such as node-deletion, or a row such as 26 or N5"}, "lang": lang,
            }}),
        ),
        tool(
            "coverage",
            "Lists the rows of the list with the rules that cover them.",
            json!({"type": "object", "properties": {"lang": lang}}),
        ),
    ]
}

/// A text in the language that a call asks for.
fn say(zh: bool, english: &str, chinese: &str) -> String {
    if zh { chinese.to_owned() } else { english.to_owned() }
}

impl Server {
    /// The answer of a tool.
    ///
    /// # Errors
    /// Arguments that it cannot use, in words.
    fn answer(&self, name: &str, args: &Value) -> Result<CallToolResult, String> {
        let text = |member: &str| args[member].as_str();
        let zh = text("lang").map_or(self.checker.chinese(), |lang| lang == "zh");
        let words = |text: String| CallToolResult::success(vec![ContentBlock::text(text)]);
        match name {
            "check" => {
                let decision = match (text("command"), text("text")) {
                    (Some(command), None) => lines::decide(&self.checker, command, self.reach),
                    (None, Some(documents)) => {
                        let operation = text("operation").unwrap_or("CREATE");
                        let known = Operation::parse(&operation.to_uppercase());
                        let operation = known.ok_or_else(|| {
                            say(zh, &format!("there is no operation `{operation}`"), &format!("没有操作 `{operation}`"))
                        })?;
                        self.checker.decide(documents::plan(documents, operation, text("old")), None)
                    }
                    _ => return Err(say(zh, "give either `command` or `text`", "请提供 `command` 或 `text` 之一")),
                };
                Ok(CallToolResult::structured(decision.as_json()))
            }
            "explain" => {
                let what =
                    text("what").ok_or_else(|| say(zh, "give `what`: a rule or a row", "请提供 `what`：规则或条目"))?;
                match explain::text(what, zh) {
                    Ok(text) => Ok(words(anstream::adapter::strip_str(&text).to_string())),
                    Err(CliError::Failed(reason)) => Err(reason),
                    Err(CliError::OutputClosed(_)) => Err(say(zh, "the output is closed", "输出已关闭")),
                }
            }
            "coverage" => Ok(words(serde_json::to_string(&coverage::rows_as_json(zh)).unwrap_or_default())),
            _ => Err(say(
                zh,
                &format!("there is no tool `{name}`; there are check, explain and coverage"),
                &format!("没有工具 `{name}`；可用的工具为 check、explain 和 coverage"),
            )),
        }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("redline", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let args = request.arguments.map(Value::Object).unwrap_or_default();
        let answer = self.answer(&request.name, &args);
        let result = answer.unwrap_or_else(|reason| CallToolResult::error(vec![ContentBlock::text(reason)]));
        Ok(CallToolResponse::Complete(result))
    }
}
