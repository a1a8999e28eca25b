"""The public data sets that some tests read where they lie; they are no part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "data"


def real(path: str) -> Path:
    """A file or folder of the data sets, in $KAMTUI_REAL_DATA or beside the checkout; skips where it is absent."""
    base = Path(os.environ.get("KAMTUI_REAL_DATA") or _BESIDE_THE_CHECKOUT)
    found = base / path
    if not found.exists():
        pytest.skip(f"the data sets are not here: {found} (set KAMTUI_REAL_DATA to their folder)")
    return found
