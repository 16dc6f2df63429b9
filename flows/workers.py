"""Documents spread over processes: each is worked on alone, results come in the order of the documents."""
from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Item, Result = TypeVar("Item"), TypeVar("Result")


class WorkerDied(Exception):
    """A process ended while it worked on an item that it had to itself (out of memory, most likely)."""


class Workers:
    """``run(work, item)`` in one of ``count`` processes, or here where one is enough. May be called from many threads at once.

    Processes are spawned, not forked, so that what they hold does not depend on what the caller has loaded; a script that asks for more
    than one must guard its own top level with ``if __name__ == "__main__"``.
    """

    def __init__(self, count: int):
        self.count = max(count, 1)
        self._pool: ProcessPoolExecutor | None = None
        self._lock, self._here = threading.Lock(), threading.Lock()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def run(self, work: Callable[[Item], Result], item: Item) -> Result:
        """``work(item)``. Raises WorkerDied where the process dies of it even when it has nothing else to do."""
        if self.count == 1:
            with self._here:  # one at a time, from however many threads it is asked
                return work(item)
        pool = self._open()
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            self._replace(pool)
        with _pool(1) as alone:
            try:
                return alone.submit(work, item).result()
            except BrokenProcessPool as e:
                raise WorkerDied from e

    def _open(self) -> ProcessPoolExecutor:
        with self._lock:
            self._pool = self._pool or _pool(self.count)
            return self._pool

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
