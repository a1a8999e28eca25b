"""Changes to try on the sample book, one after the other, so that what each prints with --json is seen."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from tests.conftest import Ran, Run

WRITES = """
account add "Nova Drives GmbH" --id N1 --owner li.wei --kind end_user
account edit A04 --industry textiles
account edit A04 --stdin < {"account": "A04", "region": "East"}
account move N1 A01
account apart A01 A02 --reason "two firms"
account archive N1
account archive N1 --back
contact add A01 "New Person" --title Buyer --level mid
contact edit "New Person" --phone "+86 10 1234"
contact join "New Person" A02 --title Adviser
contact verify A01
contact leave "New Person" --reason left_company --account A02
contact purge "New Person" --yes
touch add A01 "a first talk" --kind call --minutes 30
touch edit 1 --minutes 45
wu.tao: touch add A01 "the same talk" --kind call --minutes 30
wu.tao: touch join LAST BEFORE
wu.tao: touch part LAST
log "c hello >fri send it" --account A01
status set A02 solid --reason "they said so"
status reset A03 --reason "starts anew"
opinion add A01 8
issue add A02 "A bearing runs hot" --kind quality
issue edit LAST --severity 1
issue answer LAST
issue resolve LAST "the preload" --cause preload --lesson "measure it" --prevented-by "a gauge"
issue reopen LAST
sale add A01 1000 --number S-1
invoice add A01 1200 --number R-1
invoice dispute R-1 "wrong price"
invoice settle R-1
payment add A01 500
profile set A01 values "clear words"
profile confirm A01
profile partnership A04 exploring
rival note A02 Hedelin --product "Wheel drive LW"
rival confirm A04 Norvak --product "flow wrapper gearheads"
rival gone A02 Hedelin --product "Wheel drive LW"
flag raise A01 rivals "they were seen at the gate"
flag settle 1
link add A02 partner --to-account A03
link end 1
credit set A02 --grade B --limit 100000 --reason "a good year"
credit review A01
terms add A04 training --title "a day at the works"
terms add A04 rebate --value 2 --title "a rebate" --proposal "once"
terms edit 1 --result "kept"
terms end 1
fact add A02 stock 12 --period 2026-Q3
opportunity add "Second line" --account A02 --amount 100000
opportunity edit 1 --note "asked twice"
opportunity move 1 best_few
opportunity lose 1 --reason price
opportunity reopen 1
opportunity win 2
quota set li.wei 1000000
product add "Ring gear RG" --code RG1
product edit "Ring gear RG" --series rings
product alias "Ring gear RG" RG
product archive "Ring gear RG"
peak add A01 "Spring" --starts 60d --ends 90d
peak edit 1 --note "as every year"
peak prepare 1
peak add A01 "Last spring" --starts 2026-03-01 --ends 2026-04-01
peak result LAST "all went out in time"
peak cancel 2
score set A01 loss_impact 4
task add "send the offer" --account A01 --due 5d
task edit 1 --due 7d
task done 1
task reopen 1
task cancel 1
plan start A07
plan write A07 strengths "near to the plant"
plan confirm A01
plan review A07 "as planned"
plan assign A07 chen.jing
plan close A07
goal add A01 "two more lines" --target 2
goal edit 1 --target 3
goal measure 2 1
goal settle 1 reached
exception add "a price below the list" --kind price --account A02 --proposal "once, for the line"
exception comment LAST "how long?"
exception approve LAST --reason "once"
exception refuse 2 "not this year"
exception add "another price" --kind price --account A02 --proposal "once"
exception withdraw LAST
review done A01
review snooze A02 3d
tier set A05 regular --reason "grew"
tier defer A27 --until 2027-01-31
tier accept A25
tier reject A04 --reason "they come back"
tier playbook A05
shed set "#40" "orders from 500 up" --cautions all --reason "too dear"
shed end "#40"
team leave A01 wu.tao
team join A01 wu.tao tech_support
team cover A01 P001 wu.tao --strength 3
team uncover A01 P001 wu.tao
team rate li.wei intellect 4
rate set USD 7.1 --base CNY
user add new.one --name "New One"
user edit new.one --role support
user leave new.one
user leave new.one --back
user remove new.one
settings set language en
undo
redo
backup
"""
"""A line each; "login:" in front says who, LAST and BEFORE are the last two ids that were answered, < is stdin."""


def tried(run: Run) -> Iterator[tuple[str, Ran]]:
    """Each of them run with --json, and what came of it."""
    ids = [0, 0]
    for line in WRITES.strip().splitlines():
        words, _, stdin = line.partition(" < ")
        who, colon, rest = words.partition(": ")
        words = (rest if colon else words).replace("LAST", str(ids[-1])).replace("BEFORE", str(ids[-2]))
        done = run(*shlex.split(words), "--json", stdin=stdin, who=who if colon else "zhao.min")
        yield line, done
        answered = json.loads(done.out) if done.out else None
        if isinstance(answered, dict) and isinstance(answered.get("id"), int) and answered["id"] != ids[-1]:
            ids.append(answered["id"])
