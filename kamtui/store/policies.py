"""The versions of the policy in the book, and the starting policies that come with kamtui."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamtui.domain import cadences
from kamtui.domain.cadences import Cadence
from kamtui.domain.touches import DEFAULT_MINUTES
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store.sqlite import Connection

if TYPE_CHECKING:
    # a name only: what writes a touch needs the cadence, and not the whole rule book
    from kamtui.domain.policy import Policy

STARTING = ("revenue", "distributor", "project")
"""The policies one may start from; a book that has decided none goes by the first."""

_TEXTS = Path(__file__).parent.parent / "policies"


class PolicyVersion(NamedTuple):
    """A version as it was decided."""

    version: int
    on: dt.date
    rules: str
    note: str
    decided_by: str


def in_force(conn: Connection, on: dt.date) -> Policy:
    """The policy in force on a day; the first starting policy where the book has decided none."""
    return _read(*(_newest(conn, on) or (0, starting(STARTING[0]))))


def in_force_or_first(conn: Connection, on: dt.date) -> Policy:
    """The policy in force on a day; for the days before it the book's first one, by which history is judged."""
    versions = history(conn)
    return in_force(conn, max(on, versions[0].on) if versions else on)


def version_in_force(conn: Connection, on: dt.date) -> int | None:
    """The number of the policy in force on a day; None where the book has decided none."""
    row = _newest(conn, on)
    return None if row is None else row[0]


def cadence(conn: Connection, on: dt.date) -> Cadence:
    """How often accounts want to be touched, by the policy in force on a day."""
    row = _newest(conn, on)
    return cadences.STARTING if row is None else _cadence(row[1])


def usual_minutes(conn: Connection, on: dt.date) -> Mapping[str, int]:
    """Kind of touch -> minutes counted where none are typed, by the policy in force on a day (D3)."""
    row = _newest(conn, on)
    return dict[str, int](DEFAULT_MINUTES.items()) if row is None else _read(*row).minutes


def history(conn: Connection) -> list[PolicyVersion]:
    """All versions, oldest first."""
    rows = conn.execute("SELECT id, on_date, rules, note, decided_by FROM policy ORDER BY on_date, id")
    return [PolicyVersion(key, dt.date.fromisoformat(on), *rest) for key, on, *rest in rows]


def starting(name: str) -> str:
    """The text of a starting policy; raises NotFound."""
    if name not in STARTING:
        known = ", ".join(STARTING)
        raise NotFound(t("there is no starting policy '{name}'; there are {known}", name=name, known=known))
    return (_TEXTS / f"{name}.toml").read_text(encoding="utf-8")


def _newest(conn: Connection, on: dt.date) -> tuple[int, str] | None:
    row: tuple[int, str] | None = conn.execute(
        "SELECT id, rules FROM policy WHERE on_date <= ? ORDER BY on_date DESC, id DESC LIMIT 1",
        (on.isoformat(),),
    ).fetchone()
    return row


@lru_cache(maxsize=32)
def _read(version: int, rules: str) -> Policy:
    # imported late, as is said above
    from kamtui.domain.policytext import read

    return read(rules, version)


@lru_cache(maxsize=4)
def _cadence(rules: str) -> Cadence:
    from kamtui.domain.policytext import parsed

    return cadences.read(parsed(rules))
