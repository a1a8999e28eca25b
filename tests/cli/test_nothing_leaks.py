"""Every command that reads, and what others would write, run by somebody who may not see what was said (P19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from kamtui.cli import app
from kamtui.domain.links import LinkKind
from kamtui.domain.teams import Rated
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.history import undo
from kamtui.ops.influences import judge_influence
from kamtui.ops.issues import add_issue, resolve_issue
from kamtui.ops.links import add_link
from kamtui.ops.merging import merge_accounts
from kamtui.ops.opinions import add_opinion, edit_opinion, remove_opinion
from kamtui.ops.plans import start_plan
from kamtui.ops.profiles import set_profile
from kamtui.ops.samepeople import merge
from kamtui.ops.teams import rate_manager
from kamtui.store import journal
from kamtui.store.book import Book
from tests.conftest import TODAY, Run

CHEN, WANG = 1, 2
SECRET = "sekrit"
"""Begins every text that was written in confidence."""

LAST_MONTH = dt.date(2026, 10, 20)

WRITING = {
    "init",
    "demo",
    "serve",
    "tutorial",
    "settings set",
    "doctor",
    "backup",
    "restore",
    "news",
    "keys",
    "completion",
    "contact purge",
    "policy edit",
} | {"policy check", "policy simulate", "pareto movers", "health"}
"""Commands without --dry-run that write, read nothing of accounts, or want words of their own (OTHERS)."""

WORDS = {
    "account": ("acme", "Old Acme"),
    "contact": ("2",),
    "login": ("li.wei",),
    "filter": ("",),
    "section": ("goals",),
    "criterion": ("attractiveness.growth",),
    "percent": ("20",),
    "points": ("5",),
    "exception": ("1",),
    "currency": ("EUR",),
    "file": ("",),
    "what": ("opinions",),
}
"""What is said for an argument; where there is no word for it, 1 if there must be one, else nothing."""

MORE = ("--all", "--history", "--confidential", "--group", "--archived", "--drivers", "--lines", "--disagree")
"""Options that ask for more."""

OTHERS = (
    "account ls sekrit",
    "contact ls --all",
    "export issues --confidential",
    "export accounts",
    "export contacts",
    "export touches",
    "journal --exports",
    "profile ls acme --contact 2 --history",
    "profile ls --field interests",
    "profile ls --field sekritfield",
    "brief acme --format html --confidential",
    "brief acme --format md",
    "report account acme --format html --confidential",
    "report plan acme --format html",
    "team pack li.wei --format html",
    "link ls --contact 2 --all",
    "opinion ls --about chen.jing",
    "contact influence acme 2 --role user --win x --dry-run",
    "contact influence acme 2 --confidential --dry-run",
    "contact verify acme 2 --dry-run",
    "contact leave 1 --successor --dry-run",
    "health acme",
    "health --all",
    "contact influences acme --history 2",
    "pareto movers --from 2026-Q1 --to 2026-Q2",
    "contact merge 1 2 --dry-run",
    "contact unmerge 4 --dry-run",
    "contact edit 2 --name Wang --dry-run",
    "contact move 1 --title CPO --successor --dry-run",
    "account merge acme Third --dry-run",
    "account unmerge #2 --dry-run",
    "account split acme Spun --on 2026-01-01 --person 1 --dry-run",
    "profile set acme interests x --contact 2 --dry-run",
    "profile set acme goals x --dry-run",
    "profile confirm acme --contact 2 --dry-run",
    "opinion edit 1 --score 9 --dry-run",
    "opinion remove 1 --dry-run",
    "link end 1 --dry-run",
    "issue ls acme --open --late",
    "issue causes --least 1",
    "issue add acme x --key sekrit --dry-run",
    "issue edit 1 --cause x --dry-run",
    "issue answer 1 --dry-run",
    "issue reopen 2 --dry-run",
    "account handover li.wei chen.jing --from 2026-11-20 --dry-run",
    "flag answer acme role:coach --strength x --dry-run",
    "today --all --limit 99",
)
"""Further words of reading commands, and writes that would show what they replace."""


SHOWN = {"journal", "contact", "profile", "link", "opinion", "issue", "team"}
"""What has at least one line for everything that was said in confidence."""


@pytest.fixture
def told(book: Book, acme: int) -> int:
    """li.wei was told a lot of 王伟 in confidence; some of it was merged, undone or taken out. How many changes."""
    for person in (CHEN, WANG):
        judge_influence(book, acme, person, {"roles": "economic", "win": "sekritwin", "confidential": True})
    judge_influence(book, acme, CHEN, {"win": "known to all", "confidential": False})
    judge_influence(book, acme, WANG, {"result": "sekritresult", "stance": -2})
    set_profile(book, None, "birthday", "1975-03-31", contact_id=WANG, confidential=True)
    set_profile(book, acme, "interests", "sekritfact", contact_id=WANG, confidential=True)
    set_profile(book, acme, "sekritfield", "sekritvalue", confidential=True)
    set_profile(book, acme, "goals", "sekritgoal", confidential=True)
    add_link(book, acme, LinkKind.INFLUENCES, contact_id=WANG, to_contact_id=CHEN, note="sekrittie", confidential=True)
    for number in (1, 2):
        add_opinion(book, acme, 3, about="chen.jing", contact_id=WANG, text="sekritword", is_touch=False)
        edit_opinion(book, number, {"confidential": True})
    remove_opinion(book, 2)
    rate_manager(book, "chen.jing", Rated.INTELLECT, 2, note="sekritrating")
    for number in (1, 2):
        key = f"sekrit{number}"
        add_issue(book, acme, "sekrittitle", cause="sekritcause", key=key, on=LAST_MONTH, confidential=True)
    resolve_issue(book, 2, answer="sekritanswer", lesson="sekritlesson", on=LAST_MONTH)
    twin = add_contact(book, acme, "Wang Wei").value.contact_id
    judge_influence(book, acme, twin, {"roles": "user", "win": "sekrittwin", "confidential": True})
    merge(book, WANG, twin)
    old = add_account(book, "Old Acme").value.account_id
    set_profile(book, old, "needs", "sekritneed", confidential=True)
    rival = add_link(book, old, LinkKind.REFERRAL, to_account_id=acme, note="sekritreferral", confidential=True)
    assert rival.change is not None
    merge_accounts(book, acme, old)
    set_profile(book, acme, "mission", "sekritmission", confidential=True)
    undo(book)
    add_account(book, "Third")
    start_plan(book, acme)
    leave(book, WANG, on=TODAY, successor=True)
    return max(change.id for change in journal.changes(book.conn))


def reading() -> Iterator[list[str]]:
    """Every command that writes nothing, with a word for each argument it needs, and asking for more where it can."""
    for words, command in _commands():
        options = {name: param for param in command.params if param.param_type_name == "option" for name in param.opts}
        switches = {name for name, param in options.items() if param.is_flag}
        if " ".join(words) in WRITING or "--dry-run" in options:
            continue
        named = {param.name: param.required for param in command.params if param.param_type_name == "argument"}
        flags = [flag for flag in MORE if flag in switches]
        for account in WORDS["account"] if "account" in named else ("",):
            words_for = {name: (account,) if name == "account" else WORDS.get(name) for name in named}
            said = [found[0] if found else "1" if named[name] else "" for name, found in words_for.items()]
            yield [*words, *filter(None, said), *flags]


def _commands() -> Iterator[tuple[list[str], Any]]:
    for verb, (module, _) in app.VERBS.items():
        yield [verb], import_module(f"kamtui.cli.{module}").app.built(verb)
    for noun in app.NOUNS:
        group = import_module(f"kamtui.cli.{noun}").app.group(noun)
        for name in group.list_commands(None):
            yield [noun, name], group.get_command(None, name)
        if group.invoke_without_command:
            yield [noun], group


def said_to(run: Run, who: str, lines: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Every command line and what it answered somebody, less what they typed themselves."""
    for line in lines:
        for as_json in ([], ["--json"]):
            ran, typed = run(*line, *as_json, who=who), " ".join([*line, *as_json])
            assert ran.code in (0, 1, 3, 7), (typed, ran.err)
            yield typed, (ran.out + ran.err).replace(" ".join(line), "")


@pytest.mark.reliability
@pytest.mark.parametrize("who", ["zhao.min", "gone.by", "stranger"])
def test_no_command_shows_what_was_said_in_confidence_to_who_only_reads(told: int, run: Run, who: str) -> None:
    assert run("user", "add", "zhao.min", "--role", "reader").code == 0
    assert run("user", "add", "gone.by", "--role", "head").code == 0
    assert run("user", "leave", "gone.by", "--on", "2026-11-19").code == 0
    lines = [*reading(), *(line.split() for line in OTHERS), *(["journal", str(one)] for one in range(1, told + 1))]
    assert [typed for typed, said in said_to(run, who, lines) if SECRET in said or "1975" in said] == []


def test_no_command_shows_a_colleague_what_was_said_in_confidence(told: int, run: Run) -> None:
    lines = [*reading(), *(line.split() for line in OTHERS), *(["journal", str(one)] for one in range(1, told + 1))]
    assert len(lines) > 130
    leaks = [typed for typed, said in said_to(run, "chen.jing", lines) if SECRET in said or "1975" in said]
    assert leaks == []
    # and the same words show their author all of it
    shown = "".join(said for _, said in said_to(run, "li.wei", [line for line in lines if line[0] in SHOWN]))
    texts = [
        "win",
        "result",
        "fact",
        "value",
        "field",
        "goal",
        "tie",
        "word",
        "rating",
        "twin",
        "need",
        "referral",
        "mission",
    ]
    assert [text for text in texts if f"{SECRET}{text}" not in shown] == []
