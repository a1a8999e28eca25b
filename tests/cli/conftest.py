"""Every JSON document that a test of the command line makes is held against the published schema of its command."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kamtui.cli import out, schemas
from kamtui.cli.session import Session
from tests.shapes import mismatches

UNPUBLISHED = ("schema",)
"""Commands whose answer is not described: a schema describes itself."""


def hold_against_the_schema(command: str, value: object) -> None:
    """Fail where a command prints what its schema does not know."""
    shape = schemas.shapes().get(command)
    assert shape is not None, f"kamtui {command} --json has no schema; run: python -m tests.shapes"
    wrong = [*mismatches(shape, value)]
    assert not wrong, f"kamtui {command} --json: {wrong[:5]}; run: python -m tests.shapes"


WATCH: Callable[[str, object], None] = hold_against_the_schema
"""What is done with each document."""


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    # a command may run others: the document is that of the one that has not ended
    running: list[tuple[Session, str]] = []
    document, enter, close = out.document, Session.enter, Session.close

    def entered(session: Session, name: str) -> None:
        running[:] = [each for each in running if each[0] is not session] + [(session, name)]
        enter(session, name)

    def closed(session: Session) -> None:
        running[:] = [each for each in running if each[0] is not session]
        close(session)

    def printed(value: object) -> None:
        command = running[-1][1] if running else ""
        if command not in UNPUBLISHED:
            WATCH(command, json.loads(json.dumps(value)))
        document(value)

    monkeypatch.setattr(Session, "enter", entered)
    monkeypatch.setattr(Session, "close", closed)
    monkeypatch.setattr(out, "document", printed)
