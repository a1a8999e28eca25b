"""A Chinese sales book in GB18030 and in UTF-8: the same answer, initials, widths, duplicates (CN-1, CN-2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.commands import NOTHING, Kamtui
from tests.realdata import real

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

FOLDER = "17_chinese_companysales"
ORDERS = """
    SELECT o.客户号 AS account, o.销售订单号 AS number, o.订单签订的日期 AS date, o.订货数量 * p.价格 AS amount
    FROM {orders} o JOIN products_utf8 p USING (商品编号)
"""


def taken_in(kamtui: Kamtui, coding: str) -> Kamtui:
    """The book with customers and orders from the files of one encoding."""
    report = kamtui.take_in(str(real(f"{FOLDER}/customers.{coding}.csv")))
    assert report["created"] == {"accounts": 37, "contacts": 37, "sales": 0, "touches": 0}
    # CN-2: a warning, and two accounts still
    shared = "phone 030-88355547 is shared by 三川实业有限公司 (1), 远东科技有限公司 (2)"
    assert [warning.partition("csv: ")[2] for warning in report["warnings"]] == [shared]
    files = [str(real(f"{FOLDER}/{name}")) for name in (f"sell_orders.{coding}.csv", "products.utf8.csv")]
    report = kamtui.take_in(*files, "--as", "sales", "--sql", ORDERS.format(orders=f"sell_orders_{coding}"))
    assert report["created"] == NOTHING | {"sales": 57}
    assert any("3 rows repeat another row in everything but number" in warning for warning in report["warnings"])
    return kamtui


@pytest.fixture(scope="module")
def kamtui(tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    real(FOLDER)
    return taken_in(Kamtui(tmp_path_factory.mktemp("gb18030"), currency="CNY", today="2017-02-28"), "gb18030")


def test_cn1_both_encodings_say_the_same(kamtui: Kamtui, tmp_path: Any) -> None:
    other = taken_in(Kamtui(tmp_path, currency="CNY", today="2017-02-28"), "utf8")
    for words in (("account", "ls"), ("contact", "ls"), ("sale", "ls"), ("pareto", "--from", "2012", "--to", "2017")):
        assert kamtui.json(*words) == other.json(*words)


def test_cn1_totals(kamtui: Kamtui) -> None:
    (total,) = kamtui.json("sale", "totals")
    assert (total["documents"], total["accounts"], total["revenue"]) == (57, 22, "1719294.50")
    top = kamtui.ranking("2012", "2017", "--top", "5")["accounts"]
    assert [(row["name"], row["value"]) for row in top] == [
        ("通恒机械有限公司", "483200.00"),
        ("林川中学", "420000.00"),
        ("国皓科技有限公司", "386880.00"),
        ("国顶有限公司", "168095.00"),
        ("三川实业有限公司", "71870.00"),
    ]
    years = {row["group"]: (row["revenue"], row["accounts"]) for row in kamtui.json("sale", "totals", "--by", "year")}
    assert {year: years[year] for year in ("2013", "2014", "2015", "2016")} == {
        "2013": ("236952.00", 14),
        "2014": ("797.50", 2),
        "2015": ("946030.00", 14),
        "2016": ("531105.00", 4),
    }


def test_cn2_orders_that_differ_in_their_number_only_are_all_kept(kamtui: Kamtui) -> None:
    orders = {row["number"]: row for row in kamtui.json("sale", "ls")}
    for alike in (("54", "55", "56"), ("11", "12")):
        said = [{key: orders[number][key] for key in ("account", "date", "amount")} for number in alike]
        assert said == [said[0]] * len(alike)


def test_cn2_a_blank_in_a_phone_number_is_no_difference(kamtui: Kamtui) -> None:
    again = "UNION ALL SELECT '某某有限公司', '0717-87455522'"
    sql = f"SELECT 公司名称 AS name, 联系电话 AS phone FROM customers_utf8 {again}"
    file = str(real(f"{FOLDER}/customers.utf8.csv"))
    warnings = kamtui.json("import", file, "--as", "accounts", "--sql", sql, "--dry-run")["warnings"]
    assert any(
        warning.endswith("phone 0717- 87455522 is shared by 万海房产有限公司, 某某有限公司") for warning in warnings
    )


def test_cn2_width_does_not_matter_to_a_search(kamtui: Kamtui) -> None:
    for text in ("29号", "２９号"):
        assert "深圳市金丰达科技有限公司" in {row["name"] for row in kamtui.json("account", "ls", text)}


def test_an_account_is_found_by_its_initials(kamtui: Kamtui) -> None:
    assert [row["name"] for row in kamtui.json("account", "ls", "thjx")] == ["通恒机械有限公司"]
    assert kamtui.json("account", "show", "thjx")["name"] == "通恒机械有限公司"
