"""Rules about stretches of raw text: blocks tile it, spans are its speech, edits lie in them, and nothing overlaps."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.breach import Breach, report
from schemas.frames import WIDE, Frames, true


def blocks_tile(f: Frames) -> Iterator[Breach]:
    """The blocks of an episode go from 0 to raw_chars without gap, overlap or empty block."""
    episode, start, end = f.episode("blocks"), f.numbers("blocks", "start"), f.numbers("blocks", "end")
    order = np.lexsort((end, start, episode))
    new = np.ones(len(order), bool)
    new[1:] = episode[order][1:] != episode[order][:-1]
    before = np.where(new, 0, np.append(0, end[order][:-1])[: len(order)])
    torn = np.flatnonzero(start[order] != before)
    yield from report("tiling", "blocks", "start", order[torn], start[order[torn]], ("{}, where the block before it ends", before[torn]))
    empty = np.flatnonzero(end <= start)
    yield from report("tiling", "blocks", "end", empty, end[empty], ("more than its start {}", start[empty]))
    if "episodes" in f:
        last = order[np.append(new[1:], True)] if len(order) else order
        home, chars = f.find(f.column("blocks", "episode_id"), "episodes", "episode_id"), f.numbers("episodes", "raw_chars")
        last = last[home[last] >= 0]
        short = last[end[last] != chars[home[last]]]
        yield from report("tiling", "blocks", "end", short, end[short], ("{}, the raw_chars of its episode", chars[home[short]]))
        bare = np.flatnonzero((np.bincount(home[home >= 0], minlength=len(chars)) == 0) & (chars > 0))
        yield from report("tiling", "episodes", "raw_chars", bare, chars[bare], "blocks that tile the text; there are none")


def blocks_name_what_they_are(f: Frames) -> Iterator[Breach]:
    """Speech names its turn and nothing else does; only a duplicate says what it repeats."""
    speech, duplicate = f.equal("blocks", "kind", "speech"), f.equal("blocks", "kind", "duplicate")
    turn, repeats, kinds = f.present("blocks", "turn_id"), f.present("blocks", "duplicate_of"), f.column("blocks", "kind")
    lost = np.flatnonzero(speech & ~turn)
    yield from report("kinds of blocks", "blocks", "turn_id", lost, ("null",), "the turn that the speech belongs to")
    for column, odd in (("turn_id", np.flatnonzero(~speech & turn)), ("duplicate_of", np.flatnonzero(~duplicate & repeats))):
        yield from report("kinds of blocks", "blocks", column, odd, f.column("blocks", column).take(pa.array(odd)),
                          ("null, as the block is {}", kinds.take(pa.array(odd))))


def spans_do_not_overlap(f: Frames) -> Iterator[Breach]:
    s = f.spans
    empty = np.flatnonzero(s.end <= s.start)
    yield from report("spans", "turns", "spans", s.turn[empty], ("{}..{}", s.start[empty], s.end[empty]), "a span of a character or more")
    key, stop = s.key[s.order], s.stop[s.order]
    reach = np.maximum.accumulate(stop)
    over = np.flatnonzero(key[1:] < reach[:-1]) + 1
    at = s.order[over]
    yield from report("spans overlap", "turns", "spans", s.turn[at], ("{}..{}", s.start[at], s.end[at]),
                      ("a start at {} or later, where a span before it ends", reach[over - 1] % WIDE))


def spans_are_speech_blocks(f: Frames) -> Iterator[Breach]:
    """The spans of turns and the blocks of kind speech are the same stretches of the same turns, in the same language."""
    s = f.spans
    rows = np.flatnonzero(f.equal("blocks", "kind", "speech"))
    start, end, turn = f.numbers("blocks", "start")[rows], f.numbers("blocks", "end")[rows], f.turn("blocks")[rows]
    near = s.beginning_at(f.at("blocks", "start")[rows])
    there = (near >= 0) & (s.end[near] == end) if len(s.end) else np.zeros(len(rows), bool)
    lost = np.flatnonzero(~there)
    yield from report("speech and spans", "blocks", "start", rows[lost], ("speech {}..{}", start[lost], end[lost]),
                      "a span of a turn with these ends")
    other = np.flatnonzero(there)[s.turn[near[there]] != turn[there]] if len(s.end) else lost[:0]
    other = other[turn[other] >= 0]
    owners = f.column("turns", "turn_id").take(pa.array(s.turn[near[other]]))
    yield from report("speech and spans", "blocks", "turn_id", rows[other], f.column("blocks", "turn_id").take(pa.array(rows[other])),
                      ("{}, whose span it is", owners))
    own = np.flatnonzero(turn >= 0)
    spoken, langs = f.column("turns", "lang").take(pa.array(turn[own])), f.column("blocks", "lang").take(pa.array(rows[own]))
    odd = np.flatnonzero(~true(pc.equal(langs, spoken)))
    yield from report("speech and spans", "blocks", "lang", rows[own[odd]], langs.take(pa.array(odd)),
                      ("{}, the language of its turn", spoken.take(pa.array(odd))))
    hit = np.zeros(len(s.end), bool)
    hit[near[there]] = True
    bare = np.flatnonzero(~hit)
    yield from report("speech and spans", "turns", "spans", s.turn[bare], ("{}..{}", s.start[bare], s.end[bare]),
                      "a block of kind speech with these ends")


def edits_do_not_overlap(f: Frames) -> Iterator[Breach]:
    start, end = f.numbers("edits", "start"), f.numbers("edits", "end")
    backwards = np.flatnonzero(end < start)
    yield from report("edits", "edits", "end", backwards, end[backwards], ("{} or more, where it starts", start[backwards]))
    first, stop = f.at("edits", "start"), f.at("edits", "end")
    order = np.lexsort((stop, first))
    reach = np.maximum.accumulate(stop[order])
    over = np.flatnonzero(first[order][1:] < reach[:-1]) + 1
    yield from report("edits overlap", "edits", "start", order[over], start[order[over]],
                      ("{} or more, where an edit before it ends", reach[over - 1] % WIDE))


def holders(f: Frames) -> np.ndarray:
    """For each edit the index of the span that holds it, -1 where none does.

    An insertion between two spans belongs to the one that begins there; where none does, to the one of its turn that ends there.
    """
    def make() -> np.ndarray:
        s, start, stop = f.spans, f.at("edits", "start"), f.at("edits", "end")
        last = s.last_from(start)
        if not len(s.end):
            return last
        inside = (s.key[last] <= start) & (start < s.stop[last]) & (stop <= s.stop[last])
        at_end = (start == stop) & (s.stop[last] == start) & (s.turn[last] == f.turn("edits"))
        return np.where((last >= 0) & (inside | at_end), last, -1)
    return f.once(("holders",), make)


def edits_lie_in_their_turn(f: Frames) -> Iterator[Breach]:
    s, held, named, stated = f.spans, holders(f), f.turn("edits"), f.present("edits", "turn_id")
    start, end, given = f.numbers("edits", "start"), f.numbers("edits", "end"), f.column("edits", "turn_id")
    owner = np.where(held >= 0, s.turn[held], -1) if len(s.turn) else held
    lost = np.flatnonzero(stated & (named >= 0) & (owner < 0))
    yield from report("edits", "edits", "start", lost, ("{}..{}", start[lost], end[lost]),
                      ("a place inside a span of {}", given.take(pa.array(lost))))
    other = np.flatnonzero((owner >= 0) & (owner != named) & ((named >= 0) | ~stated))
    yield from report("edits", "edits", "turn_id", other, given.take(pa.array(other)),
                      ("{}, whose span holds it", f.column("turns", "turn_id").take(pa.array(owner[other]))))
    free = np.flatnonzero(~stated & (owner < 0) & (end > start))
    before = s.last_from(f.at("edits", "end")[free] - 1)  # the last span that begins before the edit ends
    cut = free[(before >= 0) & (s.stop[before] > f.at("edits", "start")[free])] if len(s.turn) else free[:0]
    yield from report("edits", "edits", "start", cut, ("{}..{}", start[cut], end[cut]),
                      "a place whole inside a span, or outside all of them")


def suggestions_are_in_the_text(f: Frames) -> Iterator[Breach]:
    start, end = f.numbers("suggestions", "start"), f.numbers("suggestions", "end")
    wrong = np.flatnonzero(end < start)
    yield from report("suggestions", "suggestions", "end", wrong, end[wrong], ("{} or more, where it starts", start[wrong]))
    if "episodes" in f:
        home, chars = f.find(f.column("suggestions", "episode_id"), "episodes", "episode_id"), f.numbers("episodes", "raw_chars")
        over = np.flatnonzero(home >= 0)
        over = over[end[over] > chars[home[over]]]
        yield from report("suggestions", "suggestions", "end", over, end[over],
                          ("at most {}, the raw_chars of its episode", chars[home[over]]))
