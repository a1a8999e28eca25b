from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.ops.transfer import dates
from kamtui.ops.transfer.dates import DateEvidence, DateReader, Open, decide, previews


def at(*parts: int) -> dt.datetime:
    """A local time whose zone the cell does not say."""
    year, month, day, hour, minute = parts
    return dt.datetime(year, month, day, hour, minute)  # noqa: DTZ001


def evidence(*values: str) -> DateEvidence:
    found = DateEvidence()
    found.see(set(values))
    return found


def order(*values: str, asked: str = "", beside: str = "") -> str | Open:
    return decide(evidence(*values), asked, beside)


def test_a_first_number_above_twelve_proves_the_day_first() -> None:
    assert order("03/04/2024", "13/04/2024") == "dmy"


def test_a_second_number_above_twelve_proves_the_month_first() -> None:
    assert order("1/31/2024", "2/3/2024") == "mdy"


def test_what_no_value_proves_stays_open() -> None:
    assert order("03/04/2024") == Open(("dmy", "mdy"), "03/04/2024")


def test_another_column_of_the_same_rows_can_prove_it() -> None:
    assert order("03/04/2024", beside="mdy") == "mdy"


def test_dates_that_read_the_same_both_ways_are_no_question() -> None:
    assert order("01/01/2024", "02/02/2024") == "dmy"


def test_points_between_the_numbers_mean_day_first() -> None:
    assert order("03.04.2024", "05.06.2024") == "dmy"


def test_an_american_name_of_a_month_in_the_column_tells_the_rest() -> None:
    assert order("2026-11-15", "10/01/2026", "Sep 12, 2026") == "mdy"


def test_british_names_of_months_tell_nothing_about_numbers() -> None:
    found = evidence("12 Mar 2024", "Mar 12, 2024", "03/04/2024")
    assert (found.forms["named_dmy"], found.forms["named_mdy"]) == (1, 1)
    assert isinstance(decide(found), Open)


def test_a_few_contradictions_are_rows_to_reject() -> None:
    many = [f"{day:02d}/{month:02d}/2024" for day in range(13, 29) for month in range(1, 13)]
    assert order(*many, "02/30/2024", "x") == "dmy"
    assert DateReader("dmy").read("02/30/2024") is None


def test_many_contradictions_are_a_question() -> None:
    found = order("31/12/2012", "02/30/2012")
    assert isinstance(found, Open)
    assert found.orders == ("dmy", "mdy")


def test_the_user_decides_over_everything() -> None:
    assert order("13/04/2024", asked="mdy") == "mdy"


@pytest.mark.parametrize("first_is_year", [True, False])
def test_two_digit_years_are_found_because_they_are_few(first_is_year: bool) -> None:
    values = [(year, month, day) for year in (19, 20, 21) for month in range(1, 13) for day in range(1, 29)]
    texts = [f"{y}/{m:02d}/{d:02d}" if first_is_year else f"{d:02d}/{m:02d}/{y}" for y, m, d in values]
    assert order(*texts) == ("ymd" if first_is_year else "dmy")


def test_a_two_digit_year_that_could_stand_on_either_side_is_asked() -> None:
    found = order("03/01/19", "30/06/20")
    assert isinstance(found, Open)
    assert found.orders == ("dmy", "ymd")
    assert isinstance(order("03/01/19", "04/02/20"), Open)


def test_a_last_number_above_31_is_a_year() -> None:
    assert order("13/01/99", "02/03/98") == "dmy"


def test_a_first_number_above_31_is_a_year() -> None:
    assert order("99/01/13", "98/03/02") == "ymd"


def test_a_two_digit_year_with_the_month_first_is_plain() -> None:
    assert order("01/13/19", "02/28/20") == "mdy"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-31", dt.date(2026, 3, 31)),
        ("2026/3/31", dt.date(2026, 3, 31)),
        ("2026.3.31", dt.date(2026, 3, 31)),
        ("20260331", dt.date(2026, 3, 31)),
        ("2026年3月31日", dt.date(2026, 3, 31)),
        ("2026年3月", dt.date(2026, 3, 31)),
        ("2026-02", dt.date(2026, 2, 28)),
        ("2026-12", dt.date(2026, 12, 31)),
        ("12 Mar 2024", dt.date(2024, 3, 12)),
        ("12-Mar-24", dt.date(2024, 3, 12)),
        ("Mar 12, 2024", dt.date(2024, 3, 12)),
        ("September 3rd 2024", dt.date(2024, 9, 3)),
        ("1 May 68", dt.date(2068, 5, 1)),
        ("1 May 69", dt.date(1969, 5, 1)),
        ("2010-12-01 08:26:00", at(2010, 12, 1, 8, 26)),
        ("2010-12-01T08:26:00Z", dt.datetime(2010, 12, 1, 8, 26, tzinfo=dt.UTC)),
        ("31/12/2024 3:05 PM", at(2024, 12, 31, 15, 5)),
        ("31/12/2024, 12:10 a.m.", at(2024, 12, 31, 0, 10)),
        ("2024年1月2日 下午3:05", at(2024, 1, 2, 15, 5)),
        ("2024年1月2日 上午12:05", at(2024, 1, 2, 0, 5)),
        ("2024/1/2 15:05 +08:00", dt.datetime(2024, 1, 2, 15, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))),
        ("2024/1/2 15:05-0330", dt.datetime(2024, 1, 2, 15, 5, tzinfo=dt.timezone(-dt.timedelta(hours=3, minutes=30)))),
        ("2024/1/2 15:05 UTC", dt.datetime(2024, 1, 2, 15, 5, tzinfo=dt.UTC)),
    ],
)
def test_forms_that_need_no_order(text: str, read: dt.date) -> None:
    assert DateReader("dmy").read(text) == read


@pytest.mark.parametrize(
    "text",
    ["", "x", "31/31/2024", "2024-13-01", "May-20", "1/2/3/4", "12:30", "2024-01-02 25:00",
     "12 Foo 2024", "Foo 12, 2024",
     "12:30:45.123", "2024/01/02 aa:bb",
     "2024-01-02 noon", "001/02/2024", "1/2/202", "45631"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert DateReader("dmy").read(text) is None


def test_excel_day_numbers_are_dates_where_nothing_else_stands_and_they_are_of_our_time() -> None:
    assert order("45631.0", "") == "serial"
    assert isinstance(order("45631.0", "21000"), Open)
    assert order("45631.0", "2024-12-05") == "serial"
    assert isinstance(order("45631.0", "45632", "03/04/2024"), Open)
    assert DateReader("serial").read("45631.0") == dt.date(2024, 12, 5)
    assert dict(previews(Open(("serial",), "45631.0"))) == {"serial": "45631.0 = 5 Dec 2024"}


def test_previews_say_what_each_order_would_mean() -> None:
    assert dict(previews(Open(("dmy", "mdy"), "03/04/2024"))) == {
        "dmy": "03/04/2024 = 3 Apr 2024",
        "mdy": "03/04/2024 = 4 Mar 2024",
    }
    assert dict(previews(Open(("dmy",), "02/30/2024"))) == {"dmy": "02/30/2024"}


def test_midnight_is_no_time_of_day() -> None:
    assert not evidence("1/31/2024 0:00", "2/1/2024 12:00 AM").timed
    assert not evidence("2024-01-31 00:00:00").timed
    assert evidence("1/31/2024 0:00", "2/1/2024 9:00").timed
    assert evidence("2024-01-31 00:00:00", "2024-01-31 08:00:00").timed


def test_only_full_utc_times_are_read_in_one_go() -> None:
    assert evidence("2024-01-31T08:00:00Z", "").always_utc
    assert not evidence("2024-01-31T08:00:00Z", "2024-01-31").always_utc
    assert not evidence("31.1.2024").always_utc


def test_words_for_nothing_are_no_dates_and_no_complaint() -> None:
    found = evidence("n/a", "-", "31.12.2024", "perhaps")
    assert found.forms["other"] == 1
    assert found.examples == ["perhaps"]
    assert len(evidence("a", "b", "c", "d").examples) == 3


def test_a_column_of_anything_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "SEEN_LIMIT", 2)
    found = evidence("1.1.2024", "2.1.2024", "3.1.2024", "4.1.2024")
    assert found.forms["parts"] == 4


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_a_date_written_in_an_order_is_read_in_it(day: dt.date, written: str) -> None:
    short = {"dmy": f"{day:%d/%m/%y}", "mdy": f"{day:%m/%d/%y}", "ymd": f"{day:%y/%m/%d}"}[written]
    assert DateReader(written).read(short) == day
