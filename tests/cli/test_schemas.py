"""The published schemas are true: what the commands print on the sample book and after changes is what they say."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kamtui import paths
from kamtui.cli import schemas
from kamtui.cli.app import NOUNS, VERBS
from kamtui.clock import Clock
from kamtui.ops.sample.build import build_sample
from kamtui.store.book import Book
from tests.cli.conftest import UNPUBLISHED
from tests.cli.schemaexamples import tried
from tests.conftest import TODAY, Run
from tests.observed import keys_of

jsonschema = pytest.importorskip("jsonschema", reason="pip install kamtui[test]")

WITHOUT_JSON = {
    "demo": "it is `today` on the sample book",
    "export": "it writes a file for other programs",
    "news": "text",
    "man": "a manual page",
    "tutorial": "the app",
    "serve": "an address",
    "keys": "text",
    "completion": "a script",
    "gate": "what comes behind it answers",
    "serve-setup": "a script",
    "policy edit": "an editor; policy set answers",
    "team pack": "briefings as text",
}
"""Commands that print no JSON document of their own, and what they print."""

_NAMES = """
ls show history series totals ageing balance account dso late pattern gaps partners segments referrals headroom compare
rates stale renewals cover stock forecast peaks causes report proposals explain movement timeline rising map influences
duplicates mix overview summary movers served weeks tiers lose weight churn asset check diff ratings capacity suggest
pack group simulate plan
"""

READING = frozenset(_NAMES.split())
"""Names of commands that only read."""

VERBS_READING = ("health", "satisfaction", "today", "money", "brief", "agenda", "roi", "doctor", "journal")

NOT_SO = {"touch plan", "team cover", "opportunity lose", "policy check"}
"""What is called like a read and writes, or asks for a file."""

ARGUMENTS = {
    "ACCOUNT": ["#1", "#2", "#7", "#12", "#20"],
    "CONTACT": ["#1", "#2", "#9"],
    "LOGIN": ["li.wei"],
    "CURRENCY": ["USD"],
    "CARD.CRITERION": ["attractiveness.profit_share"],
    "N": ["20"],
}
"""Metavar -> what is tried for it; a number for anything else."""


INSTEAD = {
    "plan show": ["#1", "#2", "--company"],
    "plan history": ["#1 strengths"],
    "pareto movers": ["--from 2025-Q3..2025-Q4 --to 2026-Q2..2026-Q3", "--from 2025-Q3 --to 2026-Q3"],
    "report plan": ["#1"],
    "policy simulate": ["--starting project"],
}
"""Commands that need an option, or more than what is marked as needed."""


def commands() -> list[str]:
    """Every command there is."""
    found = [*VERBS]
    for noun in NOUNS:
        app = import_module(f"kamtui.cli.{noun}").app
        found += ([noun] if app.alone else []) + [f"{noun} {name}" for name in app.commands]
    return found


def reads() -> list[str]:
    """Those that only read."""
    without = {*NOT_SO, *WITHOUT_JSON}
    alone = [noun for noun in NOUNS if import_module(f"kamtui.cli.{noun}").app.alone]
    named = [each for each in commands() if each.partition(" ")[2] in READING and each not in without]
    return [*VERBS_READING, *alone, *named]


def lines(command: str) -> Iterator[list[str]]:
    """The command with everything that it must be given, in several ways."""
    noun, _, name = command.partition(" ")
    app = import_module(f"kamtui.cli.{VERBS[noun][0] if noun in VERBS else noun}").app
    built = app.group(noun) if not name and noun in NOUNS else app.built(name or noun)
    if command in INSTEAD:
        yield from ([*command.split(), *each.split()] for each in INSTEAD[command])
        return
    needed = [(param.metavar or "").strip("[].") for param in built.params if param.required]
    tries = [ARGUMENTS.get(kind, ["1", "2"]) for kind in needed]
    for number in range(max(map(len, tries), default=1)):
        yield [*command.split(), *(values[number % len(values)] for values in tries)]


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.kam"
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Sample", currency="CNY", fiscal_start=1)
    build_sample(book, paths.sample_book())
    book.close()
    return path


@pytest.fixture
def sample(sample_file: Path, path: Path) -> Path:
    return Path(shutil.copyfile(sample_file, path))


def valid(schema: dict[str, Any], value: object) -> list[str]:
    """What is wrong with a value."""
    checker = jsonschema.FormatChecker(formats=["date"])
    checker.checks("date-time")(
        lambda text: bool(re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", str(text or ""))) or text is None
    )
    found = jsonschema.Draft202012Validator(schema, format_checker=checker).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def test_every_command_has_a_schema_or_a_reason_for_none() -> None:
    missing = [each for each in commands() if each not in schemas.shapes()]
    assert sorted(missing) == sorted([*WITHOUT_JSON, *UNPUBLISHED])
    assert not schemas.shapes().keys() - {*commands()}


@pytest.mark.slow
def test_every_schema_is_one(run: Run) -> None:
    everything = run("schema", "--all").json
    assert everything.keys() == {*schemas.shapes(), "error"}
    for schema in everything.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_key_that_several_commands_share_is_described() -> None:
    found = Counter(key for shape in schemas.shapes().values() for key in {*keys_of(shape)})
    assert not [key for key, count in found.items() if count >= 8 and key not in schemas.descriptions()]


def test_no_description_is_of_nothing() -> None:
    keys = {key for shape in schemas.shapes().values() for key in keys_of(shape)}
    assert not [key for key in schemas.descriptions() if key.rpartition(" ")[2] not in keys]


@pytest.mark.slow
def test_what_changes_print_is_what_their_schemas_say(run: Run, sample: Path) -> None:
    wrong = []
    for line, done in [*tried(run)]:
        assert done.code == 0, (line, done.err)
        words = line.partition(" < ")[0].rpartition(": ")[2]
        command = next(each for each in sorted(commands(), reverse=True) if f"{words} ".startswith(f"{each} "))
        wrong += [(line, each) for each in valid(schemas.published(command, ""), done.json)]
    assert not wrong


@pytest.mark.slow
def test_what_every_read_prints_of_the_sample_book_is_what_its_schema_says(run: Run, sample: Path) -> None:
    printed = [(command, line, run(*line, "--json", who="zhao.min")) for command in reads() for line in lines(command)]
    assert not [(line, done.err) for _, line, done in printed if done.code not in (0, 1, 3, 6)]
    wrong = []
    for command, line, done in printed:
        if done.out:
            wrong += [(line, each) for each in valid(schemas.published(command, ""), done.json)]
    assert not wrong


def test_lists_have_the_keys_that_other_programs_rely_on(run: Run) -> None:
    item = run("schema", "account", "ls").json["items"]
    assert set(item["required"]) >= {"id", "external_id", "name", "tier", "status", "grade", "owner", "last_touch_on"}
    assert item["properties"]["revenue_12m"]["pattern"] == r"^-?\d+(\.\d+)?$"
    assert item["properties"]["last_touch_on"]["type"] == ["string", "null"]


def test_keys_may_be_added(run: Run, acme: int) -> None:
    schema = run("schema", "account", "ls").json
    rows = run("account", "ls", "--json").json
    assert not valid(schema, [{**row, "something_new": 1} for row in rows])
    assert valid(schema, [{key: value for key, value in row.items() if key != "tier"} for row in rows])


def test_a_refusal_is_what_its_schema_says(run: Run, acme: int) -> None:
    schema = run("schema", "error").json
    run("account", "add", "Acme Other Ltd")
    for line in (["account", "show", "nobody"], ["account", "show", "Acme"], ["account", "add", "--nonsense"]):
        refused = run(*line, "--json")
        assert refused.code in (2, 3)
        assert not valid(schema, json.loads(refused.err.splitlines()[-1]))


def test_alone_it_lists_the_commands_and_what_each_is_for(run: Run) -> None:
    listed = {row["command"]: row["description"] for row in run("schema", "--json").json}
    assert listed["account ls"].startswith("List accounts")
    assert all(listed.values())


@pytest.mark.parametrize(("words", "said"), [(["account"], "account ls"), (["nonsense"], "kamtui schema")])
def test_a_command_without_json_is_refused_with_what_there_is(run: Run, words: list[str], said: str) -> None:
    done = run("schema", *words)
    assert (done.code, done.out) == (3, "")
    assert said in done.err


CONTRACT = {
    "account ls": (
        "id external_id name tier status grade owner last_touch_on next_due_on revenue_12m profit_12m currency"
    ),
    "touch ls": "id account_id at kind minutes people by summary state contact_id name",
    "tier history": (
        "on from to score attractiveness potential relationship reason decided_by policy_version recorded_at"
    ),
    "tier movement": "from to matrix movers account_id name on reason",
    "pareto": ("n top_share_of_top_20pct accounts rank account_id external_id name value cumulative_share class ties"),
    "pareto movers": "risers newcomers fallers",
    "sale series": "period orders revenue profit",
    "ar ageing": "currency not_due 1_30 31_60 61_90 over_90 open_count overdue_count",
    "today": "account_id name tier status severity reasons signal text action last_touch_on",
    "import": "read created updated unchanged rejected file line reason row warnings change",
}
"""Command -> keys that programs of others rely on; they may become more, never fewer."""


@pytest.mark.parametrize("command", CONTRACT)
def test_keys_that_others_rely_on_are_always_there(command: str) -> None:
    shape = schemas.shapes()[command]
    assert {*CONTRACT[command].split()} <= {*required_of(shape)}


def required_of(shape: schemas.Shape) -> Iterator[str]:
    """Every key that is always there, where the object that has it is."""
    if isinstance(shape, list):
        for each in shape:
            yield from required_of(each)
    elif isinstance(shape, dict):
        yield from (key for key in shape if not key.endswith("?"))
        for inner in shape.values():
            yield from required_of(inner)
