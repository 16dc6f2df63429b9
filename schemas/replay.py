"""Replay: spans and edits say exactly what verbatim and text read, and raw files hold what verbatim says.

Where `verbatim` is the spans' characters, each edit stands at a known place of it; putting `after` for `before` there must
give `text`. Undoing is then the same steps backwards, so what replays can be undone.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report, shown
from schemas.frames import Frames, Spans, true
from schemas.offsets import holders


def verbatim_fits_its_spans(f: Frames) -> Iterator[Breach]:
    """`verbatim` is as long as spans and joins together, and the joins stand where they must."""
    s = f.spans
    size = np.zeros(f.rows("turns"), np.int64)
    last = np.append(s.turn[1:] != s.turn[:-1], True)[: len(s.turn)]
    size[s.turn[last]] = s.base[last] + s.end[last] - s.start[last]
    joined = np.flatnonzero(true(pc.greater(pc.binary_length(s.joins), 0)))
    opens = np.append(True, s.turn[1:] != s.turn[:-1])
    first = joined[opens[joined]]
    yield from report("joins", "turns", "spans", s.turn[first], s.joins.take(pa.array(first)), "an empty join before the first span")
    at = 0
    for batch in f.tables["turns"].batches("verbatim"):
        texts = pc.fill_null(batch.column(0), "")
        lengths = pc.utf8_length(texts).to_numpy()
        odd = np.flatnonzero(lengths != size[at:at + len(texts)])
        yield from report("verbatim", "turns", "verbatim", at + odd, ("{} characters", lengths[odd]),
                          ("{}, the length of its spans and joins", size[at + odd]))
        lo, hi = np.searchsorted(s.turn[joined], [at, at + len(texts)])
        yield from _joins(s, joined[lo:hi], texts, at)
        at += len(texts)


def _joins(s: Spans, wanted: np.ndarray, texts: pa.Array, at: int) -> Iterator[Breach]:
    shown_at: dict[int, str] = {}
    for i, join in zip(wanted.tolist(), s.joins.take(pa.array(wanted)).to_pylist()):
        row = int(s.turn[i])
        if row not in shown_at:
            shown_at = {row: texts[row - at].as_py()}
        found = shown_at[row][s.base[i] - len(join):s.base[i]]
        if found != join:
            yield Breach("joins", "turns", row, "verbatim", f"{shown(found)} before the span at {s.start[i]}", f"the join {shown(join)}")


def turns_replay(f: Frames) -> Iterator[Breach]:
    """The edits of a turn turn its verbatim into its text."""
    s, held = f.spans, holders(f)
    start = f.numbers("edits", "start")
    mine = np.flatnonzero(held >= 0)
    turn, place = s.turn[held[mine]], s.base[held[mine]] + start[mine] - s.start[held[mine]]
    order = np.lexsort((f.numbers("edits", "end")[mine], place, turn))
    mine, turn, place = mine[order], turn[order], place[order]
    yield from _befores_fit(f)
    words = _Words(f, mine)
    at = 0
    for batch in f.tables["turns"].batches("verbatim", "text"):
        lo, hi = np.searchsorted(turn, [at, at + batch.num_rows])
        edited = np.unique(turn[lo:hi])
        differs = true(pc.not_equal(batch.column(0), batch.column(1)))
        differs[edited - at] = False
        for row in np.flatnonzero(differs).tolist():
            yield _differs(at + row, batch.column(1)[row].as_py(), batch.column(0)[row].as_py(), "verbatim, as no edit lies in the turn")
        yield from _replayed(batch, at, turn[lo:hi], place[lo:hi], mine[lo:hi], words.of(lo, hi))
        at += batch.num_rows


def _befores_fit(f: Frames) -> Iterator[Breach]:
    width = f.numbers("edits", "end") - f.numbers("edits", "start")
    at = 0
    for batch in f.tables["edits"].batches("before"):
        lengths = pc.utf8_length(pc.fill_null(batch.column(0), "")).to_numpy()
        odd = np.flatnonzero(lengths != width[at:at + len(lengths)])
        yield from report("edits", "edits", "before", at + odd, ("{} characters", lengths[odd]),
                          ("{}, from its start to its end", width[at + odd]))
        at += batch.num_rows


class _Words:
    """`before` and `after` of edits in the order of turns, some at a time."""

    def __init__(self, f: Frames, rows: np.ndarray):
        whole = f.tables["edits"].take("before", "after")
        self._table = whole.take(pa.array(rows)) if len(rows) else whole.slice(0, 0)

    def of(self, lo: int, hi: int) -> list[tuple[str, str]]:
        part = self._table.slice(lo, hi - lo)
        return list(zip(*(pc.fill_null(part.column(i), "").to_pylist() for i in (0, 1))))


def _replayed(batch: pa.RecordBatch, at: int, turns: np.ndarray, places: np.ndarray, rows: np.ndarray,
              words: list[tuple[str, str]]) -> Iterator[Breach]:
    """Breaches of the turns of a batch that have edits, given these in the order of turns and places."""
    edges = np.flatnonzero(np.append(True, turns[1:] != turns[:-1])).tolist() if len(turns) else []
    wanted = pa.array(turns[edges] - at) if edges else pa.array([], pa.int64())
    texts = zip(*(pc.fill_null(batch.column(i), "").take(wanted).to_pylist() for i in (0, 1)))
    stops = [*edges[1:], len(places)]
    steps = places.tolist()
    for first, stop, (verbatim, text) in zip(edges, stops, texts):
        out, done = [], 0
        for k in range(first, stop):
            (before, after), p = words[k], steps[k]
            there = verbatim[p:p + len(before)]
            if there != before:
                yield Breach("replay", "edits", int(rows[k]), "before", shown(before), f"{shown(there)}, as verbatim has it")
            out += (verbatim[done:p], after)
            done = p + len(before)
        replayed = "".join(out) + verbatim[done:]
        if replayed != text:
            yield _differs(int(turns[first]), text, replayed, "its verbatim with its edits")


def _differs(row: int, text: str, wanted: str, what: str, column: str = "text", rule: str = "replay") -> Breach:
    """A breach that quotes the two texts from a little before where they part."""
    i = next((i for i, (a, b) in enumerate(zip(text, wanted)) if a != b), min(len(text), len(wanted)))
    cut = slice(max(i - 20, 0), i + 40)
    return Breach(rule, "turns", row, column, f"{text[cut]!r} at character {cut.start}", f"{wanted[cut]!r}, {what}")


# --- with the raw files

def against_raw(f: Frames, raw: Mapping[str, str]) -> Iterator[Breach]:
    """What verbatim, edits and blocks say stands in the raw texts, where the text of their episode is given."""
    if "episodes" in f:
        chars = f.numbers("episodes", "raw_chars")
        for row, episode in enumerate(f.column("episodes", "episode_id").to_pylist()):
            if episode in raw and len(raw[episode]) != chars[row]:
                wanted = f"{len(raw[episode])}, the characters of the raw text"
                yield Breach("raw text", "episodes", row, "raw_chars", str(chars[row]), wanted)
    if "turns" in f:
        yield from _verbatim_is_raw(f, raw)
    if "edits" in f:
        yield from _befores_are_raw(f, raw)
    if "blocks" in f:
        start, end = f.numbers("blocks", "start"), f.numbers("blocks", "end")
        for row in np.flatnonzero(f.equal("blocks", "kind", "blank")).tolist():
            text = raw.get(f.column("blocks", "episode_id")[row].as_py())
            covered = text[start[row]:end[row]] if text is not None else ""
            if covered.strip():
                yield Breach("raw text", "blocks", row, "kind", f"blank over {shown(covered)}", "white space in a blank block")


def _verbatim_is_raw(f: Frames, raw: Mapping[str, str]) -> Iterator[Breach]:
    s = f.spans
    edges = np.searchsorted(s.turn, np.arange(f.rows("turns") + 1)).tolist()
    start, end, joins, at = s.start.tolist(), s.end.tolist(), s.joins.to_pylist(), 0
    for batch in f.tables["turns"].batches("episode_id", "verbatim"):
        for k, (episode, verbatim) in enumerate(zip(*(c.to_pylist() for c in batch.columns)), at):
            text = raw.get(episode)
            if text is None or verbatim is None:
                continue
            wanted = "".join(joins[i] + text[start[i]:end[i]] for i in range(edges[k], edges[k + 1]))
            if verbatim != wanted:
                yield _differs(k, verbatim, wanted, "as the raw text has it", "verbatim", "raw text")
        at += batch.num_rows


def _befores_are_raw(f: Frames, raw: Mapping[str, str]) -> Iterator[Breach]:
    start, at = f.numbers("edits", "start").tolist(), 0
    for batch in f.tables["edits"].batches("episode_id", "before"):
        for row, (episode, before) in enumerate(zip(*(c.to_pylist() for c in batch.columns)), at):
            text = raw.get(episode)
            there = before if text is None or before is None else text[start[row]:start[row] + len(before)]
            if there != before:
                yield Breach("raw text", "edits", row, "before", shown(before), f"{shown(there)}, as the raw text has it at {start[row]}")
        at += batch.num_rows
