"""Evaluates a request with a policy module: python evaluate.py MODULE.wasm REQUEST.json [SETTINGS.json]"""

import json
import sys

from wapc import PolicyModule


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    with open(arguments[0], "rb") as module:
        policy = PolicyModule(module.read())
    review = read(arguments[1])
    settings = read(arguments[2]) if len(arguments) == 3 else {}
    payload = {"request": review.get("request", review), "settings": settings}
    answer = json.loads(policy.call("validate", json.dumps(payload).encode()))
    print(json.dumps(answer, indent=2, ensure_ascii=False))
    return 0 if answer["accepted"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
