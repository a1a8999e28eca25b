"""The one thread that writes, in the order of the keys."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """Runs one call after the other. A pool of workers would finish them in any order."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kamtui-writer")
        self._last: Future[object] | None = None

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a call behind all earlier ones."""
        future = self._executor.submit(call, *args, **kwargs)
        self._last = future  # type: ignore[assignment]
        return future

    def finish(self, timeout_s: float | None = None) -> bool:
        """Wait until everything asked for is done; False when the time is up first. Callable from any thread."""
        if self._last is None:
            return True
        return bool(wait([self._last], timeout_s).done)

    def close(self) -> None:
        """Do what is queued, then nothing more."""
        self._executor.shutdown(wait=True)
