"""The tests. With KAMTUI_TEST_SQLITE=stdlib they run on the SQLite of the standard library."""

from __future__ import annotations

import os
import sys

if os.environ.get("KAMTUI_TEST_SQLITE") == "stdlib":
    # before anything is imported that would pick it up: kamtui.store.sqlite, sqlite-utils
    sys.modules["pysqlite3"] = None  # type: ignore[assignment]
