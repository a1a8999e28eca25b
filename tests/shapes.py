"""python -m tests.shapes: write kamtui/schemas anew, from what the commands print in the tests of the command line.

Every JSON document that these tests make is one observation: it says which keys there are. What their values may be
besides, such as null, the types of the source say.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from kamtui.cli.app import VERBS
from kamtui.cli.schemas import ANY_KEY, FOLDER, ONE_OF, Shape
from tests.observed import DIGITS, Seen, scalar


def mismatches(shape: Shape, value: object, at: str = "$") -> Iterator[str]:
    """Where a value is not what the notation says, keys that it does not know among them."""
    match shape, value:
        case "any", _:
            return
        case {"one of": list(several)}, _:
            found = [[*mismatches(each, value, at)] for each in several]
            if all(found):
                yield from min(found, key=len)
        case str(), (dict() | list()):
            yield f"{at}: not {shape}"
        case str(), _:
            if not _fits(shape.split("|"), value):
                yield f"{at}: {value!r} is not {shape}"
        case list(), list():
            for number, inner in enumerate(value):
                yield from mismatches(shape[0] if shape else "any", inner, f"{at}[{number}]")
        case dict(), dict():
            yield from _object_mismatches(shape, value, at)
        case _:
            yield f"{at}: {type(value).__name__} instead of {type(shape).__name__}"


def _object_mismatches(shape: dict[str, Shape], value: dict[str, Any], at: str) -> Iterator[str]:
    known = {key.removesuffix("?"): inner for key, inner in shape.items()}
    for key, inner in value.items():
        if ANY_KEY in shape:
            yield from mismatches(shape[ANY_KEY], inner, f"{at}.{key}")
        elif key in known:
            yield from mismatches(known[key], inner, f"{at}.{key}")
        else:
            yield f"{at}.{key}: a key that the schema does not know"
    for key in shape:
        if key != ANY_KEY and not key.endswith("?") and key not in value:
            yield f"{at}.{key}: required, and not there"


def _fits(words: list[str], value: object) -> bool:
    word = scalar(value)
    if word == DIGITS:
        return "amount" in words or "text" in words
    if word in ("date", "instant", "amount"):
        return word in words or "text" in words
    return word in words or (word == "integer" and "number" in words)


def write(seen: dict[str, Seen]) -> None:
    """One file for each noun, and one for the commands without one."""
    files: dict[str, dict[str, Shape]] = {}
    for command, inner in sorted(seen.items()):
        noun = command.partition(" ")[0]
        files.setdefault("commands" if noun in VERBS else noun, {})[command] = _of(command, inner.shape())
    for path in FOLDER.glob("*.json"):
        if path.stem != "descriptions":
            path.unlink()
    for noun, shapes in files.items():
        text = json.dumps(shapes, indent=1, ensure_ascii=False)
        (FOLDER / f"{noun}.json").write_text(f"{text}\n", encoding="utf-8")


def _of(command: str, shape: Shape) -> Shape:
    """The shape of a command; one that reads rows from stdin prints a list of what it prints for one."""
    several = shape[ONE_OF] if isinstance(shape, dict) and ONE_OF in shape else [shape]
    assert isinstance(several, list)
    if not _reads_rows(command) or any(isinstance(each, list) for each in several):
        return shape
    return {ONE_OF: [*several, [shape]]}


def _reads_rows(command: str) -> bool:
    noun, _, name = command.partition(" ")
    module = VERBS[noun][0] if noun in VERBS else noun
    app = import_module(f"kamtui.cli.{module}").app
    if noun in VERBS and noun in app.commands:
        name = noun
    return bool(name) and any(param.name == "stdin" for param in app.built(name).params)


def main() -> int:
    """Run the tests of the command line, watching what they print."""
    import pytest

    from tests.cli import conftest

    seen: dict[str, Seen] = {}
    conftest.WATCH = lambda command, value: seen.setdefault(command, Seen()).take(value)
    places = [str(Path(__file__).parent / "cli")]
    code = pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not reliability and not realdata", *places])
    # those of the schemas themselves may fail before there are any
    if code in (0, 1):
        write(seen)
    return 0 if code == 1 else int(code)


if __name__ == "__main__":
    sys.exit(main())
