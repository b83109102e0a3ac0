//! What a call costs, counted and not timed: the smallest waPC host there can be, on a Wasmtime engine that meters.

use wasmtime_provider::wasmtime::{Caller, Config, Engine, Extern, Linker, Module, Store};

/// A module that is metered.
pub struct Meter {
    engine: Engine,
    module: Module,
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
    operation: Vec<u8>,
    message: Vec<u8>,
    response: Vec<u8>,
    error: Vec<u8>,
}

const PLENTY: u64 = 1 << 40;

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Meter {
    /// Compiles a module for metering.
    ///
    /// # Errors
    /// Wasmtime's words.
    pub fn new(wasm: &[u8]) -> Result<Meter, String> {
        let mut config = Config::new();
        config.consume_fuel(true);
        let engine = Engine::new(&config).map_err(text)?;
        let module = Module::new(&engine, wasm).map_err(text)?;
        Ok(Meter { engine, module })
    }

    /// What one `validate` call takes in a new instance. Look-ups are refused.
    ///
    /// # Errors
    /// When the module traps or reports an error.
    pub fn validate(&self, payload: &[u8]) -> Result<Cost, String> {
        let mut linker: Linker<Call> = Linker::new(&self.engine);
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
        linker
            .func_wrap("wapc", "__guest_request", |mut caller: Caller<'_, Call>, op: i32, at: i32| {
                let (operation, message) = (caller.data().operation.clone(), caller.data().message.clone());
                write(&mut caller, op, &operation);
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
        linker.func_wrap("wapc", "__console_log", |_: i32, _: i32| {}).map_err(text)?;
        type I = i32;
        let refuse = |_: I, _: I, _: I, _: I, _: I, _: I, _: I, _: I| -> I { 0 };
        linker.func_wrap("wapc", "__host_call", refuse).map_err(text)?;
        linker.func_wrap("wapc", "__host_error_len", || 0i32).map_err(text)?;
        linker.func_wrap("wapc", "__host_response_len", || 0i32).map_err(text)?;
        linker.func_wrap("wapc", "__host_error", |_: i32| {}).map_err(text)?;
        linker.func_wrap("wapc", "__host_response", |_: i32| {}).map_err(text)?;
        // A clock that stands still: approvals then cost the same every time.
        linker
            .func_wrap(
                "wasi_snapshot_preview1",
                "clock_time_get",
                |mut caller: Caller<'_, Call>, _: i32, _: i64, at: i32| -> i32 {
                    write(&mut caller, at, &1_767_268_800_000_000_000u64.to_le_bytes());
                    0
                },
            )
            .map_err(text)?;
        let operation = b"validate".to_vec();
        let lengths = (operation.len() as i32, payload.len() as i32);
        let call = Call { operation, message: payload.to_vec(), response: Vec::new(), error: Vec::new() };
        let mut store = Store::new(&self.engine, call);
        store.set_fuel(PLENTY).map_err(text)?;
        let instance = linker.instantiate(&mut store, &self.module).map_err(text)?;
        let init = instance.get_typed_func::<(), ()>(&mut store, "wapc_init").map_err(text)?;
        init.call(&mut store, ()).map_err(text)?;
        let before = store.get_fuel().map_err(text)?;
        let guest = instance.get_typed_func::<(i32, i32), i32>(&mut store, "__guest_call").map_err(text)?;
        if guest.call(&mut store, lengths).map_err(text)? != 1 {
            return Err(String::from_utf8_lossy(&store.data().error).into_owned());
        }
        let fuel = before - store.get_fuel().map_err(text)?;
        let memory = instance.get_memory(&mut store, "memory").ok_or("no memory")?.data_size(&store);
        Ok(Cost { fuel, memory })
    }
}
