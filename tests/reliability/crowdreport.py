"""What came of a crowd over ssh, as a table and for other programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.reliability import measure
from tests.reliability.measure import NONE, Spread

SHOWN = 20
"""Faults that are printed; the others are counted."""


@dataclass
class Report:
    """What came of it; nothing may be in `faults`."""

    sessions: int
    scripts: int
    seconds: float
    seed: int
    think_s: float
    writes: dict[str, int] = field(default_factory=dict)
    tried: int = 0
    acknowledged: int = 0
    undone: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    cut_off: dict[str, int] = field(default_factory=dict)
    scripts_killed: int = 0
    changes: int = 0
    answers: Spread = NONE
    commands: Spread = NONE
    logins: Spread = NONE
    screens: str = ""
    own_cpu_s: float = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        rows = [
            ("people at once, each over ssh", f"{self.sessions}, thinking {self.think_s:g} s before each line"),
            ("scripts", self.scripts),
            ("seconds of writing, seed", f"{self.seconds:.0f}, {self.seed}"),
            ("writes tried", self.tried),
            ("  acknowledged", f"{self.acknowledged}: {_counted(self.writes)}"),
            ("  undone again", self.undone),
            ("  answered otherwise", _counted(self.refused)),
            ("changes in the book", self.changes),
            ("sessions cut off", f"{sum(self.cut_off.values())}: {_counted(self.cut_off)}"),
            ("scripts stopped on their way", self.scripts_killed),
            ("from Enter to its sentence", self.answers),
            ("a script's command, connection included", self.commands),
            ("from ssh to the first screen", self.logins),
            ("screens in the end", self.screens),
            ("processor of the test itself", f"{self.own_cpu_s:.0f} s"),
            ("faults", len(self.faults)),
        ]
        return "\n".join(
            [measure.table(rows, "A crowd on one book"), *(f"  ! {fault}" for fault in self.faults[:SHOWN])]
        )

    def as_json(self) -> str:
        """For other programs."""
        return json.dumps(vars(self), ensure_ascii=False, default=str)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), key=lambda one: -one[1])) or "0"
