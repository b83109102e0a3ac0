//! What a call costs, counted and not timed: the smallest waPC host there can be, on a Wasmtime engine that meters.

use redline_host::Response;
use wasmtime_provider::wasmtime::{
    Cache, CacheConfig, Caller, Config, Engine, Extern, ExternType, Instance, InstancePre, Linker, Module, Store, Val,
};

/// A module that is metered.
pub struct Meter {
    engine: Engine,
    module: InstancePre<Call>,
    metered: bool,
}

/// What a call took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Wasmtime's fuel, about one for each instruction; `wapc_init` is not counted.
    pub fuel: u64,
    /// Bytes of linear memory that the module has when the call ends.
    pub memory: usize,
}

/// What a host tells a module beside the request.
#[derive(Debug, Clone)]
pub struct Told {
    /// The times that the clock shows, in nanoseconds since 1970, one reading after the other and then again from the first;
    /// `None` is a reading that is refused.
    pub clock: Vec<Option<u64>>,
    /// The answer to every look-up.
    pub lookup: Result<Vec<u8>, String>,
}

impl Default for Told {
    /// Every look-up is refused, and the clock stands still: approvals then cost the same every time.
    fn default() -> Self {
        Told { clock: vec![Some(1_767_268_800_000_000_000)], lookup: Err(String::new()) }
    }
}

struct Call {
    message: Vec<u8>,
    response: Vec<u8>,
    error: Vec<u8>,
    told: Told,
    /// How often the clock was read.
    readings: usize,
}

impl Call {
    /// The host's answer to a look-up, or its error.
    fn lookup(&self) -> &[u8] {
        self.told.lookup.as_deref().unwrap_or_else(|error| error.as_bytes())
    }
}

const PLENTY: u64 = 1 << 40;

/// The operation of every call.
const VALIDATE: &[u8] = b"validate";

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Meter {
    /// Compiles a module for metering, or takes it from the cache of compiled modules.
    ///
    /// # Errors
    /// Wasmtime's words.
    pub fn new(wasm: &[u8]) -> Result<Meter, String> {
        Meter::compiled(wasm, true)
    }

    /// Compiles a module as a host does that does not meter, without a cache: to time it.
    ///
    /// # Errors
    /// Wasmtime's words.
    pub fn unmetered(wasm: &[u8]) -> Result<Meter, String> {
        Meter::compiled(wasm, false)
    }

    fn compiled(wasm: &[u8], metered: bool) -> Result<Meter, String> {
        let mut config = Config::new();
        config.consume_fuel(metered);
        config.cache(if metered { cache() } else { None });
        let engine = Engine::new(&config).map_err(text)?;
        let module = Module::new(&engine, wasm).map_err(text)?;
        let mut linker = linker(&engine)?;
        define_rest_of_wasi(&mut linker, &module)?;
        let module = linker.instantiate_pre(&module).map_err(text)?;
        Ok(Meter { engine, module, metered })
    }

    /// Makes an instance and runs `wapc_init`, as a host does before the first call. Returns the bytes of its linear memory.
    ///
    /// # Errors
    /// When the module traps.
    pub fn start(&self) -> Result<usize, String> {
        let (mut store, instance) = self.instance(&[], Told::default())?;
        Ok(instance.get_memory(&mut store, "memory").ok_or("no memory")?.data_size(&store))
    }

    /// What one `validate` call takes in a new instance. Look-ups are refused.
    ///
    /// # Errors
    /// When the module traps or reports an error.
    pub fn validate(&self, payload: &[u8]) -> Result<Cost, String> {
        self.call(payload, Told::default()).map(|(_, cost)| cost)
    }

    /// What a new instance answers to one `validate` call in such a host, and what that takes.
    ///
    /// # Errors
    /// When the module traps, reports an error, or answers what is not a response.
    pub fn judge(&self, payload: &[u8], told: Told) -> Result<(Response, Cost), String> {
        let (answer, cost) = self.call(payload, told)?;
        Ok((serde_json::from_slice(&answer).map_err(text)?, cost))
    }

    fn call(&self, payload: &[u8], told: Told) -> Result<(Vec<u8>, Cost), String> {
        let (mut store, instance) = self.instance(payload, told)?;
        let before = store.get_fuel().map_err(text)?;
        let guest = instance.get_typed_func::<(i32, i32), i32>(&mut store, "__guest_call").map_err(text)?;
        let lengths = (VALIDATE.len() as i32, payload.len() as i32);
        if guest.call(&mut store, lengths).map_err(text)? != 1 {
            return Err(String::from_utf8_lossy(&store.data().error).into_owned());
        }
        let fuel = before - store.get_fuel().map_err(text)?;
        let memory = instance.get_memory(&mut store, "memory").ok_or("no memory")?.data_size(&store);
        Ok((std::mem::take(&mut store.data_mut().response), Cost { fuel, memory }))
    }

    fn instance(&self, payload: &[u8], told: Told) -> Result<(Store<Call>, Instance), String> {
        let message = payload.to_vec();
        let call = Call { message, response: Vec::new(), error: Vec::new(), told, readings: 0 };
        let mut store = Store::new(&self.engine, call);
        if self.metered {
            store.set_fuel(PLENTY).map_err(text)?;
        }
        let instance = self.module.instantiate(&mut store).map_err(text)?;
        if let Ok(init) = instance.get_typed_func::<(), ()>(&mut store, "wapc_init") {
            init.call(&mut store, ()).map_err(text)?;
        }
        Ok((store, instance))
    }
}

/// The cache of compiled modules that the host has, too. `None` where it cannot be used.
fn cache() -> Option<Cache> {
    let mut config = CacheConfig::new();
    config.with_directory(redline_host::cache_folder("compiled")?);
    Cache::new(config).ok()
}

/// The host's side of waPC.
fn linker(engine: &Engine) -> Result<Linker<Call>, String> {
    type I = i32;
    let mut linker: Linker<Call> = Linker::new(engine);
    linker
        .func_wrap("wapc", "__guest_request", |mut caller: Caller<'_, Call>, op: i32, at: i32| {
            let message = caller.data().message.clone();
            write(&mut caller, op, VALIDATE);
            write(&mut caller, at, &message);
        })
        .map_err(text)?;
    linker
        .func_wrap("wapc", "__guest_response", |mut caller: Caller<'_, Call>, at: i32, len: i32| {
            let bytes = read(&mut caller, at, len);
            caller.data_mut().response = bytes;
        })
        .map_err(text)?;
    linker
        .func_wrap("wapc", "__guest_error", |mut caller: Caller<'_, Call>, at: i32, len: i32| {
            let bytes = read(&mut caller, at, len);
            caller.data_mut().error = bytes;
        })
        .map_err(text)?;
    linker.func_wrap("wapc", "__console_log", |_: I, _: I| {}).map_err(text)?;
    let ask = |caller: Caller<'_, Call>, _: I, _: I, _: I, _: I, _: I, _: I, _: I, _: I| -> I {
        caller.data().told.lookup.is_ok().into()
    };
    let length = |caller: Caller<'_, Call>| -> I { caller.data().lookup().len() as I };
    let hand_over = |mut caller: Caller<'_, Call>, at: I| {
        let bytes = caller.data().lookup().to_vec();
        write(&mut caller, at, &bytes);
    };
    linker.func_wrap("wapc", "__host_call", ask).map_err(text)?;
    linker.func_wrap("wapc", "__host_error_len", length).map_err(text)?;
    linker.func_wrap("wapc", "__host_response_len", length).map_err(text)?;
    linker.func_wrap("wapc", "__host_error", hand_over).map_err(text)?;
    linker.func_wrap("wapc", "__host_response", hand_over).map_err(text)?;
    let clock = |mut caller: Caller<'_, Call>, _: I, _: i64, at: I| -> I {
        let call = caller.data_mut();
        let reading = call.told.clock.get(call.readings % call.told.clock.len().max(1)).copied().flatten();
        call.readings += 1;
        // 58 is WASI's "not supported".
        let Some(time) = reading else { return 58 };
        write(&mut caller, at, &time.to_le_bytes());
        0
    };
    linker.func_wrap("wasi_snapshot_preview1", "clock_time_get", clock).map_err(text)?;
    Ok(linker)
}

/// Every other function of WASI succeeds and does nothing. Modules of this workspace import none of them; policies built for
/// `wasm32-wasip1` look for variables, arguments and random bytes, and find zeros.
fn define_rest_of_wasi(linker: &mut Linker<Call>, module: &Module) -> Result<(), String> {
    const WASI: &str = "wasi_snapshot_preview1";
    for import in module.imports().filter(|import| import.module() == WASI && import.name() != "clock_time_get") {
        let ExternType::Func(signature) = import.ty() else { continue };
        let succeed = |_: Caller<'_, Call>, _: &[Val], results: &mut [Val]| {
            results.fill(Val::I32(0));
            Ok(())
        };
        linker.func_new(WASI, import.name(), signature, succeed).map_err(text)?;
    }
    Ok(())
}

fn write(caller: &mut Caller<'_, Call>, at: i32, bytes: &[u8]) {
    if let Some(Extern::Memory(memory)) = caller.get_export("memory") {
        memory.write(caller, at as usize, bytes).unwrap_or_else(|e| panic!("{e}"));
    }
}

fn read(caller: &mut Caller<'_, Call>, at: i32, len: i32) -> Vec<u8> {
    let mut bytes = vec![0; len as usize];
    if let Some(Extern::Memory(memory)) = caller.get_export("memory") {
        memory.read(caller, at as usize, &mut bytes).unwrap_or_else(|e| panic!("{e}"));
    }
    bytes
}
