"""A release from a folder of raw files: discover, read, clean, tabulate, validate, write. And the Prefect flow that does it.

`build_release` is the whole way in one function that needs no Prefect; `release_flow` is the same with one task a document,
retries, and a record of the run on the server that PREFECT_API_URL names (or a temporary one).
"""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow.compute as pc
from prefect import flow, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.context import TaskRunContext
from prefect.futures import as_completed
from prefect.states import Completed, Failed, State
from prefect.task_runners import ThreadPoolTaskRunner
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.about import About, read_about
from flows.continuity import kept_since
from flows.episode import LARGEST_MB, Quarantined, Settings
from flows.evidence import lexicon
from flows.jobs import Each, Job, Made, in_workers, make_in
from flows.quality import measured
from flows.settings import SettingsError
from flows.sources import Corpus, discover
from flows.takedowns import Takedown
from flows.twins import listed, talks, twins
from flows.validate import check_release
from flows.veil import Veil
from flows.versions import settle_version
from flows.workers import Workers
from flows.writers.assemble import Contents
from flows.writers.checksums import sha256_of
from flows.writers.data import write_data
from flows.writers.datasheet import keys
from flows.writers.facts import measure
from flows.writers.spill import Spilled
from flows.writers.store import Store, StoreError, check_name

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """How a release went: ``version`` and ``release`` name the newest one, made by this run (``new``) or found unchanged."""

    version: str | None
    release: Path | None
    new: bool
    rows: Mapping[str, int] = field(default_factory=dict)
    edits: Mapping[str, int] = field(default_factory=dict)
    quarantined: tuple[Quarantined, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 all well, 1 something quarantined, 2 no release."""
        return 2 if self.release is None else 1 if self.quarantined else 0


def build_release(raw: Path | str, output: Path | str, version: str | None = None, workers: int = 1, *, largest_mb: float | None = None,
                  mask_pii: bool = False, labels: Sequence[Path | str] = (), wait_s: float | None = None, each: Each | None = None,
                  say: Say = lambda _: None) -> Outcome:
    """Make the release of a raw folder in an output folder; where nothing changed since the newest one, none is made.

    workers   processes to spread documents over (see `flows.workers`); the release is the same for any number.
    mask_pii  mask e-mail addresses, telephone numbers and the like in the raw text before anything reads it.
    labels    files of labels made by hand (see `flows.measure`), against which the datasheet says how good the release is.
    wait_s    how long to wait for another run on the same output folder; None waits for it to end.
    each      makes the documents, in their order; the flow puts Prefect tasks here.
    Raises SettingsError and StoreError where there can be no release; a document that fails is quarantined.
    """
    raw, output = Path(raw), Path(output)
    store = Store(output)
    labels = [Path(p) for p in labels]
    _, about = look(raw, output, version, labels)
    about = replace(about, mask_pii=about.mask_pii or mask_pii)
    with store.locked(wait_s, say), store.aside() as folder:
        corpus = discover(raw, output, kept_since(store))
        settings = Settings(tuple(str(raw / x) for x in corpus.lexicons), Veil(about.mask_pii, about.pseudonyms), largest_mb or LARGEST_MB)
        jobs = [Job(source, settings, folder / "rows" / str(n)) for n, source in enumerate(corpus.sources)]
        made = list((each or in_workers(workers))(jobs))
        kept = [m for m in made if isinstance(m, Spilled)]
        quarantined = tuple(m for m in made if isinstance(m, Quarantined))
        if not kept:
            why = "No document could be read" if corpus.sources else f"{raw} holds no transcript"
            notes = (*corpus.notes, f"{why}, so there is no release.")
            return Outcome(store.latest, None, False, quarantined=quarantined, notes=notes)
        written = folder / "release"
        tables = write_data(written, kept)
        same = twins((part.episode_id, _sides(part)) for part in kept)
        buried = [_buried(t, settings.veil) for t in corpus.takedowns]
        reasons = {t.episode_id: str(b["reason"]) for t, b in zip(corpus.takedowns, buried)}
        contents = Contents(measure(written), about, tables, _inputs(corpus, made), _settings(corpus, labels, settings.veil),
                            [_reason(q, settings.veil) for q in quarantined], buried, reasons, same,
                            measured(written, raw, labels) if labels else None)
        chosen, new = settle_version(store, written, contents, version)
        if new:
            _check(written, settings.veil)
            store.reveal(written, chosen)
        store.point(chosen)
    rows = {name: t.rows for name, t in tables.items()}
    told = (f"{part.episode_id}: {note}" for part in kept for note in part.notes)
    copies = (f"{listed(t.episodes)} seem to be the same talk (likeness {t.likeness})." for t in talks(same))
    notes = (*corpus.notes, *told, *copies)
    return Outcome(chosen, store.path(chosen), new, rows, contents.facts.edits_by_kind, quarantined, notes)


def look(raw: Path, output: Path, version: str | None = None, labels: Sequence[Path] = ()) -> tuple[Corpus, About]:
    """What there is to do, before any of it is done. Raises SettingsError and StoreError where it cannot be done as asked."""
    if version is not None:
        check_name(version)
    for path in labels:
        if not path.is_file():
            raise SettingsError(str(path), "there is no such file of labels.", "Give a file that is there, or leave out --labels.")
    corpus = discover(raw, leave_out=output)
    try:
        lexicon.load([raw / x for x in corpus.lexicons])
    except lexicon.LexiconError as e:
        raise SettingsError(e.where, e.reason, e.remedy) from e
    about = read_about(raw, keys())
    for field_name, text in about.texts:
        if name := Veil(pseudonyms=about.pseudonyms).named(text):
            raise SettingsError("dataset.yaml or datasheet.yaml", f"`{field_name}` names {name}, whose name is to be hidden.",
                                "Write the other name there, or take it out of `pseudonyms`.")
    return corpus, about


def _check(written: Path, veil: Veil) -> None:
    """The release as it lies on the disk, against the contract, and what is written around its rows for hidden names. Raises StoreError."""
    for path in sorted(p for p in written.iterdir() if p.suffix in (".md", ".json")):
        if veil.named(path.read_text("utf-8")):
            raise StoreError(f"{path.name} would publish a name that is to be hidden, so the release was not made visible. "
                             "This is a fault of the pipeline: please report it.")
    problems = check_release(written)
    if problems:
        raise StoreError(f"The release as written is not valid, so it was not made visible: {problems[0]} ({len(problems)} in all). "
                         "This is a fault of the pipeline: please report it.")


def _sides(part: Spilled) -> dict[str, str]:
    """What is said in an episode, by language."""
    turns = part.table("turns")
    langs = sorted(pc.unique(turns["lang"]).to_pylist())
    return {lang: "\n".join(turns.filter(pc.equal(turns["lang"], lang))["text"].to_pylist()) for lang in langs}


def _inputs(corpus: Corpus, made: Sequence[Made]) -> list[dict[str, object]]:
    seen = []
    for source, m in zip(corpus.sources, made, strict=True):
        if m.input:
            seen.append({"file": source.rel, "episode_id": source.episode_id, "bytes": m.input.bytes, "sha256": m.input.sha256})
    return sorted(seen, key=lambda i: str(i["file"]))


def _settings(corpus: Corpus, labels: Sequence[Path], veil: Veil) -> list[dict[str, object]]:
    files = [(f, corpus.root / f) for f in corpus.settings] + sorted((f"labels/{p.name}", p) for p in labels)
    return [{"file": veil.text(name), "sha256": sha256_of(path)} for name, path in files]


def _reason(q: Quarantined, veil: Veil) -> dict[str, object]:
    return {"file": veil.text(q.file), "line": q.line, "reason": veil.text(q.reason), "remedy": q.remedy}


def _buried(takedown: Takedown, veil: Veil) -> dict[str, str | None]:
    """The tombstone of an episode, without the names that are to be hidden."""
    return {k: v and veil.text(v) for k, v in takedown.tombstone.items()}


# --- the same under Prefect

RETRIES = 2


@task(name="document", retries=RETRIES, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE, persist_result=False)
def document(job: Job, workers: Workers) -> Made:
    """One document. Where the disk refuses, not the file, it is tried again."""
    made = make_in(workers, job)
    if isinstance(made, Quarantined) and made.passing and TaskRunContext.get().task_run.run_count <= RETRIES:
        raise OSError(f"{made.file} {made.reason}")
    return made


@flow(name="interlinear-release", task_runner=ThreadPoolTaskRunner(), persist_result=False)
def release_flow(raw: str, output: str, version: str | None = None, workers: int | None = None, largest_mb: float | None = None,
                 mask_pii: bool = False, labels: list[str] | None = None, wait_s: float | None = None) -> State:
    """`build_release` with one task a document. Its result is an Outcome; the run fails where there is no release, and says why."""
    def each(jobs: Sequence[Job]) -> Iterator[Made]:
        with Workers(min(workers or os.cpu_count() or 1, len(jobs))) as pool, _progress() as progress:
            bar = progress.add_task("documents", total=len(jobs))
            futures = document.map(jobs, unmapped(pool))
            for _ in as_completed(list(futures)):
                progress.advance(bar)
            yield from (f.result() for f in futures)

    try:
        outcome = build_release(raw, output, version, largest_mb=largest_mb, mask_pii=mask_pii, labels=labels or (), wait_s=wait_s,
                                each=each, say=print)
    except (SettingsError, StoreError) as e:
        return Failed(message=str(e), data=Outcome(None, None, False, notes=(str(e),)))
    name = "NothingNew" if not outcome.new else "Quarantined" if outcome.quarantined else None
    end = Completed if outcome.release else Failed
    return end(name=name, message=f"{outcome.version}: {len(outcome.quarantined)} quarantined", data=outcome)


def _progress() -> Progress:
    """A progress bar where somebody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
