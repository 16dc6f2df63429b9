"""Views retell the tables: what `conversations` says is what `turns` and `pairs` say, turn for turn."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report, shown
from schemas.frames import Frames, true, unspaced

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


# --- translations

_Texts = dict[str, dict[str, list[str]]]  # by language and turn, the translations of the pairs that begin in the turn


def conversations_translate_as_pairs_do(f: Frames) -> Iterator[Breach]:
    """An episode has a row for each language of its pairs, in which a turn's translation is what the pairs that begin in it say."""
    if any((np.diff(f.episode(table)) < 0).any() for table in ("conversations", "pairs")):
        return  # rows out of order, which is told elsewhere
    found: dict[str, list[tuple[int, str, str]]] = {"target_lang": [], "turns": []}
    given = _translations(f)
    last = next(given, None)
    for episode, rows in groupby(_told(f), lambda told: told[0]):
        while last and last[0] < episode:
            last = next(given, None)
        for column, *told in _mistold(list(rows), last[1] if last and last[0] == episode else {}):
            found[column].append(tuple(told))
    for column, told in found.items():
        yield from report("translations", "conversations", column, np.array([row for row, _, _ in told], np.int64),
                          ("{}", [what for _, what, _ in told]), ("{}", [wanted for _, _, wanted in told]))


def _mistold(rows: Sequence[tuple[int, int, str | None, pa.StructArray]], given: _Texts) -> Iterator[tuple[str, int, str, str]]:
    """Column, row, what stands there and what must, for the conversations of one episode."""
    langs = list(given) or [None]
    for lost in [lang for lang in langs if lang not in [told for _, _, told, _ in rows]]:
        yield "target_lang", rows[0][1], f"no row of the episode for {lost!r}", "one for each language of its pairs, null where it has none"
    for _, row, lang, turns in rows:
        if lang not in langs:
            yield "target_lang", row, shown(lang), "a language of the episode's pairs, null where it has none"
            continue
        wanted = given.get(lang or "", {})
        for turn, text in zip(turns.field("turn_id").to_pylist(), turns.field("translation").to_pylist()):
            texts = wanted.get(turn, [])
            if (text is None) != (not texts) or unspaced(text or "") != unspaced("".join(texts)):
                yield "turns", row, f"translation {shown(text)} of {turn}", f"{shown(' '.join(texts) if texts else None)}, as in pairs"


def _told(f: Frames) -> Iterator[tuple[int, int, str | None, pa.StructArray]]:
    """Episode, row, language and turns of each conversation."""
    episode, row = f.episode("conversations"), 0
    for batch in f.tables["conversations"].batches("target_lang", "turns"):
        for lang, turns in zip(batch.column(0).to_pylist(), batch.column(1)):
            if turns.is_valid:
                yield int(episode[row]), row, lang, turns.values
            row += 1


def _translations(f: Frames) -> Iterator[tuple[int, _Texts]]:
    """Of each episode that has pairs, what they say."""
    for episode, rows in groupby(_pairs(f), lambda pair: pair[0]):
        out: _Texts = {}
        for _, lang, turns, text in rows:
            if turns and text is not None:
                out.setdefault(lang, {}).setdefault(turns[0], []).append(text)
        yield episode, out


def _pairs(f: Frames) -> Iterator[tuple[int, str, list[str] | None, str | None]]:
    at = 0
    for batch in f.tables["pairs"].batches("target_lang", "source_turn_ids", "target_text"):
        yield from zip(f.episode("pairs")[at:at + batch.num_rows].tolist(), *(column.to_pylist() for column in batch.columns))
        at += batch.num_rows
