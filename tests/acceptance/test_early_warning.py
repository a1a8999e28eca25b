"""The early warning earns its place: on accounts it was not fitted on, it is ahead of recency and of RFM."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kamtui.domain import outlook
from kamtui.domain.outlook import History
from tests.bench.early_warning import FITTED, cases, days, fit, is_held_out, judge, public, together

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def histories() -> Mapping[str, History]:
    return public(FITTED)


def test_on_the_held_out_half_the_outlook_is_ahead_of_both_baselines(histories: Mapping[str, History]) -> None:
    found = [judge(cases(histories, on, is_held_out)) for on in days(histories, 3)]
    assert len(found) == 2
    for result in (*found, together(found)):
        ours, recency, rfm = (result.scored[name] for name in ("kamtui", "recency", "RFM"))
        assert ours.auc > max(recency.auc, rfm.auc)
        assert ours.precision > max(recency.precision, rfm.precision)
        assert ours.recall > max(recency.recall, rfm.recall)


def test_the_coefficients_are_those_of_the_other_half(histories: Mapping[str, History]) -> None:
    for name, weight in fit(histories).items():
        assert getattr(outlook, name) == pytest.approx(weight, abs=0.01)
