"""Where one worker is asked for, one document at a time is worked on."""
from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from flows.workers import Workers


def test_one_worker_does_one_thing_at_a_time():
    running, most, lock = 0, 0, threading.Lock()

    def work(item: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return item * 2

    with Workers(1) as workers, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda n: workers.run(work, n), range(16))) == [n * 2 for n in range(16)]
    assert most == 1
