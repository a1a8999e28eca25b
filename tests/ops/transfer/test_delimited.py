from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.errors import BadInput
from kamtui.ops.transfer import headers
from kamtui.ops.transfer.delimited import Header, Layout, chunks, find_header, records, sniff
from kamtui.ops.transfer.sheets import CHUNK_ROWS, MAX_CELL, Chunk


def opener(text: str) -> Callable[[], TextIO]:
    raw = text.encode()
    return lambda: io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", newline="")


def read(text: str, *, has_nul: bool = False) -> tuple[Header, list[Chunk]]:
    layout = sniff(text)
    header = find_header(text, layout, "f.csv", known=headers.familiar)
    return header, list(chunks(opener(text), layout, header, "f.csv", has_nul=has_nul))


def cells(text: str) -> list[Sequence[str]]:
    return [row for chunk in read(text)[1] for row in chunk.rows]


def lines(text: str) -> list[int]:
    return [line for chunk in read(text)[1] for line in chunk.lines]


def bad(text: str, *, has_nul: bool = False) -> list[tuple[int, str]]:
    return [(each.line, each.reason) for chunk in read(text, has_nul=has_nul)[1] for each in chunk.bad]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]))
    assert sniff(text) == Layout(delimiter)


def test_decimal_commas_do_not_part_cells() -> None:
    assert sniff("account;date;amount\nA;1.1.2026;1,5\nB;2.1.2026;2,5\n").delimiter == ";"


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert sniff('name;note\nA;"a,b,c"\nB;"d,e,f"\nC;"g,h,i"\n').delimiter == ";"


def test_one_column_needs_no_delimiter() -> None:
    assert cells("name\nAcme\nBolt\n") == [["Acme"], ["Bolt"]]


def test_excels_own_word_for_the_delimiter_counts() -> None:
    header, found = read("sep=;\nname;amount\nA;1,5\n")
    assert header.names == ("name", "amount")
    assert found[0].rows == [["A", "1,5"]]


def test_the_users_delimiter_overrides() -> None:
    assert sniff("a,b;c,d\n1,2;3,4\n", delimiter=";").delimiter == ";"


def test_a_space_after_the_delimiter_may_stand_before_a_quote() -> None:
    assert cells('date, amount, place\n2011-01-01, "6,000,000", Galway\n') == [["2011-01-01", "6,000,000", "Galway"]]


def test_spaces_in_cells_stay() -> None:
    assert cells("foo,bar\n1, two \n") == [["1", " two "]]


def test_lines_above_the_header_are_a_preamble() -> None:
    header, found = read('Notes:\n"Some, text"\n\nFirst Name,Last Name,Company\nAda,Lovelace,Acme\n')
    assert header.line == 4
    assert header.names == ("First Name", "Last Name", "Company")
    assert header.preamble == ("Notes:", "Some, text")
    assert "line 4" in header.notes[0]
    assert found[0].lines == range(5, 6)


def test_a_title_block_padded_to_full_width_is_no_header() -> None:
    header, _ = read('"Sales report, 2026",,,\n,,,\nYear,Jan,Feb,Mar\n2026,1,2,3\n')
    assert header.names == ("Year", "Jan", "Feb", "Mar")


def test_a_row_of_known_names_wins_over_a_filled_title() -> None:
    header, _ = read("Report,2026,confidential\nAccount Name,Owner,City\nAcme,li.wei,Wuhan\n")
    assert header.names == ("Account Name", "Owner", "City")


def test_the_user_can_say_where_the_header_is() -> None:
    text = "x,y\na,b\n1,2\n"
    assert find_header(text, Layout(), "f.csv", line=2).names == ("a", "b")
    with pytest.raises(BadInput, match=r"f.csv has no header on line 9"):
        find_header(text, Layout(), "f.csv", line=9)


def test_a_file_without_a_header_is_pointed_out() -> None:
    header, _ = read("1,2,3\n4,5,6\n")
    assert "looks like data" in header.notes[0]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadInput, match=r"f.csv is empty: there is no header on line 1"):
        find_header("\n\n", Layout(), "f.csv")


def test_two_columns_of_one_name_are_refused_by_name() -> None:
    with pytest.raises(BadInput, match=r"f.csv, line 1: two columns are called 'Phone' \(columns 2, 4\)"):
        read("Name,Phone,City,Phone\nA,1,B,2\n")


def test_columns_without_a_name_may_repeat() -> None:
    assert read("a,b,,\n1,2,,\n")[0].names == ("a", "b", "", "")


def test_old_mac_line_ends_are_lines() -> None:
    text = 'a,b,c\r1,2,3\r"Once upon\ra time",5,6\r7,8,9\r'
    assert cells(text) == [["1", "2", "3"], ["Once upon\ra time", "5", "6"], ["7", "8", "9"]]
    assert lines(text) == [2, 3, 5]


def test_windows_line_ends_inside_a_cell_stay() -> None:
    text = 'a,b\r\n"x\r\ny",1\r\nz,2\r\n'
    assert cells(text) == [["x\r\ny", "1"], ["z", "2"]]
    assert lines(text) == [2, 4]


def test_line_numbers_stay_right_behind_cells_of_several_lines() -> None:
    text = 'a,b\n1,"x\ny\n\nz"\n2,q\n\n3,"p\nq"\n4\n'
    assert lines(text) == [2, 6, 8]
    assert bad(text) == [(10, "cells: 1; the header has 2")]


def test_blank_lines_are_skipped() -> None:
    assert cells("a,b\n\n1,2\n,\n  , \n3,4\n") == [["1", "2"], ["3", "4"]]


def test_a_short_row_is_rejected_with_its_line() -> None:
    assert bad("a,b,c\n1,2,3\n1,2\n") == [(3, "cells: 2; the header has 3")]


def test_a_long_row_is_rejected_unless_what_is_too_much_is_empty() -> None:
    text = "a,b\n1,2,3\n4,5,,\n"
    assert bad(text) == [(2, "cells: 3; the header has 2")]
    assert cells(text) == [["4", "5"]]


def test_a_row_with_nul_is_rejected_with_its_line() -> None:
    assert bad("a,b\n1,2\n\x00,3\n", has_nul=True) == [(3, "a cell holds the character NUL")]


def test_a_quote_that_never_ends_refuses_the_file_with_the_line_it_begins_on() -> None:
    with pytest.raises(BadInput, match=r"f.csv, line 3: a quote is opened and never closed"):
        read('a,b\n1,2\n3,"four\n5,6\n')


def test_text_behind_a_closing_quote_refuses_the_file_with_the_line() -> None:
    with pytest.raises(BadInput, match=r"f.csv, line 2: text after a closing quote"):
        read('foo,bar,baz\n1,"Hey, I missed " it",3\n')


def test_a_broken_header_names_its_line() -> None:
    text = '"a" x,b\n1,2\n'
    with pytest.raises(BadInput, match=r"f.csv, line 1: text after a closing quote"):
        list(chunks(opener(text), Layout(), Header(("a", "b"), 1, ()), "f.csv", has_nul=False))


def test_quotes_inside_an_unquoted_cell_stay_as_they_are() -> None:
    assert cells('item,size\nPipe,5" long\n') == [["Pipe", '5" long']]


def test_an_endless_cell_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"f.csv, line 2: a cell is longer than 1,000,000 characters"):
        read(f'a,b\n1,"{"x" * (MAX_CELL + 1)}"\n')


def test_cells_longer_than_pythons_own_limit_are_read() -> None:
    assert cells(f"a,b\n1,{'x' * 200_000}\n") == [["1", "x" * 200_000]]


def test_every_cell_is_text_and_keeps_its_zeros() -> None:
    assert cells("code,phone\n007,013800000000\n") == [["007", "013800000000"]]


def test_the_error_of_a_long_file_names_the_line() -> None:
    text = "a,b\n" + "1,2\n" * (CHUNK_ROWS + 5) + '3,"x" y\n'
    with pytest.raises(BadInput, match=f"line {CHUNK_ROWS + 7}: text after"):
        read(text)


def test_records_give_a_blank_line_as_one_empty_cell() -> None:
    assert list(records(opener("foo\n\n")(), Layout(), "f.csv")) == [(1, ["foo"]), (2, [""])]


def test_a_file_without_a_header_can_be_given_one() -> None:
    header = Header(("a", "b"), 1, ())
    found = list(chunks(opener("1,2\n3,4\n"), Layout(), header, "f.csv", has_nul=False, has_header=False))
    assert found[0].rows == [["1", "2"], ["3", "4"]]
    assert found[0].lines == range(1, 3)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=2, max_size=2),
        min_size=1,
        max_size=20,
    )
)
def test_what_pythons_writer_wrote_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second"])
    writer.writerows(table)
    header = Header(("first", "second"), 1, ())
    found = chunks(opener(out.getvalue()), Layout(), header, "f.csv", has_nul=False)
    kept = [row for row in table if any(cell.strip() for cell in row)]
    read_back = [list(row) for chunk in found for row in chunk.rows if any(cell.strip() for cell in row)]
    assert read_back == kept
