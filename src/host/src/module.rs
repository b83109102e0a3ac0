//! A loaded policy module and the calls that it answers.
//!
//! A waPC host must stay on its thread and takes time to create, so each thread keeps one for each module and uses it
//! again. After a call that failed, the instance is dropped, because a guest that was stopped may leave its memory in
//! any state.

use std::{
    cell::RefCell,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use once_cell::sync::OnceCell;
use serde::de::DeserializeOwned;
use wapc::WapcHost;
use wasmtime_provider::{ResourceLimits, WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre, wasmtime};

use crate::callback::{self, Call};
use crate::cluster::Cluster;
use crate::error::Error;
use crate::metadata::Metadata;
use crate::response::{Response, SettingsResponse};
use crate::runtime::Runtime;

/// The message of the runtime for a call that reached its time limit. There is no error type for it.
const INTERRUPTED: &str = "execution deadline exceeded";

/// What is in messages of the runtime about a guest that crashed.
const TRAPPED: [&str; 2] = ["wasm backtrace", "wasm trap"];

/// A policy module. It is cheap to clone, and many threads may call it at once.
#[derive(Clone)]
pub struct Module(Arc<Inner>);

struct Inner {
    /// Distinguishes the instances of this module from those of another module with the same id.
    key: u64,
    id: Arc<str>,
    wasm: Vec<u8>,
    metadata: Option<Arc<Metadata>>,
    runtime: Runtime,
    compiled: OnceCell<WasmtimeEngineProviderPre>,
}

struct Worker {
    host: WapcHost,
    call: Arc<Mutex<Call>>,
}

thread_local! {
    static WORKERS: RefCell<Vec<(u64, Weak<Inner>, Worker)>> = const { RefCell::new(Vec::new()) };
}

impl Module {
    pub(crate) fn new(runtime: &Runtime, id: &str, wasm: Vec<u8>) -> Result<Self, Error> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let metadata =
            Metadata::from_wasm(&wasm).map_err(|message| Error::Module { module: id.to_owned(), message })?;
        Ok(Module(Arc::new(Inner {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            id: id.into(),
            wasm,
            metadata: metadata.map(Arc::new),
            runtime: runtime.clone(),
            compiled: OnceCell::new(),
        })))
    }

    /// The id of the module: the name of its file without the extension.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The metadata, if the module is annotated.
    pub fn metadata(&self) -> Option<&Metadata> {
        self.0.metadata.as_deref()
    }

    /// Compiles the module or loads it from the cache, which the first call does otherwise.
    pub fn prepare(&self) -> Result<(), Error> {
        self.compiled().map(drop)
    }

    /// Evaluates one request.
    ///
    /// The payload is `{"request": ..., "settings": ...}`. Look-ups find the objects of `cluster`; without one they are
    /// refused.
    ///
    /// # Errors
    /// A crash, an error of the guest, a call that took too long, an invalid answer.
    pub fn validate(&self, payload: &[u8], cluster: Option<&Cluster>) -> Result<Response, Error> {
        self.call_typed("validate", payload, cluster)
    }

    /// Validates settings, which are the settings alone, as JSON.
    ///
    /// # Errors
    /// As for [`Module::validate`].
    pub fn validate_settings(&self, settings: &[u8]) -> Result<SettingsResponse, Error> {
        self.call_typed("validate_settings", settings, None)
    }

    /// The version of the protocol between module and host; `v1` in all versions of Kubewarden.
    pub fn protocol_version(&self) -> Result<String, Error> {
        self.call_typed("protocol_version", b"", None)
    }

    /// Calls a waPC operation. Returns the raw answer.
    ///
    /// # Errors
    /// As for [`Module::validate`].
    pub fn call(&self, operation: &str, payload: &[u8], cluster: Option<&Cluster>) -> Result<Vec<u8>, Error> {
        let worker = match self.take_worker() {
            Some(worker) => worker,
            None => self.new_worker()?,
        };
        set(&worker.call, cluster.cloned());
        let answer = worker.host.call(operation, payload).map_err(|e| self.failed(&e))?;
        set(&worker.call, None);
        self.keep_worker(worker);
        Ok(answer)
    }

    fn call_typed<T: DeserializeOwned>(
        &self,
        operation: &str,
        payload: &[u8],
        cluster: Option<&Cluster>,
    ) -> Result<T, Error> {
        let answer = self.call(operation, payload, cluster)?;
        serde_json::from_slice(&answer)
            .map_err(|_| Error::Answer { module: self.id().to_owned(), operation: operation.to_owned() })
    }

    fn take_worker(&self) -> Option<Worker> {
        WORKERS.with_borrow_mut(|workers| {
            let at = workers.iter().position(|(key, ..)| *key == self.0.key)?;
            Some(workers.swap_remove(at).2)
        })
    }

    fn keep_worker(&self, worker: Worker) {
        WORKERS.with_borrow_mut(|workers| {
            workers.retain(|(_, module, _)| module.strong_count() > 0);
            workers.push((self.0.key, Arc::downgrade(&self.0), worker));
        });
    }

    fn new_worker(&self) -> Result<Worker, Error> {
        let pre = self.compiled()?;
        let call = Arc::new(Mutex::new(Call::new(self.0.id.clone(), self.0.metadata.clone())));
        let provider = pre.rehydrate(Some(self.0.runtime.limits.deadlines())).map_err(|e| self.unusable(&e))?;
        let host =
            WapcHost::new(Box::new(provider), Some(callback::callback(call.clone()))).map_err(|e| self.unusable(&e))?;
        Ok(Worker { host, call })
    }

    fn compiled(&self) -> Result<&WasmtimeEngineProviderPre, Error> {
        let compile = || {
            let module = wasmtime::Module::new(&self.0.runtime.engine, &self.0.wasm).map_err(|e| self.unusable(&e))?;
            let limits = ResourceLimits {
                max_memory_size: Some(self.0.runtime.limits.memory),
                max_table_elements: Some(100_000),
            };
            WasmtimeEngineProviderBuilder::new()
                .engine(self.0.runtime.engine.clone())
                .module(module)
                .enable_resource_limits(limits)
                .build_pre()
                .map_err(|e| self.unusable(&e))
        };
        self.0.compiled.get_or_try_init(compile)
    }

    /// What the runtime says about a module that does not start, in words of ours; `-vv` shows its own.
    fn unusable(&self, error: &dyn std::fmt::Display) -> Error {
        let told = format!("{error:#}");
        log::debug!("{}: {told}", self.id());
        let message = match told.split_once("unknown import: `").and_then(|(_, rest)| rest.split('`').next()) {
            Some(import) => {
                format!("it needs `{import}`, which hosts of policies do not offer; it is no policy module")
            }
            None if told.contains("__guest_call") => "it has no waPC interface; it is no policy module".to_owned(),
            None if told.contains(INTERRUPTED) => "it takes too long to start; use another build of it".to_owned(),
            None => "it does not start, because it is damaged or too new for this program; use another build of it"
                .to_owned(),
        };
        Error::Module { module: self.id().to_owned(), message }
    }

    fn failed(&self, error: &wapc::errors::Error) -> Error {
        let module = self.id().to_owned();
        let told = match error {
            wapc::errors::Error::GuestCallFailure(message) => message.clone(),
            other => other.to_string(),
        };
        if told.contains(INTERRUPTED) {
            return Error::Timeout { module, limit: self.0.runtime.limits.time };
        }
        log::debug!("{module}: {told}");
        if TRAPPED.iter().any(|words| told.contains(words)) {
            return Error::Crash { module };
        }
        let message = told.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        Error::Call { module, message }
    }
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module").field("id", &self.0.id).finish_non_exhaustive()
    }
}

fn set(call: &Mutex<Call>, cluster: Option<Cluster>) {
    call.lock().unwrap_or_else(|e| e.into_inner()).cluster = cluster;
}
