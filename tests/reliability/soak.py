"""The long forms one after the other, sharing the time there is, with one table of figures at the end.

`python -m tests.reliability.soak --minutes 30`, with `--only writers,power` for some of them and `--list` to see all.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.reliability import (
    bookparts,
    crowd_over_ssh,
    damage,
    faults,
    measure,
    powerloss,
    saves,
    shim,
    walreset,
    writers,
)
from tests.reliability.rounds import Turn
from tests.reliability.sshd import SSH, SSHD

Round = Callable[[Path, float, random.Random], Turn]
"""One round in an empty folder, of about so many seconds at most."""

SHOWN = 10
"""Faults of one part that are printed; the others are counted."""

LINES_PER_S = 200
"""Command lines that the gate is asked in a second."""

LONG_S = 180.0
"""What the ten thousand files of the importer take at least."""

SHORTEST_S = 2.0
"""Less is not worth another round."""


class Part(NamedTuple):
    """One long form."""

    name: str
    says: str
    share: float
    """Of the time there is, against that of the others."""
    round: Round
    lacks: str = ""
    """What this machine has not and it needs."""
    least_s: float = SHORTEST_S
    """What one round takes however little there is to do."""


class Outcome(NamedTuple):
    """What one part came to."""

    part: Part
    seconds: float
    rounds: int
    figures: Counter[str]
    faults: list[str]


def _writers(folder: Path, seconds: float, chance: random.Random) -> Turn:
    number = chance.choice([6, 12, 20])
    found = writers.run(folder, seconds=min(seconds, 30), writers=number, kills_per_s=3, seed=chance.randrange(1 << 30))
    figures = Counter({"changes": found.saved, "kills": found.kills, "lost": found.lost, "told busy": found.busy})
    lost = [f"{found.lost} acknowledged changes are lost"] if found.lost else []
    return Turn(figures, [*lost, *found.trouble, *found.faults])


def _power(folder: Path, seconds: float, chance: random.Random) -> Turn:
    library = shim.build(folder)
    states = max(40, min(2000, int(seconds * 20)))
    found = powerloss.run(folder, library, states=states, writers=chance.choice([1, 3]), seed=chance.randrange(1 << 30))
    figures = Counter({"states": found.states, "changes": found.acknowledged, "lost": found.most_lost})
    return Turn(figures, found.bad)


def _faults(folder: Path, seconds: float, chance: random.Random) -> Turn:
    kind = chance.choice(saves.KINDS)
    every = 400 if seconds < 30 else 100 if seconds < 120 else 20
    found = faults.run(folder, shim.build(folder), kind, every=every, first=chance.randint(1, every))
    return Turn(Counter({"broken calls": found.broken, **found.answers}), found.wrong)


def _crowd(folder: Path, seconds: float, chance: random.Random) -> Turn:
    sessions = 6 if seconds < 120 else 12
    working = max(5.0, min(seconds, 300) - 3 * sessions)
    found = crowd_over_ssh.run(folder, sessions, 2, working, chance.randrange(1 << 30), think_s=0.3)
    figures = Counter(
        {
            "changes": found.changes,
            "acknowledged": found.acknowledged,
            "sessions cut off": sum(found.cut_off.values()),
            "scripts stopped": found.scripts_killed,
        }
    )
    return Turn(figures, found.faults)


def _walreset(folder: Path, seconds: float, chance: random.Random) -> Turn:
    found = walreset.run(folder / "stress", seconds=min(seconds, 60), library=chance.choice(["sqlite3", "pysqlite3"]))
    figures = Counter({"commits": found.commits, "checkpoints": found.checkpoints, "bad": found.bad})
    return Turn(figures, [f"{found.bad} of {found.rounds} rounds lost something"] if found.bad else [])


def _gate(folder: Path, seconds: float, chance: random.Random) -> Turn:
    lines = max(500, int(seconds * LINES_PER_S))
    return _tests(folder, "test_gate_fuzz.py", Counter({"command lines": lines}), {"KAMTUI_FUZZ": str(lines)})


def _imports(folder: Path, seconds: float, chance: random.Random) -> Turn:
    is_long = seconds >= LONG_S
    around = {"KAMTUI_SEED": str(chance.randrange(1, 1 << 30)), **({"KAMTUI_LONG": "1"} if is_long else {})}
    done = Counter({"mutated files": 10_000 if is_long else 1_000})
    return _tests(folder, "test_files_in.py", done, around)


def _tests(folder: Path, name: str, done: Counter[str], around: dict[str, str]) -> Turn:
    """Tests that have a long form of their own, run as such."""
    words = ["-q", "-n", "0", "-m", "reliability or not reliability", "-p", "no:cacheprovider"]
    file = Path(__file__).with_name(name)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words, f"--basetemp={folder / 'tests'}", str(file)],
        env={**os.environ, **around},
        cwd=file.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    return Turn(done, [] if ran.returncode == 0 else [f"{name} {around}: {ran.stdout[-2000:]}"])


_NO_COMPILER = "" if shim.COMPILER else "no C compiler"

_NO_SSHD = "" if SSHD and SSH else "no sshd"

PARTS = (
    Part("writers", "many processes write one book and are killed", 3, _writers),
    Part("power", "the power fails at any moment of a save", 3, _power, _NO_COMPILER, 8),
    Part("faults", "any call of a save fails, or the program is killed there", 3, _faults, _NO_COMPILER, 15),
    Part("crowd", "people and scripts over ssh, cut off at random", 4, _crowd, _NO_SSHD, 30),
    Part("gate", "any command line comes through the gate", 1, _gate, least_s=10),
    Part("imports", "damaged files are imported", 1, _imports, least_s=30),
    Part("walreset", "writers and checkpoints under the lock, on old and new SQLite", 1, _walreset),
    Part("files", "damaged files are opened", 1, damage.damage_files),
    Part("bits", "single bits flip", 1, damage.flip_bits),
    Part("undo", "everything is undone and redone", 1, bookparts.undo_all),
    Part("backups", "copies are made while others write", 1, bookparts.back_up),
    Part("texts", "any text is stored and listed", 1, bookparts.write_any_text),
)


def run(parts: Sequence[Part], seconds: float, seed: int) -> list[Outcome]:
    """Give each part its share of the time, round after round; each round has a folder of its own."""
    able = [part for part in parts if not part.lacks]
    total = sum(part.share for part in able)
    found = []
    for part in able:
        outcome = _soaked(part, max(part.least_s, seconds * part.share / total), seed)
        print(f"{part.name}: {outcome.rounds} rounds in {outcome.seconds:.0f} s", file=sys.stderr, flush=True)
        found.append(outcome)
    return found


def _soaked(part: Part, seconds: float, seed: int) -> Outcome:
    began, rounds = time.monotonic(), 0
    figures, found = Counter[str](), list[str]()
    while rounds == 0 or (left := began + seconds - time.monotonic()) > max(SHORTEST_S, part.least_s):
        chance = random.Random(f"{seed} {part.name} {rounds}")
        with tempfile.TemporaryDirectory(prefix=f"soak-{part.name}.", ignore_cleanup_errors=True) as folder:
            os.chmod(folder, 0o755)
            turn = part.round(Path(folder), seconds if rounds == 0 else left, chance)
        figures.update(turn.figures)
        found += (f"round {rounds}: {fault}" for fault in turn.faults)
        rounds += 1
    return Outcome(part, time.monotonic() - began, rounds, figures, found)


def report(outcomes: Sequence[Outcome], skipped: Sequence[Part], seed: int) -> str:
    """The table, with every fault under it."""
    rows: list[tuple[str, object]] = []
    for part, seconds, rounds, figures, found in outcomes:
        counted = ", ".join(f"{count} {name}" for name, count in figures.items())
        rows.append((part.name, f"{len(found)} faults; {counted}; {rounds} rounds, {seconds:.0f} s"))
    rows += [(part.name, f"left out: {part.lacks}") for part in skipped]
    lines = [measure.table(rows, f"Soak, seed {seed}")]
    for part, *_, found in outcomes:
        lines += [f"  ! {part.name}: {fault}" for fault in found[:SHOWN]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as asked for on the command line; 1 where anything was found, 2 where a name is unknown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--only", default="", metavar="NAME,NAME")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--list", action="store_true", help="say what there is and do nothing")
    asked = parser.parse_args(arguments)
    if asked.list:
        print(measure.table([(part.name, part.lacks or part.says) for part in PARTS], "Long forms"))
        return 0
    names = asked.only.split(",") if asked.only else [part.name for part in PARTS]
    unknown = set(names) - {part.name for part in PARTS}
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; --list says what there is")
    parts = [part for part in PARTS if part.name in names]
    seed = random.SystemRandom().randrange(1 << 30) if asked.seed is None else asked.seed
    print(f"seed {seed}", file=sys.stderr, flush=True)
    outcomes = run(parts, asked.minutes * 60, seed)
    print(report(outcomes, [part for part in parts if part.lacks], seed))
    return 1 if any(outcome.faults for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
