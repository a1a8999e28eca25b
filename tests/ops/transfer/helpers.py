"""Small things the import tests share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import Plan, read_plan
from kamtui.ops.transfer.questions import Question

TODAY = dt.date(2026, 11, 20)


def asked(**wishes: Any) -> Asked:
    """What a user said with options only."""
    return Asked(today=TODAY, options=Wishes(**wishes))


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    """A file with the given text, exactly; gives its path as a user would type it."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def plan_of(folder: Path, name: str, text: str, encoding: str = "utf-8", **wishes: Any) -> Plan:
    """The plan of a single file."""
    return read_plan([written(folder, name, text, encoding)], asked(**wishes))


def rows(plan: Plan, target: str) -> list[Any]:
    """All typed rows of one target."""
    return [row for batch in getattr(plan, target)() for row in batch.rows]


def only_question(plan: Plan) -> Question:
    """The one question that the plan asks."""
    (question,) = plan.questions
    return question
