"""A host for policy modules in Python. It speaks waPC as Kubewarden's modules do: the host puts an operation and a payload
where the guest can fetch them, calls `__guest_call`, and the guest hands back an answer or an error."""

import time

from wasmtime import Engine, Func, FuncType, Instance, Module, Store, ValType

I32, I64 = ValType.i32(), ValType.i64()


class PolicyError(Exception):
    """What a module reports instead of an answer."""


def refuse(binding, namespace, operation, payload):
    """Answers nothing: a rule then decides from the request alone."""
    raise LookupError(f"this host answers nothing, not {binding}/{namespace}/{operation}")


class PolicyModule:
    """A policy module. `host_call(binding, namespace, operation, payload)` answers what the module asks its host, such as
    look-ups in the cluster, with bytes, or raises."""

    _engine = Engine()

    def __init__(self, wasm, host_call=refuse):
        self._store = Store(self._engine)
        self._host_call = host_call
        self._operation = self._payload = b""
        self._answer = self._error = None
        self._told = self._refusal = b""
        self.log = []
        module = Module(self._engine, wasm)
        imports = [self._import(wanted) for wanted in module.imports]
        self._exports = Instance(self._store, module, imports).exports(self._store)
        for start in ("_initialize", "_start", "wapc_init"):
            if start in self._exports:
                self._exports[start](self._store)

    def call(self, operation, payload):
        """Calls `validate`, `validate_settings` or `protocol_version` with bytes; returns bytes, raises PolicyError."""
        self._operation, self._payload = operation.encode(), payload
        self._answer = self._error = None
        self.log = []
        succeeded = self._exports["__guest_call"](self._store, len(self._operation), len(payload))
        if not succeeded or self._answer is None:
            raise PolicyError(self._error or "the module gave no answer")
        return self._answer

    def _read(self, pointer, length):
        return bytes(self._exports["memory"].read(self._store, pointer, pointer + length))

    def _write(self, pointer, data):
        self._exports["memory"].write(self._store, data, pointer)

    def _import(self, wanted):
        function, parameters, results = {
            "__guest_request": (self._guest_request, [I32] * 2, []),
            "__guest_response": (self._guest_response, [I32] * 2, []),
            "__guest_error": (self._guest_error, [I32] * 2, []),
            "__console_log": (self._console_log, [I32] * 2, []),
            "__host_call": (self._ask, [I32] * 8, [I32]),
            "__host_response_len": (lambda: len(self._told), [], [I32]),
            "__host_response": (lambda pointer: self._write(pointer, self._told), [I32], []),
            "__host_error_len": (lambda: len(self._refusal), [], [I32]),
            "__host_error": (lambda pointer: self._write(pointer, self._refusal), [I32], []),
            "clock_time_get": (self._clock, [I32, I64, I32], [I32]),
        }[wanted.name]
        return Func(self._store, FuncType(parameters, results), function)

    def _guest_request(self, operation, payload):
        self._write(operation, self._operation)
        self._write(payload, self._payload)

    def _guest_response(self, pointer, length):
        self._answer = self._read(pointer, length)

    def _guest_error(self, pointer, length):
        self._error = self._read(pointer, length).decode()

    def _console_log(self, pointer, length):
        self.log.append(self._read(pointer, length).decode())

    def _ask(self, *words):
        binding, namespace, operation, payload = (self._read(*words[i : i + 2]) for i in range(0, 8, 2))
        self._told = self._refusal = b""
        try:
            self._told = self._host_call(binding.decode(), namespace.decode(), operation.decode(), payload)
        except Exception as error:
            self._refusal = str(error).encode()
            return 0
        return 1

    def _clock(self, _clock, _precision, pointer):
        # Whether an approval still holds depends on the time.
        self._write(pointer, time.time_ns().to_bytes(8, "little"))
        return 0
