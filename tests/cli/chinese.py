"""python -m tests.cli.chinese BOOK: what the commands print in Chinese, as JSON; a process of its own, because the
texts of a command are made in the language spoken when its module is imported."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module

from kamtui import i18n
from kamtui.cli.app import NOUNS, VERBS, run

READS = """
account ls
account show A01
account show A02
account group A01
account duplicates
contact ls
contact ls A01
contact map A01
contact duplicates
touch ls --limit 20
touch mix
opinion ls
issue ls
issue ls
issue causes
issue report
status history A01
status ls
tier explain A01
tier timeline A01
tier movement
tier rising
tier proposals
tier history A01
sale totals
sale series A01
invoice ls
payment ls
ar ageing
ar balance
ar dso
ar account A01
profile ls A01
profile gaps
rival ls
flag ls A01
link ls A01
credit ls
credit show A01
terms ls
terms headroom A01
fact ls A01
opportunity ls
opportunity stale
opportunity rates
opportunity renewals
funnel
quota ls
product ls
supply cover
supply stock A01
peak ls
score ls
score show A01
task ls
plan show A01
plan ls
goal ls A01
exception ls
exception overview
regularity
review summary
pareto
pyramid
alloc
alloc served
margin
retention
whale
concentration
portfolio
whatif lose A01
barometer
shed
shed ls
report account A01
report plan A01
report portfolio
report movement
report pyramid
policy show
policy diff distributor
team ls A01
team capacity
rate ls
user ls
health
health A01
satisfaction
today
money A01
brief A01
agenda
roi
digest
doctor
journal --limit 30
account ls --nonsense
account show nobody
account lss
touch add A01 --on yesterdayish
sale add A01 12x
"""
"""Commands that only look, and a few that are refused."""


class Screen(io.TextIOWrapper):
    """What is written for a person: not the tables that scripts read, whose columns have names for ever."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True


def printed(words: list[str]) -> str:
    """What a command prints, on both streams; what it says of a command that there is not is of no interest."""
    out, err = Screen(), Screen()
    with redirect_stdout(out), redirect_stderr(err), suppress(SystemExit):
        run(words)
    for stream in (out, err):
        stream.seek(0)
    return out.read() + err.read()


def helps() -> list[list[str]]:
    """The help of everything there is."""
    found = [["--help"], *([name, "--help"] for name in VERBS)]
    for noun in NOUNS:
        found.append([noun, "--help"])
        commands = import_module(f"kamtui.cli.{noun}").app.commands
        found += [[noun, command, "--help"] for command in commands]
    return found


def main() -> None:
    os.environ["COLUMNS"] = "200"
    i18n.use("zh")
    said = {" ".join(words): printed(words) for words in helps()}
    said |= {line: printed(line.split()) for line in READS.split("\n") if line}
    json.dump(said, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
