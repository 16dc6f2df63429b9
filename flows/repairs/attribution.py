"""Who says each turn: every turn of every side gets its speaker, the rule that found him, the evidence, and how sure it is.

The side that was spoken is decoded as a whole (`flows.repairs.speakers`); a translated turn is said by who says what it translates.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from flows.document.decide import SPEAKER, settle
from flows.document.model import Attribution, Claims, Document, Turn
from flows.evidence.context import Context
from flows.repairs.speakers.explain import confidence, heard, trusted
from flows.repairs.speakers.observe import Side, decoded_side
from flows.repairs.speakers.reasons import reasons
from flows.repairs.speakers.roles import roles
from flows.repairs.speakers.sentences import SPLITS

_NAMED = 0.75  # from which somebody is named over whose words no name is printed
_KEPT_RULES = frozenset({"montage", "decision"})
_UNKNOWN, _ALONE = 0.3, 0.95
_BAR = 0.75  # from which a change of speaker is made; where labels are of little use the likeliest speaker is better than they are
# Chance of swapped labels, and sentences of a file, from which they are no better than a guess: a short file looks swapped too easily.
_CERTAIN, _LONG = 0.99, 300
_TRANSLATED = 0.98  # a translated turn is at most this much as sure as the turn it translates


def attribution(document: Document, context: Context) -> Claims:
    """A claim for every turn of every side."""
    source = document.source_lang
    side = decoded_side(document, source)
    spoken = list(_spoken(document, side) if side else _as_printed(document, source))
    claims = list(spoken)
    said = settle(document, Claims(attributions=tuple(spoken)))  # what is claimed but only suggested is not said by anybody
    for lang in document.langs:
        if lang != source:
            claims += _translated(said, lang)
    return Claims(attributions=tuple(claims))


def _spoken(document: Document, side: Side) -> Iterator[Attribution]:
    turns = document.turns(side.lang)
    members: dict[int, list[int]] = {}
    for k, s in enumerate(side.sentences):
        members.setdefault(s.turn, []).append(k)
    doing = roles(side.people.names, side.people.roles, [int(i) for i in side.decoded.best], side.sentences)
    for n, turn in enumerate(turns):
        settled = document.attributions.get(turn.start)
        if n in members and (settled is None or settled.rule not in _KEPT_RULES):
            yield from _decoded(document, side, turn, members[n], doing)
        elif settled is None:
            yield _printed(document, turn)


def _decoded(document: Document, side: Side, turn: Turn, members: list[int], doing: Sequence[str]) -> Iterator[Attribution]:
    """The claim on one turn; where a label is kept for want of certainty, the likelier speaker is claimed beside it, to be suggested."""
    speaker = _speaker(document, side, turn, members)
    sure = confidence(side, members, speaker)
    unnamed = turn.label is None and not (side.labels.main[members] >= 0).any()
    if unnamed and (sure < _NAMED or _unparted(side)):
        yield Attribution(turn.start, "Unknown", "none", "no name is printed and too little tells who speaks", _UNKNOWN)
        return
    rule, evidence = reasons(side, members, speaker)
    name, role = side.people.names[speaker], doing[speaker]
    if name != document.speaker_of(turn):
        if not trusted(side) and (_worthless(side) or heard(side, members, speaker) >= _BAR):
            sure = max(sure, SPEAKER.apply)
        elif sure < _BAR:
            printed = side.people.index(document.speaker_of(turn))
            yield replace(_printed(document, turn), confidence=confidence(side, members, printed) if printed is not None else 0.0)
    yield Attribution(turn.start, name, rule, evidence, sure, role if role != "unknown" else None)


def _unparted(side: Side) -> bool:
    """Whether all that several people say is one turn, as nothing tells where one of them ends."""
    return len(side.people.names) > 1 and len({s.turn for s in side.sentences}) == 1


def _worthless(side: Side) -> bool:
    """Whether the likeliest speaker is better than what is printed over a side, however unlikely."""
    return side.source != "label" or (side.doubt >= _CERTAIN and len(side.sentences) >= _LONG)


def _speaker(document: Document, side: Side, turn: Turn, members: list[int]) -> int:
    """Who says most of a turn; on a trusted side the one whose name is printed over it."""
    printed = side.people.index(document.speaker_of(turn)) if turn.label is not None else None
    if trusted(side) and printed is not None and turn.pieces[0].boundary not in SPLITS:
        return printed
    weights = np.array([max(side.sentences[k].size, 1) for k in members], dtype=float)
    return int(np.bincount(side.decoded.best[members], weights=weights, minlength=len(side.people.names)).argmax())


def _as_printed(document: Document, lang: str) -> Iterator[Attribution]:
    for turn in document.turns(lang):
        if turn.start not in document.attributions:
            yield _printed(document, turn)


def _printed(document: Document, turn: Turn) -> Attribution:
    if turn.label is None:
        return Attribution(turn.start, "Unknown", "none", "no name is printed and nothing tells who speaks", _UNKNOWN)
    return Attribution(turn.start, document.name_of(turn.label), "label", f"labelled {turn.label}", _ALONE)


def _translated(document: Document, lang: str) -> Iterator[Attribution]:
    """Turns of a translation take the speaker of what they translate; those that no link ties to anything keep their label."""
    turns = document.turns(document.source_lang)
    known = {t.start: document.attributions.get(t.start) for t in turns}
    spans = sorted((a, b, t.start) for t in turns for a, b in t.spans)
    begins = [a for a, _, _ in spans]
    linked = sorted((c, d, link.source, link.score) for link in document.links if link.target_lang == lang for c, d in link.target)
    starts = [c for c, _, _, _ in linked]
    for turn in document.turns(lang):
        share: dict[str, float] = {}
        best: dict[str, tuple[float, Attribution]] = {}
        for a, b in turn.spans:
            for c, d, source, score in linked[max(bisect.bisect_left(starts, a) - 1, 0) : bisect.bisect_left(starts, b)]:
                size = min(b, d) - max(a, c)
                if size <= 0:
                    continue
                for start, part in _holders(source, spans, begins):
                    said = known.get(start)
                    if said:
                        share[said.speaker] = share.get(said.speaker, 0.0) + size * part
                        best[said.speaker] = max(best.get(said.speaker, (0.0, said)), (size * part, said), key=lambda x: x[0])
        yield _carried(document, turn, share, best) if share else _printed(document, turn)


def _carried(document: Document, turn: Turn, share: dict[str, float], best: dict[str, tuple[float, Attribution]]) -> Attribution:
    speaker = max(share, key=lambda name: (share[name], name))
    part = share[speaker] / sum(share.values())
    said = best[speaker][1]
    given = document.name_of(turn.label) if turn.label is not None else None
    words = f"translates the turn of {speaker} at {said.start}" + (f" (labelled {given})" if given not in (None, speaker) else "")
    sure = min(_TRANSLATED, part) * said.confidence
    if speaker != document.speaker_of(turn):
        sure = max(sure, SPEAKER.apply)  # a translated turn is never said by another than what it translates
    return Attribution(turn.start, speaker, "translation", words, round(sure, 3), said.role)


def _holders(source: tuple[tuple[int, int], ...], spans: list[tuple[int, int, int]], begins: list[int]) -> list[tuple[int, float]]:
    out = []
    total = sum(b - a for a, b in source) or 1
    for a, b in source:
        i = max(bisect.bisect_right(begins, a) - 1, 0)
        while i < len(spans) and spans[i][0] < b:
            shared = min(b, spans[i][1]) - max(a, spans[i][0])
            if shared > 0:
                out.append((spans[i][2], shared / total))
            i += 1
    return out
