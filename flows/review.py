"""What a person decides: the suggestions of a release as a table to work through, and its answers as rows of decisions.csv.

    interlinear review                         writes review.csv, the most frequent question first, each asked once with its places
    interlinear review --answers review.csv    adds what was answered to raw/decisions.csv

An answer is `y` (as proposed), `n` (leave it as it is, and never ask again), or what should stand there; without an answer the
question stays open. With ``--edits`` the table also lists changes that were applied, the least sure first: `n` takes one back.
"""
from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from flows.repairs.decisions import KEEP
from flows.settings import DECISION_COLUMNS, read_decisions

SHEET = ("answer", "times", "change", "now", "proposed", "confidence", "evidence", "context", "places")
YES, NO = frozenset({"y", "yes", "ok", "1"}), frozenset({"n", "no", "keep", "0"})
REACH = 60  # characters of context to both sides
_EXPECTED = 40  # characters of a turn that a decision on its speaker names
MOST_PLACES = 200

Row = Mapping[str, object]


class ReviewError(Exception):
    """A sheet that cannot be read back: says which line and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question arises: a span of an episode's raw text, what it says there, and the words around."""

    episode: str
    start: int
    end: int
    expect: str
    context: str

    def __str__(self) -> str:
        return f"{self.episode}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide, with every place where it arises."""

    change: str
    now: str
    proposed: str
    confidence: float
    evidence: str
    places: tuple[Place, ...]


def questions(release: Path, edits: bool = False) -> list[Question]:
    """Open suggestions of a release, the most frequent first; with ``edits`` also what was applied, the least sure first."""
    turns = {str(t["turn_id"]): t for t in _rows(release, "turns")}
    asked = [(s, str(s["change"])) for s in _rows(release, "suggestions")]
    out = sorted(_grouped(asked, turns), key=lambda q: (-len(q.places), -q.confidence, q.change, q.now, q.proposed))
    if edits:
        words = ("mistranscription", "casing", "spacing")
        applied = [(e, "text") for e in _rows(release, "edits") if e["kind"] in words and "mistranscription" in str(e["rule"])]
        out += sorted(_grouped(applied, turns), key=lambda q: (q.confidence, -len(q.places), q.now, q.proposed))
    return out


def write_sheet(path: Path, asked: Iterable[Question]) -> int:
    """The table as CSV (UTF-8 with a mark, so that spreadsheets read it); returns how many questions it holds."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        sheet = csv.writer(f)
        sheet.writerow(SHEET)
        for count, q in enumerate(asked, 1):
            places = " ".join(map(str, q.places[:MOST_PLACES]))
            sheet.writerow(["", len(q.places), q.change, q.now, q.proposed, f"{q.confidence:.2f}", q.evidence, q.places[0].context, places])
    return count


def answered(path: Path, asked: Sequence[Question]) -> list[dict[str, str]]:
    """Rows for decisions.csv from an answered sheet. Raises ReviewError where an answer belongs to no open question of the release."""
    known = {(q.change, q.now, q.proposed, str(p)): (q, p) for q in asked for p in q.places}
    out = []
    for line, row in _answers(path):
        if missing := [c for c in ("answer", "change", "now", "proposed", "places") if row.get(c) is None]:
            raise ReviewError(f"{path}, line {line}: has no column {missing[0]}. Keep the columns of the sheet as they are.")
        answer = row["answer"].strip()
        if not answer:
            continue
        for place in row["places"].split():
            found = known.get((row["change"], row["now"], row["proposed"], place))
            if found is None:
                raise ReviewError(f"{path}, line {line}: {place} is not asked about in this release. Write the sheet anew.")
            out.append(_decision(*found, answer))
    return out


def _answers(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a sheet with their lines; a cell may run over several."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = csv.DictReader(f)
            return [(rows.line_num, row) for row in rows]
    except (UnicodeDecodeError, csv.Error) as e:
        raise ReviewError(f"{path} cannot be read: {e}. Save it as CSV in UTF-8 (in Excel: 'CSV UTF-8').") from e


def add_decisions(path: Path, rows: Sequence[Mapping[str, str]]) -> int:
    """Adds rows to decisions.csv, which is written aside and put in its place whole; a row that stands there already is not added again.

    What else stands in the file stays: columns of the reviewer's own, and who may read it. Raises SettingsError and OSError.
    """
    seen = {tuple(str(getattr(d, c)) for c in DECISION_COLUMNS[:-1]) for d in read_decisions(path)}
    new = [r for r in rows if tuple(r[c] for c in DECISION_COLUMNS[:-1]) not in seen]
    if not new:
        return 0
    columns, old = _table(path)
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8", newline="") as f:
            sheet = csv.DictWriter(f, list(dict.fromkeys([*columns, *DECISION_COLUMNS])), extrasaction="ignore", lineterminator="\n")
            sheet.writeheader()
            sheet.writerows([*old, *new])
        if path.exists():
            shutil.copymode(path, aside)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return len(new)


def _table(path: Path) -> tuple[Sequence[str], list[Mapping[str, str]]]:
    """Columns and rows of a CSV file; none where it is not there."""
    if not path.exists():
        return (), []
    with path.open(encoding="utf-8-sig", newline="") as f:
        rows = csv.DictReader(f)
        return rows.fieldnames or (), list(rows)


def _decision(q: Question, place: Place, answer: str) -> dict[str, str]:
    low = answer.lower()
    yes, no = ({"y"}, {"n"}) if q.change == "text" else (YES, NO)  # where a text is asked for, `no`, `ok` and `1` may be what was said
    value = KEEP if low in no else q.proposed if low in yes else answer
    if q.change in ("split", "merge") and value != KEEP:
        value = ""
    return {"episode": place.episode, "start": str(place.start), "end": str(place.end), "expect": place.expect, "change": q.change,
            "value": value, "why": "reviewed"}


# --- questions from the tables of a release

def _rows(release: Path, table: str) -> Iterator[Row]:
    for part in sorted((release / "parquet" / table).glob("*.parquet")):
        yield from pq.read_table(part).to_pylist()


def _grouped(asked: Iterable[tuple[Row, str]], turns: Mapping[str, Row]) -> Iterator[Question]:
    """Questions about words are asked once for all places; one about a turn is about that turn."""
    groups: dict[tuple[str, ...], list[tuple[Row, Place]]] = {}
    for s, change in asked:
        place = _place(s, change, turns)
        key = (change, str(s["before"]), str(s["after"])) + (() if change == "text" else (str(place),))
        groups.setdefault(key, []).append((s, place))
    for (change, now, proposed, *_), rows in groups.items():
        best = max((r for r, _ in rows), key=lambda r: (float(r["confidence"]), str(r["evidence"])))  # type: ignore[arg-type]
        yield Question(change, now, proposed, float(best["confidence"]), str(best["evidence"]), tuple(p for _, p in rows))  # type: ignore[arg-type]


def _place(s: Row, change: str, turns: Mapping[str, Row]) -> Place:
    start, end = int(s["start"]), int(s["end"])  # type: ignore[call-overload]
    turn = turns.get(str(s["turn_id"]))
    around = _context(turn, start, end) if turn else ""
    if change == "speaker" and turn:  # a turn is long: its beginning names it
        first = str(turn["verbatim"])[:min(_EXPECTED, turn["spans"][0]["end"] - start)]  # type: ignore[index]
        return Place(str(s["episode_id"]), start, start + len(first), first, around)
    return Place(str(s["episode_id"]), start, end, str(s["before"]), around)


def _context(turn: Row, start: int, end: int) -> str:
    """The raw words around a span, with the span between marks."""
    at = 0
    verbatim = str(turn["verbatim"])
    for span in turn["spans"]:  # type: ignore[attr-defined]
        at += len(span["join"])
        if span["start"] <= start <= span["end"]:
            a = at + start - span["start"]
            b = min(a + end - start, len(verbatim))
            left, right = verbatim[max(a - REACH, 0):a], verbatim[b:b + REACH]
            middle = verbatim[a:b] if b - a <= 2 * REACH else verbatim[a:a + REACH] + " … "
            return " ".join(f"{left}»{middle}«{right}".split())
        at += span["end"] - span["start"]
    return ""
