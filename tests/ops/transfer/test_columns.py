from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from kamtui.domain.contacts import Function, Level
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.transfer import columns, converters
from kamtui.ops.transfer.columns import TextEvidence
from kamtui.ops.transfer.converters import Bad
from kamtui.ops.transfer.dates import DateEvidence
from kamtui.ops.transfer.holds import Holds


def texts(holds: Holds, *cells: str) -> list[object]:
    evidence = columns.evidence_for(holds)
    assert isinstance(evidence, TextEvidence)
    columns.see(evidence, cells)
    return converters.text_converter(holds, evidence).column(cells)


def moments(*cells: str, zone: str = "UTC") -> list[object]:
    evidence = columns.evidence_for(Holds.MOMENT)
    assert isinstance(evidence, DateEvidence)
    columns.see(evidence, cells)
    return converters.moment_converter("dmy", ZoneInfo(zone), evidence).column(cells)


def words(holds: Holds, *cells: str) -> list[object]:
    return converters.word_converter(holds, {}).column(cells)


def test_keys_written_as_floats_are_whole() -> None:
    assert texts(Holds.ID, "17850.0", "", "13047.0") == ["17850", None, "13047"]


def test_keys_stay_as_they_are_where_one_of_them_is_no_number() -> None:
    assert texts(Holds.ID, "17850.0", "A1") == ["17850.0", "A1"]
    assert texts(Holds.ID, "1.5", "2.0") == ["1.5", "2.0"]


def test_zeros_in_front_are_kept() -> None:
    assert texts(Holds.ID, "0000611365", "7") == ["0000611365", "7"]


def test_zoho_writes_the_same_key_in_two_ways() -> None:
    assert texts(Holds.ID, "zcrm_4876876000000111", "4876876000000112") == ["4876876000000111", "4876876000000112"]


def test_a_word_for_nothing_among_numbers_is_nothing() -> None:
    assert texts(Holds.REFERENCE, "17850", "nan", "13047") == ["17850", None, "13047"]


def test_a_single_word_for_nothing_among_names_is_a_name() -> None:
    assert texts(Holds.NAME, "Acme", "None", "Bolt") == ["Acme", "None", "Bolt"]


def test_a_word_for_nothing_that_comes_again_is_nothing() -> None:
    assert texts(Holds.NAME, "Ann Lee", "NA", "Bo Wu", "NA") == ["Ann Lee", None, "Bo Wu", None]


def test_a_word_for_nothing_that_stands_twice_in_a_long_column_is_a_name() -> None:
    assert texts(Holds.NAME, *(f"N{i}." for i in range(100)), "-", "-")[-1] == "-"
    assert texts(Holds.NAME, *(f"N{i}." for i in range(100)), "-", "-", "-")[-1] is None


def test_na_stays_among_codes_of_its_kind() -> None:
    assert texts(Holds.NAME, "NA", "EU", "NA", "US") == ["NA", "EU", "NA", "US"]


def test_outer_spaces_of_names_are_dropped_and_line_ends_are_spaces() -> None:
    assert texts(Holds.NAME, " Carine ", "\u3000王伟\u00a0", "1 Main St\r\nTown", " ") == [
        "Carine", "王伟", "1 Main St Town", None,
    ]  # fmt: skip


def test_free_text_is_kept_exactly() -> None:
    assert texts(Holds.TEXT, " a\r\nb ", "", "NULL", " ") == [" a\r\nb ", None, "NULL", " "]


def test_local_times_are_read_in_the_given_zone() -> None:
    assert moments("5.7.2026 09:30", "5.1.2026 09:30", "5.1.2026 09:45", zone="Europe/Berlin") == [
        dt.datetime(2026, 7, 5, 7, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 1, 5, 8, 45, tzinfo=dt.UTC),
    ]


def test_times_with_their_zone_are_brought_to_utc() -> None:
    assert moments("2026-07-05T09:30:00+08:00", "2026-07-05T09:30:00Z", zone="Asia/Shanghai") == [
        dt.datetime(2026, 7, 5, 1, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 7, 5, 9, 30, tzinfo=dt.UTC),
    ]


def test_a_zone_written_beside_a_local_time_wins() -> None:
    assert moments("5.7.2026 09:30 +08:00", "5.7.2026 09:30", zone="Europe/Berlin") == [
        dt.datetime(2026, 7, 5, 1, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 7, 5, 7, 30, tzinfo=dt.UTC),
    ]


def test_days_without_a_time_stay_days() -> None:
    assert moments("5.7.2026", "6.7.2026 10:00") == [dt.date(2026, 7, 5), dt.datetime(2026, 7, 6, 10, tzinfo=dt.UTC)]


def test_a_column_that_knows_only_midnight_holds_days() -> None:
    assert moments("5.7.2026 0:00", "6.7.2026 00:00") == [dt.date(2026, 7, 5), dt.date(2026, 7, 6)]
    assert moments("2026-07-05T00:00:00Z") == [dt.date(2026, 7, 5)]


def test_full_utc_times_are_read_in_one_go_with_blanks_between() -> None:
    evidence = DateEvidence()
    evidence.see({"2026-07-05T09:30:00Z", ""})
    converter = converters.moment_converter("", dt.UTC, evidence)
    at = dt.datetime(2026, 7, 5, 9, 30, tzinfo=dt.UTC)
    assert converter.column(["2026-07-05T09:30:00Z"] * 2) == [at, at]
    assert converter.column(["2026-07-05T09:30:00Z", ""]) == [at, None]


def test_what_cannot_be_read_says_why() -> None:
    assert moments("soon", "5.7.2026 9:30")[0] == Bad("'soon' is neither a date nor a time")
    assert moments("soon", "5.7.2026")[0] == Bad("'soon' is neither a date nor a time")
    converter = converters.date_converter("dmy")
    assert converter.column(["0001-01-01", "n/a", ""]) == [Bad("'0001-01-01' is not a date"), None, None]
    assert converter.saw_bad


def test_a_day_forgets_its_time() -> None:
    assert converters.date_converter("").column(["2010-12-01 08:26:00"]) == [dt.date(2010, 12, 1)]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Meeting", Kind.MEETING), ("E-mail", Kind.EMAIL), ("Email", Kind.EMAIL), ("Phone_Call", Kind.CALL),
     ("Task", Kind.NOTE), ("电话沟通", Kind.CALL), ("上门拜访", Kind.VISIT),
     ("WeChat", Kind.MESSAGE), ("visit", Kind.VISIT)],
)  # fmt: skip
def test_kinds_of_other_programs_are_understood(word: str, kind: Kind) -> None:
    assert words(Holds.KIND, word) == [kind]


@pytest.mark.parametrize(
    ("word", "state"),
    [("Completed", TouchState.DONE), ("Held", TouchState.DONE), ("TRUE", TouchState.DONE),
     ("Not Started", TouchState.SCHEDULED), ("Planned", TouchState.SCHEDULED),
     ("已完成", TouchState.DONE), ("Canceled", TouchState.CANCELLED)],
)  # fmt: skip
def test_states_of_other_programs_are_understood(word: str, state: TouchState) -> None:
    assert words(Holds.STATE, word) == [state]


def test_other_words_with_a_fixed_meaning() -> None:
    assert words(Holds.SALE_KIND, "Credit Note", "Invoice", "汇总") == ["return", "order", "summary"]
    assert words(Holds.ACCOUNT_KIND, "Reseller", "代理商") == ["dealer", "agent"]
    assert words(Holds.LEVEL, "Executive") == [Level.EXEC]
    assert words(Holds.FUNCTION, "采购部") == [Function.PURCHASING]
    assert words(Holds.TIER, "重点客户") == [Tier.KEY]
    assert words(Holds.MINUTES, "1h30", "90") == [90, 90]
    assert words(Holds.CURRENCY, "eur", "€") == ["EUR", "EUR"]
    assert isinstance(words(Holds.SALE_KIND, "gift")[0], Bad)
    assert isinstance(words(Holds.ACCOUNT_KIND, "gift")[0], Bad)
    assert isinstance(words(Holds.STATE, "gift")[0], Bad)


def test_the_users_words_come_first_and_a_star_stands_for_the_rest() -> None:
    converter = converters.word_converter(Holds.KIND, {"Tel.": "visit"}, any_other="note")
    assert converter.column(["tel.", "call", "xyz"]) == [Kind.VISIT, Kind.CALL, Kind.NOTE]


def test_seconds_become_begun_minutes() -> None:
    converter = converters.word_converter(Holds.MINUTES, {}, unit="seconds")
    assert converter.column(["61", "120", "1h"]) == [2, 2, 60]


def test_the_words_we_accept_can_be_listed() -> None:
    assert "visit" in converters.accepted_words(Holds.KIND)
    assert converters.accepted_words(Holds.CURRENCY) == ()
    assert Holds.KIND in columns.WORDS


def test_a_column_of_anything_is_no_column_of_words() -> None:
    evidence = columns.WordEvidence()
    columns.see(evidence, [f"word {i}" for i in range(30_000)])
    assert not evidence.words


def test_cells_are_remembered_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converters, "CACHE", 2)
    converter = converters.date_converter("dmy")
    assert converter.column([f"{day}.1.2026" for day in (1, 2, 3, 4, 1)])[-1] == dt.date(2026, 1, 1)
