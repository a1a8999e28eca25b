"""A book in Chinese, without the shipped translation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamtui import i18n

WORDS = {
    "key": "重点客户",
    "regular": "普通客户",
    "prospect": "潜在客户",
    "unattractive": "低吸引力",
    "developing": "发展中",
    "not rated": "未评",
    "score": "评分",
    "tier": "级别",
    "now": "现在",
    "range": "范围",
    "share": "占比",
    "total": "合计",
    "from": "从",
    "to": "到",
    "so far": "至今",
    "unchanged": "未变",
    "{count} months": "{count}个月",
    "{months}, own scales": "{months}，各自比例",
    "{count}m": "{count}月",
    "{count}d": "{count}天",
}


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "zh.json").write_text(json.dumps(WORDS), encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n.use("zh")
    yield
    i18n.use("en")
