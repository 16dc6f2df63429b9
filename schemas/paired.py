"""Pairs retell the turns: whose words stand on both sides of a pair, in which languages, and where it begins."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report, shown
from schemas.frames import WIDE, Frames, Rows, true, unspaced

_SIDES = (("source_turn_ids", "source_lang", "source_text"), ("target_turn_ids", "target_lang", "target_text"))
_TOKEN = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u052f]+|\S")  # a word of a language written with spaces, or a character


def pairs_match_their_turns(f: Frames) -> Iterator[Breach]:
    """A pair has turns of its two languages on both sides, and its id says which episode and translation it is of."""
    lang = f.column("turns", "lang")
    for column, named, _ in _SIDES:
        empty = np.flatnonzero(f.lengths("pairs", column) == 0)
        yield from report("pairs", "pairs", column, empty, ("no turn",), "one or more")
        row, turn = _turns(f, column)
        known = np.flatnonzero(turn >= 0)
        stated, actual = f.column("pairs", named).take(pa.array(row[known])), lang.take(pa.array(turn[known]))
        wrong = np.flatnonzero(true(pc.not_equal(stated, actual)))
        yield from report("pairs", "pairs", named, row[known][wrong], stated.take(pa.array(wrong)),
                          ("{}, the language of its turns", actual.take(pa.array(wrong))))
    ids = f.column("pairs", "pair_id")
    wanted = pc.binary_join_element_wise(f.column("pairs", "episode_id"), f.column("pairs", "target_lang"), ":")
    odd = np.flatnonzero(true(pc.not_equal(pc.replace_substring_regex(ids, r":[0-9]+$", ""), wanted)))
    yield from report("pair_id", "pairs", "pair_id", odd, ids.take(pa.array(odd)), ("{}:<offset>", wanted.take(pa.array(odd))))


def pair_ids_say_where(f: Frames) -> Iterator[Breach]:
    """The offset of an id lies in a span of one of the pair's turns on the side of the translation."""
    row, turn = _turns(f, "target_turn_ids")
    ids = f.column("pairs", "pair_id")
    found = pc.extract_regex(ids, r":(?P<at>[0-9]{1,15})$")
    at = pc.struct_field(found, "at").cast(pa.int64())  # null where the id has no offset
    key = f.episode("pairs") * WIDE + np.clip(pc.fill_null(at, 0).to_numpy().astype(np.int64), 0, WIDE - 1)
    span = f.spans.last_from(key)
    owner = np.where((span >= 0) & (key < f.spans.stop[span]), f.spans.turn[span], -1) if len(f.spans.turn) else span
    size = f.rows("turns") + 1
    mine = np.isin(np.arange(len(owner)) * size + owner, row * size + turn) & (owner >= 0)
    odd = np.flatnonzero(~mine & true(at.is_valid()))
    yield from report("pair_id", "pairs", "pair_id", odd, ids.take(pa.array(odd)), "the offset of a character of its target_turn_ids")


def pairs_translate_what_is_spoken(f: Frames) -> Iterator[Breach]:
    """The source of a pair is in the language spoken in its episode."""
    home = f.find(f.column("pairs", "episode_id"), "episodes", "episode_id")
    known = np.flatnonzero(home >= 0)
    stated, spoken = f.column("pairs", "source_lang").take(pa.array(known)), f.column("episodes", "source_lang").take(pa.array(home[known]))
    wrong = np.flatnonzero(true(pc.not_equal(stated, spoken)))
    yield from report("pairs", "pairs", "source_lang", known[wrong], stated.take(pa.array(wrong)),
                      ("{}, as in episodes", spoken.take(pa.array(wrong))))


def pairs_say_what_their_turns_say(f: Frames) -> Iterator[Breach]:
    """The texts of a pair are taken from the texts of its turns: stretches of them, in their order."""
    texts = _Texts(f.tables["turns"])
    sides = [(np.append(0, f.lengths("pairs", ids).cumsum()), _turns(f, ids)[1], text) for ids, _, text in _SIDES]
    first = np.searchsorted(f.episode("turns"), f.episode("pairs"))  # where the turns of each pair's episode begin
    found: dict[str, list[tuple[int, str, str]]] = {text: [] for _, _, text in _SIDES}
    at = 0
    for batch in f.tables["pairs"].batches(*found):
        if batch.num_rows:
            needed = [turn[edges[at]:edges[at + batch.num_rows]] for edges, turn, _ in sides]
            texts.reach(int(first[at]), max((int(turns.max()) + 1 for turns in needed if len(turns)), default=0))
        for edges, turn, column in sides:
            stops = edges[at:at + batch.num_rows + 1].tolist()
            for k, said in enumerate(batch.column(column).to_pylist()):
                wanted = [texts.of(n) for n in turn[stops[k]:stops[k + 1]].tolist()]
                if said is not None and wanted and None not in wanted and not _taken(said, wanted):
                    found[column].append((at + k, shown(said), shown(" ".join(wanted))))
        at += batch.num_rows
    for column, told in found.items():
        yield from report("pairs", "pairs", column, np.array([row for row, _, _ in told], np.int64), ("{}", [said for _, said, _ in told]),
                          ("what its turns say, in their order: {}", [wanted for _, _, wanted in told]))


def _turns(f: Frames, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of pairs, and of the turn that each of their ids names; -1 where it names none."""
    def make() -> tuple[np.ndarray, np.ndarray]:
        row, ids = f.items("pairs", column)
        return row, f.find(ids, "turns", "turn_id")
    return f.once(("turns of pairs", column), make)


def _taken(said: str, turns: Sequence[str]) -> bool:
    """Whether a text is made of stretches of the texts of turns.

    Most are one stretch. Where something between two stretches has no translation, a pair reads on after it: then its words come in the
    order of the turns.
    """
    if said in turns[0] or unspaced(said) in unspaced("".join(turns)):
        return True
    words = iter([word for text in turns for word in _TOKEN.findall(text)])
    return all(word in words for word in _TOKEN.findall(said))


class _Texts:
    """Texts of turns by row, read as far as they are needed and let go when no later pair can name them."""

    def __init__(self, turns: Rows):
        self._batches, self._first, self._held = turns.batches("text"), 0, list[str | None]()

    def reach(self, first: int, stop: int) -> None:
        """Have the rows from ``first`` to ``stop`` at hand; rows before ``first`` are not asked for again."""
        while self._first + len(self._held) < stop and (batch := next(self._batches, None)) is not None:
            self._held += batch.column(0).to_pylist()
        gone = min(max(first - self._first, 0), len(self._held))
        del self._held[:gone]
        self._first += gone

    def of(self, row: int) -> str | None:
        """None where the row is none, or is not at hand, as in tables whose rows are out of order."""
        place = row - self._first
        return self._held[place] if row >= 0 and 0 <= place < len(self._held) else None
