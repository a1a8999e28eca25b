"""kamtui as a script uses it: commands in, answers out, on a book of its own and a day that stands still."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kamtui.cli.app import run
from tests.conftest import Ran

NOTHING = {"accounts": 0, "contacts": 0, "sales": 0, "touches": 0}


class Kamtui:
    """One book and the commands on it."""

    def __init__(self, folder: Path, *, currency: str, today: str) -> None:
        self.path = folder / "book.kam"
        self.folder = folder
        self.today = today
        self.ok("init", "--name", "Acceptance", "--currency", currency)

    def run(self, *words: str, stdin: str = "") -> Ran:
        """What a command answers, whatever its exit code."""
        with _streams(stdin) as (out, err), self.environment():
            code = run(words)
        return Ran(code, _said(out), _said(err))

    def ok(self, *words: str, stdin: str = "") -> Ran:
        """What a command answers that has to succeed."""
        ran = self.run(*words, stdin=stdin)
        assert ran.code == 0, f"{words}: {ran.err[:2000]}"
        return ran

    def json(self, *words: str, stdin: str = "") -> Any:
        """The document a command answers with."""
        return self.ok("--json", *words, stdin=stdin).json

    def count(self, *words: str) -> int:
        """How many rows a list has."""
        return len(self.ok("-q", *words).lines)

    def counts(self) -> tuple[int, ...]:
        """How many accounts, people, documents and touches are in the book, and what they add up to."""
        totals = self.json("sale", "totals", "--to", "2100-01-01")
        documents = sum(row["documents"] for row in totals if not row["unattributed"])
        revenue = sum(cents(row["revenue"]) for row in totals if not row["unattributed"])
        lists = (self.count(*words) for words in (("account", "ls", "--archived"), ("contact", "ls"), ("touch", "ls")))
        return *lists, documents, revenue

    def take_in(self, *words: str, rejected: int = 0) -> dict[str, Any]:
        """Import, and see that a second time adds nothing, that undo takes everything back and redo brings it again."""
        before = self.counts()
        report: dict[str, Any] = self.json("import", *words)
        after = self.counts()
        again = self.json("import", *words)
        assert (any(again["created"].values()), again["updated"], again["change"]) == (False, 0, None)
        assert again["unchanged"] > 0
        assert (report["rejected_count"], again["rejected_count"]) == (rejected, rejected)
        assert self.counts() == after
        self.ok("undo", str(report["change"]))
        assert self.counts() == before
        self.ok("redo")
        assert self.counts() == after
        return report

    def ranking(self, first: str, last: str, *words: str) -> dict[str, Any]:
        """`pareto` from one day or period to another."""
        found: dict[str, Any] = self.json("pareto", "--by", "revenue", "--from", first, "--to", last, *words)
        return found

    def top(self, first: str, last: str, *words: str) -> dict[str, str]:
        """External id -> value of the top 10 %, in their order."""
        found = self.json("pareto", "--by", "revenue", "--from", first, "--to", last, "--top", "10%", *words)
        return {row["external_id"]: row["value"] for row in found["accounts"]}

    def movers(self, before: str, after: str) -> Movers:
        """Who rose, came new and fell from one period to another, and how many were active in each."""
        return Movers(self.json("pareto", "movers", "--from", before, "--to", after))

    def series(self, account: str, first: str, last: str) -> dict[str, tuple[int, str]]:
        """Month -> (orders, revenue) of an account."""
        rows = self.json("sale", "series", f"ext:{account}", "--by", "month", "--from", first, "--to", last)
        return {row["period"]: (row["orders"], row["revenue"]) for row in rows}

    @contextlib.contextmanager
    def environment(self) -> Iterator[None]:
        """The variables a process of kamtui starts with."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KAMTUI_BOOK", str(self.path))
            patch.setenv("KAMTUI_TODAY", self.today)
            patch.setenv("KAMTUI_USER", "li.wei")
            patch.setenv("KAMTUI_LANG", "en")
            patch.setenv("KAMTUI_SETTINGS", str(self.folder / "settings.toml"))
            yield


class Movers:
    """The answer of `pareto movers`."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.active = answer["n_from"], answer["n_to"]
        self.risers, self.newcomers, self.fallers = (
            {row["external_id"]: (row["from"], row["to"]) for row in answer[group]}
            for group in ("risers", "newcomers", "fallers")
        )


def cents(amount: str) -> int:
    """An amount of an answer in hundredths."""
    whole, _, part = amount.partition(".")
    return int(f"{whole}{part:0<2}")


@contextlib.contextmanager
def _streams(stdin: str) -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield out, err


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
