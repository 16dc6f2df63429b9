"""Rules about stretches of raw text: blocks tile it, spans are its speech, edits lie in them, and nothing overlaps."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from schemas.breach import Breach, report
from schemas.frames import WIDE, Frames


def blocks_tile(f: Frames) -> Iterator[Breach]:
    """The blocks of an episode go from 0 to raw_chars without gap, overlap or empty block."""
    episode, start, end = f.episode("blocks"), f.numbers("blocks", "start"), f.numbers("blocks", "end")
    order = np.lexsort((end, start, episode))
    new = np.ones(len(order), bool)
    new[1:] = episode[order][1:] != episode[order][:-1]
    before = np.where(new, 0, np.concatenate([[0], end[order][:-1]]) if len(order) else 0)
    torn = np.flatnonzero(start[order] != before)
    yield from report("tiling", "blocks", "start", order[torn], lambda k: start[order[torn[k]]],
                      lambda k: "0, where the text begins" if new[torn[k]] else f"{before[torn[k]]}, where the block before ends")
    empty = np.flatnonzero(end <= start)
    yield from report("tiling", "blocks", "end", empty, lambda k: end[empty[k]], lambda k: f"more than its start {start[empty[k]]}")
    if "episodes" in f:
        last = order[np.append(new[1:], True)] if len(order) else order
        home = f.find(f.column("blocks", "episode_id"), "episodes", "episode_id")[last]
        chars = f.numbers("episodes", "raw_chars")
        short = np.flatnonzero((home >= 0) & (end[last] != chars[home]))
        yield from report("tiling", "blocks", "end", last[short], lambda k: end[last[short[k]]], lambda k: f"{chars[home[short[k]]]}, the raw_chars of its episode")
        bare = np.flatnonzero((np.bincount(home[home >= 0], minlength=len(chars)) == 0) & (chars > 0))
        yield from report("tiling", "episodes", "raw_chars", bare, lambda k: chars[bare[k]], "blocks that tile the text; there are none")


def blocks_name_what_they_are(f: Frames) -> Iterator[Breach]:
    """Speech names its turn and nothing else does; only a duplicate says what it repeats."""
    speech, duplicate = f.equal("blocks", "kind", "speech"), f.equal("blocks", "kind", "duplicate")
    turn, repeats = f.present("blocks", "turn_id"), f.present("blocks", "duplicate_of")
    ids, of, kinds = f.column("blocks", "turn_id"), f.column("blocks", "duplicate_of"), f.column("blocks", "kind")
    lost = np.flatnonzero(speech & ~turn)
    yield from report("kinds of blocks", "blocks", "turn_id", lost, lambda k: None, "the turn that the speech belongs to")
    odd = np.flatnonzero(~speech & turn)
    yield from report("kinds of blocks", "blocks", "turn_id", odd, lambda k: ids[int(odd[k])].as_py(), lambda k: f"null, as the block is {kinds[int(odd[k])]}")
    strange = np.flatnonzero(~duplicate & repeats)
    yield from report("kinds of blocks", "blocks", "duplicate_of", strange, lambda k: of[int(strange[k])].as_py(), lambda k: f"null, as the block is {kinds[int(strange[k])]}")


def spans_do_not_overlap(f: Frames) -> Iterator[Breach]:
    s = f.spans
    empty = np.flatnonzero(s.end <= s.start)
    yield from report("spans", "turns", "spans", s.turn[empty], lambda k: f"{s.start[empty[k]]}..{s.end[empty[k]]}", "a span with a character or more")
    key, turn = s.key[s.order], s.turn[s.order]
    stop = key - s.start[s.order] + s.end[s.order]
    reach = np.maximum.accumulate(stop)
    over = np.flatnonzero(key[1:] < reach[:-1]) + 1
    ids = f.column("turns", "turn_id")
    yield from report("spans overlap", "turns", "spans", turn[over], lambda k: f"{s.start[s.order[over[k]]]}..{s.end[s.order[over[k]]]}",
                      lambda k: f"no character that another span has ({ids[int(turn[over[k] - 1])]} reaches to {reach[over[k] - 1] % WIDE})")


def spans_are_speech_blocks(f: Frames) -> Iterator[Breach]:
    """The spans of turns and the blocks of kind speech are the same stretches of the same turns."""
    s = f.spans
    rows = np.flatnonzero(f.equal("blocks", "kind", "speech"))
    key, end, turn = f.at("blocks", "start")[rows], f.numbers("blocks", "end")[rows], f.turn("blocks")[rows]
    sorted_keys = s.key[s.order]
    place = np.searchsorted(sorted_keys, key)
    near = s.order[np.minimum(place, len(s.order) - 1)] if len(s.order) else np.zeros(len(rows), int)
    there = (place < len(s.order)) & (s.key[near] == key) & (s.end[near] == end) if len(s.order) else np.zeros(len(rows), bool)
    lost = np.flatnonzero(~there)
    yield from report("speech and spans", "blocks", "start", rows[lost], lambda k: f"speech {key[lost[k]] % WIDE}..{end[lost[k]]}", "a span of a turn with these ends")
    ids, given = f.column("turns", "turn_id"), f.column("blocks", "turn_id")
    other = np.flatnonzero(there & (turn >= 0) & (s.turn[near] != turn)) if len(s.order) else lost[:0]
    yield from report("speech and spans", "blocks", "turn_id", rows[other], lambda k: given[int(rows[other[k]])].as_py(),
                      lambda k: f"{ids[int(s.turn[near[other[k]]])]}, whose span it is")
    hit = np.zeros(len(s.order), bool)
    hit[near[there]] = True
    bare = np.flatnonzero(~hit)
    yield from report("speech and spans", "turns", "spans", s.turn[bare], lambda k: f"{s.start[bare[k]]}..{s.end[bare[k]]}", "a block of kind speech with these ends")


def edits_do_not_overlap(f: Frames) -> Iterator[Breach]:
    start, end = f.numbers("edits", "start"), f.numbers("edits", "end")
    backwards = np.flatnonzero(end < start)
    yield from report("edits", "edits", "end", backwards, lambda k: end[backwards[k]], lambda k: f"{start[backwards[k]]} or more, where it starts")
    base = f.episode("edits") * WIDE
    order = np.lexsort((base + end, base + start))
    key, reach = (base + start)[order], np.maximum.accumulate((base + end)[order])
    over = np.flatnonzero(key[1:] < reach[:-1]) + 1
    yield from report("edits overlap", "edits", "start", order[over], lambda k: start[order[over[k]]],
                      lambda k: f"{reach[over[k] - 1] % WIDE} or more, where an edit before it ends")


def holders(f: Frames) -> np.ndarray:
    """For each edit the index of the span that holds it, -1 where none does.

    An insertion between two spans belongs to the one that begins there; where none does, to the one of its turn that ends there.
    """
    def make() -> np.ndarray:
        s = f.spans
        if not len(s.order):
            return np.full(f.rows("edits"), -1)
        episode, start, end = f.episode("edits") * WIDE, f.numbers("edits", "start"), f.numbers("edits", "end")
        stop = s.key - s.start + s.end
        last = s.order[np.maximum(np.searchsorted(s.key[s.order], episode + start, "right") - 1, 0)]
        inside = (s.key[last] <= episode + start) & (episode + start < stop[last]) & (episode + end <= stop[last])
        at_end = (start == end) & (stop[last] == episode + start) & (s.turn[last] == f.turn("edits"))
        return np.where(inside | at_end, last, -1)
    return f.once(("holders",), make)


def edits_lie_in_their_turn(f: Frames) -> Iterator[Breach]:
    s, held, named = f.spans, holders(f), f.turn("edits")
    start, end = f.numbers("edits", "start"), f.numbers("edits", "end")
    given, ids = f.column("edits", "turn_id"), f.column("turns", "turn_id")
    stated = f.present("edits", "turn_id")
    owner = np.where(held >= 0, s.turn[held] if len(s.turn) else -1, -1)
    lost = np.flatnonzero(stated & (named >= 0) & (owner < 0))
    yield from report("edits", "edits", "start", lost, lambda k: f"{start[lost[k]]}..{end[lost[k]]}", lambda k: f"a place inside a span of {given[int(lost[k])]}")
    other = np.flatnonzero((owner >= 0) & (owner != named) & ((named >= 0) | ~stated))
    yield from report("edits", "edits", "turn_id", other, lambda k: given[int(other[k])].as_py(), lambda k: f"{ids[int(owner[other[k]])]}, whose span holds it")
    free = np.flatnonzero(~stated & (owner < 0) & (end > start))
    if len(free) and len(s.order):
        base = f.episode("edits")[free] * WIDE
        before = s.order[np.maximum(np.searchsorted(s.key[s.order], base + end[free], "left") - 1, 0)]  # the last span that begins before the edit ends
        cut = free[(s.key[before] < base + end[free]) & (s.key[before] - s.start[before] + s.end[before] > base + start[free])]
        yield from report("edits", "edits", "start", cut, lambda k: f"{start[cut[k]]}..{end[cut[k]]}", "a place whole inside a span, or outside all of them")


def suggestions_are_in_the_text(f: Frames) -> Iterator[Breach]:
    start, end = f.numbers("suggestions", "start"), f.numbers("suggestions", "end")
    wrong = np.flatnonzero(end < start)
    yield from report("suggestions", "suggestions", "end", wrong, lambda k: end[wrong[k]], lambda k: f"{start[wrong[k]]} or more, where it starts")
    if "episodes" in f:
        home = f.find(f.column("suggestions", "episode_id"), "episodes", "episode_id")
        chars = f.numbers("episodes", "raw_chars")
        over = np.flatnonzero((home >= 0) & (end > chars[home]))
        yield from report("suggestions", "suggestions", "end", over, lambda k: end[over[k]], lambda k: f"at most {chars[home[over[k]]]}, the raw_chars of its episode")

