"""`kamtui money`: whether a delivery may be promised, in every form, and on any day."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.fixture
def owing(run: Run) -> Run:
    """Acme owes an invoice that was due on 2026-09-19, of a limit of 10,000; of 华为 nobody entered anything."""
    for line in (
        "account add Acme",
        "account add 华为",
        "invoice add Acme 12000 --number R-1 --issued 2026-08-20 --due 2026-09-19",
        "credit set Acme --grade B --limit 10000 --on 2026-08-01",
    ):
        done = run(*line.split())
        assert done.code == 0, (line, done.err)
    return run


def test_the_first_line_says_what_speaks_against_it_and_the_rest_what_that_rests_on(owing: Run) -> None:
    name, verdict, *rest = owing("money", "Acme").lines
    assert name == "Acme #1"
    assert verdict == " ! 62 days overdue 12,000.00 CNY; exposure 120 % of the limit"
    assert any(line.split()[:3] == ["61-90d", "12,000.00", "█" * 40] for line in rest)
    assert owing("money", "Acme", "--tsv").lines[1] == "red\t62 days overdue 12,000.00 CNY"
    assert owing("money", "华为").lines[1].startswith(" ? nothing known speaks against a delivery; unknown")


def test_what_nobody_entered_is_null_and_another_day_has_its_own_answer(owing: Run) -> None:
    found = owing("money", "Acme", "--json").json
    assert (found["verdict"], [each["severity"] for each in found["against"]]) == ("red", ["red", "red"])
    assert (found["receivables"][0]["overdue"], found["credit"]["percent"]) == ("12000.00", 120.0)
    assert owing("money", "Acme", "--json", "--as-of", "2026-08-10").json["verdict"] == "unknown"
    assert owing("money", "Acme", "--json", "--as-of", "2026-09-01").json["against"][0]["severity"] == "red"
    unknown = owing("money", "华为", "--json").json
    assert (unknown["verdict"], unknown["receivables"], unknown["credit"]["limit"]) == ("unknown", None, None)
