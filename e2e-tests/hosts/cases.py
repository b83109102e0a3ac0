"""Evaluates the cases of a file in Python: python cases.py CASES.jsonl MODULES. A line for each answer."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../docs/hosts/python"))
from wapc import PolicyModule  # noqa: E402

modules = {}
calls = {}


def host_call(binding, namespace, operation, payload):
    """Answers look-ups from what the other host answered."""
    told = calls.get(f"{binding}/{namespace}/{operation} {payload.decode()}", {})
    if "answer" not in told:
        raise LookupError(told.get("error", f"nobody asked {operation}"))
    return told["answer"].encode()


def main(cases, folder):
    global calls
    with open(cases, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            calls = one["calls"]
            if one["module"] not in modules:
                with open(os.path.join(folder, one["module"] + ".wasm"), "rb") as wasm:
                    modules[one["module"]] = PolicyModule(wasm.read(), host_call)
            answer = modules[one["module"]].call(one["operation"], one["payload"].encode())
            print(answer.decode())


main(*sys.argv[1:])
