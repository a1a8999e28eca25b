"""python -m tests.readme: write the generated parts of the README anew."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from kamtui.cli.app import NOUNS, VERBS
from kamtui.domain.roles import RIGHTS, Right, Role, right_of
from kamtui.ops.core import load_all
from kamtui.tui import keytable

README = Path(__file__).parent.parent / "README.md"


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
