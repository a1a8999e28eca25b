"""python -m tests.readme: write the generated parts of the README anew, the reference, and the manual pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from kamtui.cli.app import NOUNS, VERBS
from kamtui.cli.reference import Entry, entries
from kamtui.domain.roles import RIGHTS, Right, Role, right_of
from kamtui.ops.core import load_all
from kamtui.tui import keytable

ROOT = Path(__file__).parent.parent

README = ROOT / "README.md"

REFERENCE = ROOT / "kamtui" / "REFERENCE.md"

MAN_PAGES = {"en": ROOT / "kamtui" / "man" / "kamtui.1", "zh": ROOT / "kamtui" / "man" / "zh_CN" / "kamtui.1"}
"""Language -> its manual page, which the wheel installs."""


def sections() -> dict[str, str]:
    """Marker -> what stands between its comments."""
    return {"keys": keytable.markdown(), "commands": _commands(), "roles": _roles()}


def filled(text: str) -> str:
    """The README with its generated parts as they are now."""
    for name, content in sections().items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}{content}\n{end}{rest.partition(end)[2]}"
    return text


def reference() -> str:
    """Every command with all it takes."""
    parts = [
        "# Commands of kamtui",
        "Written by `python -m tests.readme` from the commands themselves. Every command takes `--help`; what its"
        " `--json` prints is told by `kamtui schema COMMAND`.",
        *(_entry(entry) for entry in entries()),
    ]
    return "\n\n".join(parts) + "\n"


def man_page(language: str) -> str:
    """The manual page, from a process that speaks the language from its first word on."""
    environ = {**os.environ, "KAMTUI_LANG": language, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    environ["KAMTUI_SETTINGS"] = os.devnull
    ran = subprocess.run(
        [sys.executable, "-m", "kamtui", "man"], env=environ, check=True, capture_output=True, text=True, cwd=ROOT
    )
    return ran.stdout


def _entry(entry: Entry) -> str:
    paragraphs = [" ".join(each.split()) for each in entry.says.split("\n\n")]
    rows = [f"| `{_cell(row.names)}` | {_cell(row.says)} |" for row in (*entry.arguments, *entry.options)]
    table = ["\n".join(["| takes | what it is |", "|---|---|", *rows])] if rows else []
    return "\n\n".join([f"## `{f'kamtui {entry.line} {entry.usage}'.strip()}`", *paragraphs, *table])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _commands() -> str:
    rows = [f"| `kamtui {name}` | {text} |" for name, (_, text) in VERBS.items()]
    rows += [f"| `kamtui {line}` | {text} |" for line, text in _of_nouns()]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def _roles() -> str:
    """What each role may do: the operations of each right, and how far they reach."""
    reach = {
        (Role.HEAD, True): "yes",
        (Role.KAM, True): "at accounts they look after",
        (Role.SUPPORT, True): "everywhere",
        (Role.READER, True): "yes",
    }
    rows = []
    for right in reversed(Right):
        names = sorted(name for name in load_all() if right_of(name) is right)
        said = [reach.get((role, right in RIGHTS[role]), "no") for role in Role]
        if right is Right.NOTE:
            said = ["yes" for _ in Role]
        rows.append(f"| {', '.join(f'`{name}`' for name in names)} | {' | '.join(said)} |")
    heading = " | ".join(role.value for role in Role)
    return "\n".join([f"| operations | {heading} |", "|---|---|---|---|---|", *rows])


def _of_nouns() -> Iterator[tuple[str, str]]:
    for noun in NOUNS:
        app = import_module(f"kamtui.cli.{noun}").app
        if app.alone is not None:
            yield noun, _first_line(app.alone)
        for name, command in app.commands.items():
            yield f"{noun} {name}", _first_line(command)


def _first_line(command: object) -> str:
    return (command.__doc__ or "").strip().partition("\n")[0].rstrip(".")


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
    REFERENCE.write_text(reference(), encoding="utf-8")
    for language, path in MAN_PAGES.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(man_page(language), encoding="utf-8")
