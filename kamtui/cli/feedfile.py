"""A feed: the commands of a night in their order, as a TOML file says them.

on_failure = "stop"               # or "go on"; each step may say its own

[[step]]
name = "sales of the day"         # what the answer calls it; else the command
run = ["import", "incoming/sales-*.csv", "--map", "erp.toml"]

[[step]]
run = ["journal", "verify"]
on_failure = "stop"

[[step]]
run = ["backup", "--folder", "backups"]

[[step]]
run = ["report", "portfolio", "--format", "html"]
into = "web/portfolio.html"       # where what it prints goes, if that is not what is there already

Names of files are as seen from the folder of the feed. A step is a command of kamtui, word by word: no shell reads it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kamtui.cli.server.verbs import WITHHELD
from kamtui.errors import BadInput
from kamtui.i18n import t


class Kind(StrEnum):
    """What a step does, and so how it is judged."""

    IMPORT = "import"
    BACKUP = "backup"
    CHECK = "check"
    """It looks whether something is wrong."""
    PRINT = "print"
    """What it prints goes into a file."""


class OnFailure(StrEnum):
    """What comes after a step that failed."""

    STOP = "stop"
    GO_ON = "go on"


class Step(NamedTuple):
    """One command."""

    name: str
    words: tuple[str, ...]
    kind: Kind
    into: str | None
    on_failure: OnFailure


CHECKS = (("doctor",), ("journal", "verify"))
BARRED = {name.partition(" ")[0] for name in WITHHELD} - {"policy"}
"""Commands that make no step: they are for a person, for a server, or would never end."""

EVERYWHERE = ("--book", "--json", "--readonly", "--dry-run", "-o", "--output")
"""Options that a step leaves to the feed."""


def load(path: Path) -> list[Step]:
    """The steps of a feed; raises BadInput, with the step, where one cannot be meant."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(t("cannot read {path}: {reason}", path=path, reason=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(t("{path} is no TOML: {reason}", path=path, reason=error)) from None
    _known(found, {"on_failure", "step"}, path.name)
    steps = found.get("step")
    if not isinstance(steps, list) or not steps:
        raise BadInput(t("{path} has no [[step]]", path=path))
    usual = _on_failure(found.get("on_failure", OnFailure.STOP), path.name)
    return [_step(each, usual, t("step {number}", number=number)) for number, each in enumerate(steps, 1)]


def _step(said: object, usual: OnFailure, where: str) -> Step:
    if not isinstance(said, dict):
        raise BadInput(t("{where}: not a [[step]]", where=where))
    _known(said, {"name", "run", "into", "on_failure"}, where)
    words = said.get("run")
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        raise BadInput(t('{where}: run is a list of words, such as ["backup", "--folder", "backups"]', where=where))
    name, into = said.get("name", " ".join(words)), said.get("into")
    if not isinstance(name, str) or not isinstance(into, str | None):
        raise BadInput(t("{where}: name and into are texts", where=where))
    if not all(word.isprintable() for word in (*words, into or "")):
        raise BadInput(t("{where}: a word has a control character in it", where=where))
    kind = _kind(words, into, where)
    return Step(name, tuple(words), kind, into, _on_failure(said.get("on_failure", usual), where))


def _kind(words: list[str], into: str | None, where: str) -> Kind:
    """What a command does; raises BadInput for one that makes no step."""
    if words[0] in BARRED:
        raise BadInput(t("{where}: {command} makes no step of a feed", where=where, command=words[0]))
    for word in words:
        if word.partition("=")[0] in EVERYWHERE:
            message = "{where}: {option} is not for a step; what it prints goes where into says"
            raise BadInput(t(message, where=where, option=word.partition("=")[0]))
    is_check = any(tuple(words[: len(check)]) == check for check in CHECKS)
    kind = Kind(words[0]) if words[0] in (Kind.IMPORT, Kind.BACKUP) else Kind.CHECK if is_check else Kind.PRINT
    if (kind is Kind.PRINT) != (into is not None):
        message = "{where}: {command} prints something; say with into where that goes"
        if into is not None:
            message = "{where}: {command} prints nothing to keep; leave into out"
        raise BadInput(t(message, where=where, command=words[0]))
    if kind is Kind.BACKUP and not any(word.partition("=")[0] == "--folder" for word in words):
        raise BadInput(t("{where}: say with --folder where the backups are", where=where))
    return kind


def _known(said: Mapping[str, object], keys: set[str], where: str) -> None:
    for key in said.keys() - keys:
        raise BadInput(
            t("{where}: '{key}' is not one of {choices}", where=where, key=key, choices=", ".join(sorted(keys)))
        )


def _on_failure(said: object, where: str) -> OnFailure:
    if said not in [*OnFailure]:
        raise BadInput(t('{where}: on_failure is "stop" or "go on"', where=where))
    return OnFailure(str(said))
