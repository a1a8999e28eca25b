"""`contact map`: who decides, who is missing, who reports to whom, as text and as JSON."""

from __future__ import annotations

from tests.conftest import Run


def test_the_map_names_the_missing_draws_the_chart_and_looks_back(run: Run, acme: int) -> None:
    run("contact", "add", "acme", "赵敏", "--level", "exec", "--function", "finance", "--reports-to", "王伟")
    found = run("contact", "map", "acme", "--json").json
    assert found["missing"] == ["economic", "user", "technical", "coach"]
    people = {person["name"]: person for person in found["people"]}
    assert (people["赵敏"]["depth"], people["赵敏"]["boss"], people["赵敏"]["rung"]) == (1, "王伟", None)
    assert sum(len(cell["people"]) for cell in found["grid"]) == len(people) == found["known"]
    run("account", "add", "Daughter", "--parent", "acme")
    run("contact", "add", "Daughter", "Ewa", "--level", "front", "--function", "it")
    assert "Ewa" not in people
    shown = run("contact", "map", "acme", "--group")
    assert any("Ewa  @ Daughter" in line for line in shown.lines)
    assert any("E economic ! unknown" in line for line in shown.lines)
    assert any("└ 赵敏" in line for line in shown.lines)
    before = run("contact", "map", "acme", "--as-of", "2020-01-01", "--json").json
    assert before["coverage"] is None or before["active"] == 0
    assert len(run("contact", "map", "acme", "--tsv").lines) == len(people) + 1
