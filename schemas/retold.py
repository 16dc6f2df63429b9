"""Views retell the tables: what `conversations` says is what `turns` says, turn for turn."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report
from schemas.frames import Frames, true

_SAID = ("turn_id", "speaker", "role", "text")


def conversations_retell_the_turns(f: Frames) -> Iterator[Breach]:
    """Each episode is there, and its conversation holds its turns in the language spoken, in order, with the same words."""
    ids, listed = f.column("episodes", "episode_id"), f.column("conversations", "episode_id")
    lost = np.flatnonzero(~true(pc.is_in(ids, value_set=listed)))
    yield from report("conversations", "episodes", "episode_id", lost, ids.take(pa.array(lost)), "an episode with a row in conversations")
    stated, counted = f.numbers("conversations", "turn_count"), f.numbers("episodes", "turns")
    home = f.find(listed, "episodes", "episode_id")
    odd = np.flatnonzero(home >= 0)
    odd = odd[stated[odd] != counted[home[odd]]]
    yield from report("conversations", "conversations", "turn_count", odd, stated[odd], ("{}, as in episodes", counted[home[odd]]))
    held = np.concatenate([np.zeros(0, dtype=np.int64), *map(_lengths, f.tables["conversations"].batches("turns"))])
    torn = np.setdiff1d(np.flatnonzero(held != stated), odd)
    yield from report("conversations", "conversations", "turns", torn, ("{} turns", held[torn]), ("{}, as turn_count says", stated[torn]))
    if not len(lost) and not len(torn) and (home >= 0).all():
        names = np.asarray(listed.to_pylist(), dtype=object)
        yield from _same_words(f, np.append(True, names[1:] != names[:-1])[:len(names)])
        yield from _same_turns(f)


def _lengths(batch: pa.RecordBatch) -> np.ndarray:
    return pc.fill_null(pc.list_value_length(batch.column(0)), 0).to_numpy().astype(np.int64)


def _same_turns(f: Frames) -> Iterator[Breach]:
    """An episode with several translations has a row for each, in which the same is said."""
    at, episode, turns = 0, None, None
    for batch in f.tables["conversations"].batches("episode_id", "turns"):
        for i in range(batch.num_rows):
            here, held = batch.column(0)[i].as_py(), batch.column(1)[i].values
            if here == episode and any(not held.field(name).equals(turns.field(name)) for name in _SAID):
                yield from report("conversations", "conversations", "turns", np.array([at + i]), "other turns",
                                  "the turns of the row before, which is of the same episode")
            episode, turns = here, held
        at += batch.num_rows


def _same_words(f: Frames, first: np.ndarray) -> Iterator[Breach]:
    """``first``: by row of conversations, whether it is the first of its episode."""
    for (row, given), (_, wanted) in _aligned(_retold(f, first), _spoken(f)):
        for name in _SAID:
            theirs, ours = given[name], wanted[name]
            odd = np.flatnonzero(true(pc.not_equal(theirs, ours)))
            if len(odd):
                at = pa.array(odd)
                yield from report("conversations", "conversations", "turns", row[odd], (f"{name} {{!r}}", theirs.take(at)),
                                  ("{!r}, as in turns", ours.take(at)))
                return  # one word too many shifts all that follows


def _retold(f: Frames, first: np.ndarray) -> Iterator[tuple[np.ndarray, pa.Table]]:
    at = 0
    for batch in f.tables["conversations"].batches("turns"):
        mine = first[at:at + batch.num_rows]
        held = batch.filter(pa.array(mine))
        rows = np.repeat(at + np.flatnonzero(mine), _lengths(held))
        items = held.column(0).flatten()
        yield rows, pa.table({name: items.field(name) for name in _SAID})
        at += batch.num_rows


def _spoken(f: Frames) -> Iterator[tuple[np.ndarray, pa.Table]]:
    home = f.find(f.column("turns", "episode_id"), "episodes", "episode_id")
    source = f.column("episodes", "source_lang").take(pa.array(np.maximum(home, 0)))
    mine = true(pc.equal(f.column("turns", "lang"), source)) & (home >= 0)
    at = 0
    for batch in f.tables["turns"].batches(*_SAID):
        mask = mine[at:at + batch.num_rows]
        yield at + np.flatnonzero(mask), pa.Table.from_batches([batch]).filter(pa.array(mask))
        at += batch.num_rows


def _aligned(one: Iterator, two: Iterator) -> Iterator[tuple[tuple[np.ndarray, pa.Table], tuple[np.ndarray, pa.Table]]]:
    """Two streams of rows cut so that each step holds as many of one as of the other; what one has beyond the other is left out."""
    a = b = None
    while True:
        a = next((x for x in one if len(x[0])), None) if a is None else a
        b = next((x for x in two if len(x[0])), None) if b is None else b
        if a is None or b is None:
            return
        n = min(len(a[0]), len(b[0]))
        yield (a[0][:n], a[1].slice(0, n)), (b[0][:n], b[1].slice(0, n))
        a = (a[0][n:], a[1].slice(n)) if n < len(a[0]) else None
        b = (b[0][n:], b[1].slice(n)) if n < len(b[0]) else None
