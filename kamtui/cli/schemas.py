"""What `--json` of every command prints: kept in a short notation beside the program, published as JSON Schema.

In the notation a scalar is a word, such as "date" or "amount|null"; a list is [shape]; an object is {key: shape}, where
"key?" is not always there and "*" stands for keys that are data; {"one of": [shape, …]} is one of several.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from kamtui.errors import KamError

Shape = str | list["Shape"] | dict[str, "Shape"]
Schema = dict[str, object]

FOLDER = Path(__file__).parents[1] / "schemas"

DRAFT = "https://json-schema.org/draft/2020-12/schema"

ONE_OF = "one of"

ANY_KEY = "*"

ERROR = "error"
"""What --json prints on stderr when a command is refused; no command is called that."""

WORDS: dict[str, Schema] = {
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "amount": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "any": {},
}
"""Word of the notation -> its schema; an amount is exact, so it is a decimal number as text."""


@cache
def shapes() -> dict[str, Shape]:
    """Command -> what it prints with --json, in the notation."""
    found: dict[str, Shape] = {}
    for path in sorted(FOLDER.glob("*.json")):
        if path.stem != "descriptions":
            found |= json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def descriptions() -> dict[str, str]:
    """Key -> what it means wherever it stands; "command key" -> what it means there."""
    found: dict[str, str] = json.loads((FOLDER / "descriptions.json").read_text(encoding="utf-8"))
    return found


def published(command: str, what: str) -> Schema:
    """The JSON Schema of a command of `shapes()`; `what` says in a line what the command does."""
    head: Schema = {"$schema": DRAFT, "title": f"kamtui {command} --json", "description": what}
    return {**head, **_schema(shapes()[command], command)}


def error_schema() -> Schema:
    """The schema of a refusal on stderr; `code` is a word of the program, and each has one exit code."""
    kinds = {kind.code: kind.exit_code for kind in _kinds(KamError)}
    codes = "; ".join(f"{code}: exit code {number}" for code, number in sorted(kinds.items(), key=lambda one: one[1]))
    candidate = {"id": {"type": ["integer", "null"]}, "name": {"type": "string"}}
    inner = {
        "code": {"type": "string", "description": codes},
        "message": {"type": "string", "description": "what was refused, why, and what to do, in the user's language"},
        "candidates": {
            "type": "array",
            "items": {"type": "object", "properties": candidate, "required": ["name"]},
            "description": "what an ambiguous name may mean",
        },
    }
    error = {"type": "object", "properties": inner, "required": ["code", "message"]}
    return {
        "$schema": DRAFT,
        "title": "kamtui --json, refused",
        "description": "the last line on stderr where a command with --json is refused; stdout stays empty",
        "type": "object",
        "properties": {ERROR: error},
        "required": [ERROR],
    }


def _schema(shape: Shape, command: str) -> Schema:
    match shape:
        case str():
            return _scalar(shape.split("|"))
        case []:
            return {"type": "array"}
        case [item]:
            return {"type": "array", "items": _schema(item, command)}
        case {"one of": list(several)}:
            return {"anyOf": [_schema(each, command) for each in several]}
        case {"*": item}:
            return {"type": "object", "additionalProperties": _schema(item, command)}
        case dict():
            return _object(shape, command)
        case _:
            raise ValueError(shape)


def _scalar(words: list[str]) -> Schema:
    """One word, or several of which "null" is the usual second."""
    several = [WORDS[word] for word in words]
    if len(several) == 1:
        return dict(several[0])
    if len(several) == 2 and words[1] == "null":
        return {**several[0], "type": [several[0]["type"], "null"]}
    if all(each.keys() == {"type"} for each in several):
        return {"type": [each["type"] for each in several]}
    return {"anyOf": several}


def _object(shape: dict[str, Shape], command: str) -> Schema:
    properties = {}
    for key, inner in shape.items():
        name = key.removesuffix("?")
        said = descriptions().get(f"{command} {name}") or descriptions().get(name)
        properties[name] = _schema(inner, command) | ({"description": said} if said else {})
    required = [key for key in shape if not key.endswith("?")]
    # open: keys may be added, never renamed
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _kinds(kind: type[KamError]) -> list[type[KamError]]:
    return [kind, *(each for below in kind.__subclasses__() for each in _kinds(below))]
