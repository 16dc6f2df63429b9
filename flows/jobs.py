"""One document as a piece of work: what goes to a worker, what comes back, and documents spread over workers."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from flows.episode import Episode, Quarantined, Settings, make_episode
from flows.sources import Source
from flows.workers import WorkerDied, Workers
from flows.writers.spill import Spilled, spill

Made = Spilled | Quarantined


@dataclass(frozen=True, slots=True)
class Job:
    """One document to work on, and the folder where its rows go."""

    source: Source
    settings: Settings
    folder: Path


Each = Callable[[Sequence[Job]], Iterator[Made]]


def make(job: Job) -> Made:
    """Rows of one document, on the disk."""
    made = make_episode(job.source, job.settings)
    return spill(job.folder, made) if isinstance(made, Episode) else made


def make_in(workers: Workers, job: Job) -> Made:
    """``make`` in a worker process; a document that kills its process is quarantined."""
    try:
        return workers.run(make, job)
    except WorkerDied:
        return Quarantined(job.source.rel, "the process that worked on it died, twice (out of memory, most likely).",
                           "Split the file, or give the machine more memory.")


def in_workers(count: int) -> Each:
    """Makes documents in ``count`` processes and gives them in their order."""
    def each(jobs: Sequence[Job]) -> Iterator[Made]:
        with Workers(min(count, len(jobs))) as workers, ThreadPoolExecutor(workers.count) as threads:
            yield from threads.map(lambda job: make_in(workers, job), jobs)
    return each
