"""`product`: what the catalogue matches, what it only suggests, and what files say of it (MV-1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.realdata import real


@pytest.fixture
def catalogue(run: Run) -> Run:
    """Two products, one with a code and an alias."""
    run("product", "add", "GTX Pro", "--code", "G-2", "--price", "4821", "--series", "GTX")
    run("product", "add", "MG Special", "--alias", "MGS", "--lead", "20d")
    return run


@pytest.mark.parametrize("text", ["GTX Pro", "gtx  pro", "ＧＴＸ Pro", "g-2", "#1"])
def test_a_product_is_found_by_its_name_its_code_and_its_id(catalogue: Run, text: str) -> None:
    assert catalogue("product", "show", text, "--json").json["name"] == "GTX Pro"


@pytest.mark.parametrize("text", ["GTXPro", "GTX-Pro", "GTX Pru"])
def test_what_is_only_nearly_right_is_suggested_and_never_taken(catalogue: Run, text: str) -> None:
    refused = catalogue("product", "show", text)
    assert (refused.code, "did you mean GTX Pro?" in refused.err) == (3, True)


def test_a_twin_is_only_added_by_saying_that_it_is_another_product(catalogue: Run) -> None:
    refused = catalogue("product", "add", "GTXPro")
    assert (refused.code, "reads like GTX Pro" in refused.err) == (2, True)
    assert catalogue("product", "add", "GTXPro", "--distinct").code == 0


def test_a_new_name_leaves_the_old_one_as_an_alias(catalogue: Run) -> None:
    catalogue("product", "edit", "GTX Pro", "--name", "GTX Professional", "--lead", "30")
    row = catalogue("product", "show", "GTX Pro", "--json").json
    assert (row["name"], row["aliases"], row["lead_days"]) == ("GTX Professional", ["GTX Pro"], 30)
    assert catalogue("product", "edit", "MG Special", "--name", "GTX Pro").code == 2


def test_a_figure_of_an_unknown_twin_is_refused_until_the_alias_is_accepted(catalogue: Run) -> None:
    catalogue("account", "add", "Acme")
    words = ("fact", "add", "Acme", "stock", "5", "--period", "2026-11-19", "--product", "GTXPro")
    refused = catalogue(*words)
    assert (refused.code, "kamtui product alias 'GTX Pro' GTXPro" in refused.err) == (3, True)
    catalogue("product", "alias", "GTX Pro", "GTXPro")
    assert catalogue(*words, "--json").json["product"] == "GTX Pro"


def test_a_file_reports_twins_and_after_the_alias_the_same_file_changes_nothing(catalogue: Run, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    rows = "Acme,2026-11-18,stock_qty,9,GTXPro\nAcme,2026-11-18,stock_qty,4,Rocket\n"
    file.write_text(f"account,period,metric,value,product\n{rows}", encoding="utf-8")
    first = catalogue("import", str(file), "--json").json
    twin, unknown = first["warnings"]
    assert twin.startswith("1 row names 'GTXPro', which is not in the catalogue; if that is GTX Pro: kamtui product ")
    assert unknown == "1 row names 'Rocket', which is not in the catalogue"
    assert "1 row of the book says it so" in catalogue("product", "alias", "GTX Pro", "GTXPro").out
    again = catalogue("import", str(file), "--json").json
    assert (again["unchanged"], again["change"]) == (2, None)
    assert [row["product"] for row in catalogue("supply", "stock", "--json").json] == ["GTX Pro", "Rocket"]
    assert len(catalogue("product", "ls", "-q").lines) == 2


def test_a_catalogue_is_imported_once_and_corrected_by_its_codes(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    head = "code,name,series,list_price,currency,lead_days\n"
    file.write_text(f"{head}A1,Chai,Tea,18,EUR,14\nA10,Chai X,Tea,,,\n", encoding="utf-8")
    assert run("import", str(file), "--json").json["created"]["products"] == 2
    assert run("import", str(file), "--json").json["unchanged"] == 2
    file.write_text(f"{head}A1,Chai Gold,Tea,19,EUR,14\n", encoding="utf-8")
    assert run("import", str(file), "--json").json["updated"] == 1
    row = run("product", "show", "Chai", "--json").json
    assert (row["name"], row["list_price"], row["currency"]) == ("Chai Gold", "19.00", "EUR")
    run("undo")
    assert run("product", "show", "A1", "--json").json["name"] == "Chai"


def test_the_seven_products_of_the_real_list_are_seven_and_gtxpro_is_none_of_them(run: Run) -> None:
    done = run("import", str(real("09_crm_maven/products.csv")), "--json").json
    assert (done["read"], done["created"]["products"]) == (7, 7)
    assert run("product", "show", "GTX Pro", "--json").json["list_price"] == "4821.00"
    assert "did you mean GTX Pro?" in run("product", "show", "GTXPro").err
