//! What a call costs, counted and not timed: the smallest waPC host there can be, on a Wasmtime engine that meters.

use wasmtime_provider::wasmtime::{Caller, Config, Engine, Extern, Instance, InstancePre, Linker, Module, Store};

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

struct Call {
    message: Vec<u8>,
    response: Vec<u8>,
    error: Vec<u8>,
}

const PLENTY: u64 = 1 << 40;

/// The operation of every call.
const VALIDATE: &[u8] = b"validate";

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Meter {
    /// Compiles a module for metering.
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
        let engine = Engine::new(&config).map_err(text)?;
        let module = Module::new(&engine, wasm).map_err(text)?;
        let module = linker(&engine)?.instantiate_pre(&module).map_err(text)?;
        Ok(Meter { engine, module, metered })
    }

    /// Makes an instance and runs `wapc_init`, as a host does before the first call. Returns the bytes of its linear memory.
    ///
    /// # Errors
    /// When the module traps.
    pub fn start(&self) -> Result<usize, String> {
        let (mut store, instance) = self.instance(&[])?;
        Ok(instance.get_memory(&mut store, "memory").ok_or("no memory")?.data_size(&store))
    }

    /// What one `validate` call takes in a new instance. Look-ups are refused.
    ///
    /// # Errors
    /// When the module traps or reports an error.
    pub fn validate(&self, payload: &[u8]) -> Result<Cost, String> {
        let (mut store, instance) = self.instance(payload)?;
        let before = store.get_fuel().map_err(text)?;
        let guest = instance.get_typed_func::<(i32, i32), i32>(&mut store, "__guest_call").map_err(text)?;
        let lengths = (VALIDATE.len() as i32, payload.len() as i32);
        if guest.call(&mut store, lengths).map_err(text)? != 1 {
            return Err(String::from_utf8_lossy(&store.data().error).into_owned());
        }
        let fuel = before - store.get_fuel().map_err(text)?;
        let memory = instance.get_memory(&mut store, "memory").ok_or("no memory")?.data_size(&store);
        Ok(Cost { fuel, memory })
    }

    fn instance(&self, payload: &[u8]) -> Result<(Store<Call>, Instance), String> {
        let call = Call { message: payload.to_vec(), response: Vec::new(), error: Vec::new() };
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

/// The host's side of waPC, with every look-up refused and a clock that stands still: approvals then cost the same every time.
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
    let refuse = |_: I, _: I, _: I, _: I, _: I, _: I, _: I, _: I| -> I { 0 };
    linker.func_wrap("wapc", "__host_call", refuse).map_err(text)?;
    linker.func_wrap("wapc", "__host_error_len", || 0i32).map_err(text)?;
    linker.func_wrap("wapc", "__host_response_len", || 0i32).map_err(text)?;
    linker.func_wrap("wapc", "__host_error", |_: I| {}).map_err(text)?;
    linker.func_wrap("wapc", "__host_response", |_: I| {}).map_err(text)?;
    let clock = |mut caller: Caller<'_, Call>, _: I, _: i64, at: I| -> I {
        write(&mut caller, at, &1_767_268_800_000_000_000u64.to_le_bytes());
        0
    };
    linker.func_wrap("wasi_snapshot_preview1", "clock_time_get", clock).map_err(text)?;
    Ok(linker)
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
