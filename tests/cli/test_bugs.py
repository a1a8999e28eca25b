"""A mistake in the program itself: said in one sentence, logged without anybody's data, and an exit code of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BUGGY = """
import sys
import kamtui.cli.app
def run(*arguments): raise RuntimeError("华为 owes us 3")
kamtui.cli.app.run = run
from kamtui.__main__ import main
sys.argv = ["kamtui", "today"]
main()
"""


def test_a_bug_is_a_sentence_and_a_log_and_no_traceback(tmp_path: Path) -> None:
    here = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", BUGGY], env=here, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 70
    assert done.stdout == ""
    assert done.stderr.startswith("kamtui stopped because of a mistake in it (RuntimeError).")
    assert "Traceback" not in done.stderr
    (log,) = tmp_path.rglob("crash.log")
    assert "RuntimeError" in log.read_text(encoding="utf-8")
    assert "华为" not in done.stderr + log.read_text(encoding="utf-8")
