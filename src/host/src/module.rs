//! A loaded policy module and the calls it answers.
//!
//! A waPC host may not leave its thread and is not cheap to make, so each thread keeps one per module and uses it
//! again for the next call. After a call that failed, the instance is thrown away: a guest that was stopped in the
//! middle of something leaves its memory in any state.

use std::{
    cell::RefCell,
    sync::{
        Arc, Mutex, OnceLock, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use serde::de::DeserializeOwned;
use wapc::WapcHost;
use wasmtime_provider::{
    ResourceLimits, WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre,
    wasmtime::{self, Engine},
};

use crate::{
    Cluster, Error, Host, Limits, Metadata, Response, SettingsResponse,
    callback::{self, Call},
    evaluate::one_line,
};

/// What the runtime says when a call was stopped by the clock. It has no type of its own.
const INTERRUPTED: &str = "execution deadline exceeded";

/// A policy module. Cheap to clone; may be called from many threads at once.
#[derive(Clone)]
pub struct Module(Arc<Inner>);

struct Inner {
    /// Tells the instances of this module from those of others that share its id.
    key: u64,
    id: Arc<str>,
    wasm: Vec<u8>,
    metadata: Option<Arc<Metadata>>,
    engine: Engine,
    limits: Limits,
    prepared: OnceLock<Result<WasmtimeEngineProviderPre, String>>,
}

struct Worker {
    host: WapcHost,
    call: Arc<Mutex<Call>>,
}

thread_local! {
    static WORKERS: RefCell<Vec<(u64, Weak<Inner>, Worker)>> = const { RefCell::new(Vec::new()) };
}

impl Module {
    pub(crate) fn new(host: &Host, id: &str, wasm: Vec<u8>) -> Result<Self, Error> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let metadata =
            Metadata::from_wasm(&wasm).map_err(|message| Error::Module { module: id.to_owned(), message })?;
        Ok(Module(Arc::new(Inner {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            id: id.into(),
            wasm,
            metadata: metadata.map(Arc::new),
            engine: host.engine.clone(),
            limits: host.limits,
            prepared: OnceLock::new(),
        })))
    }

    /// The module's id: the stem of its file's name.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The metadata, when the module was annotated.
    pub fn metadata(&self) -> Option<&Metadata> {
        self.0.metadata.as_deref()
    }

    /// Compiles the module, or finds it in the cache. The first call does it otherwise.
    pub fn prepare(&self) -> Result<(), Error> {
        self.prepared().map(drop)
    }

    /// Judges one request.
    ///
    /// In: the payload `{"request": ..., "settings": ...}` and the objects that look-ups find; without a cluster
    /// every look-up is refused. Errors: a trap, an error of the guest, a call that ran too long, an unreadable answer.
    pub fn validate(&self, payload: &[u8], cluster: Option<&Cluster>) -> Result<Response, Error> {
        self.ask("validate", payload, cluster)
    }

    /// Asks whether settings are usable. In: the settings alone, as JSON.
    pub fn validate_settings(&self, settings: &[u8]) -> Result<SettingsResponse, Error> {
        self.ask("validate_settings", settings, None)
    }

    /// The protocol the module speaks; `v1` for everything that Kubewarden runs.
    pub fn protocol_version(&self) -> Result<String, Error> {
        self.ask("protocol_version", b"", None)
    }

    /// Calls a waPC operation and returns the answer as it came. Errors: as for [`Module::validate`].
    pub fn call(&self, operation: &str, payload: &[u8], cluster: Option<&Cluster>) -> Result<Vec<u8>, Error> {
        let worker = match self.take_worker() {
            Some(worker) => worker,
            None => self.new_worker(operation)?,
        };
        set(&worker.call, cluster.cloned());
        let answer = worker.host.call(operation, payload).map_err(|e| self.failed(operation, e))?;
        set(&worker.call, None);
        self.keep_worker(worker);
        Ok(answer)
    }

    fn ask<T: DeserializeOwned>(&self, operation: &str, payload: &[u8], cluster: Option<&Cluster>) -> Result<T, Error> {
        let answer = self.call(operation, payload, cluster)?;
        serde_json::from_slice(&answer).map_err(|source| Error::Answer {
            module: self.id().to_owned(),
            operation: operation.to_owned(),
            source,
        })
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

    fn new_worker(&self, operation: &str) -> Result<Worker, Error> {
        let pre = self.prepared()?;
        let call = Arc::new(Mutex::new(Call::new(self.0.id.clone(), self.0.metadata.clone())));
        let provider = pre.rehydrate(Some(self.0.limits.deadlines())).map_err(|e| self.unusable(e.to_string()))?;
        let host = WapcHost::new(Box::new(provider), Some(callback::answering(call.clone())))
            .map_err(|e| self.failed(operation, e))?;
        Ok(Worker { host, call })
    }

    fn prepared(&self) -> Result<&WasmtimeEngineProviderPre, Error> {
        let compile = || {
            let module = wasmtime::Module::new(&self.0.engine, &self.0.wasm).map_err(|e| one_line(&e))?;
            let limits =
                ResourceLimits { max_memory_size: Some(self.0.limits.memory), max_table_elements: Some(100_000) };
            WasmtimeEngineProviderBuilder::new()
                .engine(self.0.engine.clone())
                .module(module)
                .enable_resource_limits(limits)
                .build_pre()
                .map_err(|e| e.to_string())
        };
        self.0.prepared.get_or_init(compile).as_ref().map_err(|e| self.unusable(e.clone()))
    }

    fn unusable(&self, message: String) -> Error {
        Error::Module { module: self.id().to_owned(), message }
    }

    fn failed(&self, operation: &str, error: wapc::errors::Error) -> Error {
        let module = self.id().to_owned();
        let message = match error {
            wapc::errors::Error::GuestCallFailure(message) => message,
            other => other.to_string(),
        };
        if message.contains(INTERRUPTED) {
            return Error::Timeout { module, limit: self.0.limits.time };
        }
        let message = message.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
        Error::Call { module, operation: operation.to_owned(), message }
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
