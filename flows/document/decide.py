"""The one place where claims become facts: applied, suggested, or dropped.

Repairs score; this module decides. ``settle`` takes a document and the claims of one repair and returns the document with
what was sure enough applied, what was plausible kept as suggestions, and overlaps resolved.
"""
from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flows.document.model import Attribution, Boundary, Claims, Document, Edit, Link, Piece, Repeat, Suggestion


@dataclass(frozen=True, slots=True)
class Bar:
    """Confidence from which a claim is applied, and from which it is at least suggested."""

    apply: float
    suggest: float


# A wrong change in a published dataset is worse than an error left in: what is applied is right 95 times of 100.
EDIT, SPLIT, SPEAKER, REPEAT = Bar(0.95, 0.5), Bar(0.85, 0.5), Bar(0.6, 0.35), Bar(0.8, 0.5)


def settle(document: Document, claims: Claims) -> Document:
    """The document with one repair's claims decided; the input is not changed.

    Order: boundaries (they move pieces), repeats, edits, speakers, links. An edit that a boundary's mark swallows goes with it.
    """
    document = _boundaries(document, claims.boundaries)
    document = _repeats(document, claims.repeats)
    document = _edits(document, claims.edits)
    document = _speakers(document, claims.attributions)
    flags = tuple(dict.fromkeys((*document.flags, *claims.flags)))
    return replace(document, links=_merged_links(document.links, claims.links), flags=flags,
                   suggestions=_still_open(document.suggestions, claims.closed), notes=(*document.notes, *claims.notes))


# --- edits

def _edits(document: Document, claims: Sequence[Edit]) -> Document:
    holds, touches = _holder(document.pieces), _toucher(document.pieces)
    claims = [e for e in claims if holds(e) or not touches(e)]  # what reaches over the end of a piece belongs to nobody
    sure = _without_overlap(e for e in claims if e.confidence >= EDIT.apply)
    kept = list(document.edits)
    starts = [e.start for e in kept]
    replaced: set[int] = set()
    applied = []
    for e in sure:
        near = range(max(bisect.bisect_left(starts, e.start) - 1, 0), bisect.bisect_right(starts, e.end))
        hit = [k for k in near if _overlap(kept[k], e) or (kept[k].start, kept[k].end) in e.over]
        if all(e.start <= kept[k].start and kept[k].end <= e.end and _names(e, kept[k]) for k in hit):
            replaced.update(hit)
            applied += [e] if e.before != e.after or e.event else []  # a claim that changes nothing takes the edits there back
    edits = sorted([e for k, e in enumerate(kept) if k not in replaced] + applied, key=lambda e: (e.start, e.end))
    unsure = [e for e in claims if EDIT.suggest <= e.confidence < EDIT.apply and e.before != e.after]
    ideas = [Suggestion(e.start, e.end, "text", e.before, e.after, e.rule, e.evidence, e.confidence) for e in unsure]
    return replace(document, edits=tuple(edits), suggestions=_suggest(document, ideas))


def _names(new: Edit, old: Edit) -> bool:
    """Whether a new edit was made with the old one in view."""
    return (old.start, old.end) in new.over or old.rule in new.rule or old.before == old.after


def _overlap(a: Edit, b: Edit) -> bool:
    if a.start == a.end == b.start == b.end:
        return True
    return a.start < b.end and b.start < a.end


def _without_overlap(claims: Iterable[Edit]) -> list[Edit]:
    """Of claims that overlap, the most confident, then the longest, then the first."""
    taken: list[Edit] = []
    # What is put in at an offset sorts before what begins there, so of all before a claim only the last can reach over it.
    spans: list[tuple[int, int]] = []
    for e in sorted(claims, key=lambda e: (-e.confidence, e.start - e.end, e.start)):
        i = bisect.bisect_left(spans, (e.start, e.end))
        if not (i and _overlap(e, taken[i - 1])) and not _inside_next(e, taken, i):
            spans.insert(i, (e.start, e.end))
            taken.insert(i, e)
    return taken


def _inside_next(e: Edit, taken: list[Edit], i: int) -> bool:
    while i < len(taken) and taken[i].start <= e.end:
        if _overlap(e, taken[i]):
            return True
        i += 1
    return False


def _suggest(document: Document, ideas: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    seen = {(s.start, s.end, s.change, s.after): s for s in document.suggestions}
    for s in ideas:
        key = (s.start, s.end, s.change, s.after)
        if key not in seen or seen[key].confidence < s.confidence:
            seen[key] = s
    return tuple(sorted(seen.values(), key=lambda s: (s.start, s.end, s.change, s.after)))


def _still_open(ideas: tuple[Suggestion, ...], closed: Sequence[tuple[int, int, str]]) -> tuple[Suggestion, ...]:
    """Suggestions that nobody has answered."""
    return tuple(s for s in ideas if not any(s.change == change and s.start < max(end, start + 1) and start < max(s.end, s.start + 1)
                                             for start, end, change in closed)) if closed else ideas


# --- boundaries

def _boundaries(document: Document, claims: Sequence[Boundary]) -> Document:
    ideas = [Suggestion(b.at, b.resume, "split" if b.opens else "merge", document.text[b.at:b.resume], document.text[b.at:b.resume],
                        b.rule, b.evidence, b.confidence) for b in claims if SPLIT.suggest <= b.confidence < SPLIT.apply]
    sure = [b for b in claims if b.confidence >= SPLIT.apply]
    if not sure:
        return replace(document, suggestions=_suggest(document, ideas))
    begins = {p.start for p in document.pieces}
    sure = sorted((replace(b, at=b.resume) if b.resume in begins else b for b in sure), key=lambda b: (b.at, b.resume))
    ats = [b.at for b in sure]
    pieces: list[Piece] = []
    for p in document.pieces:
        mine = sure[bisect.bisect_left(ats, p.start):bisect.bisect_right(ats, p.end)]
        pieces += _cut(document.text, p, [b for b in mine if b.at < p.end and b.resume <= p.end])
    edits = _still_whole(document.edits, document.pieces, pieces)
    return replace(document, pieces=tuple(pieces), edits=edits, suggestions=_suggest(document, ideas))


def _cut(text: str, piece: Piece, cuts: Sequence[Boundary]) -> list[Piece]:
    """One piece, cut at each boundary; marks and the white space around them fall out of the pieces."""
    out, rest = [], piece
    for b in cuts:
        if b.at < rest.start:
            continue
        left, right = _strip(text, rest.start, b.at), _strip(text, b.resume, rest.end)
        if left[0] < left[1]:
            out.append(replace(rest, start=left[0], end=left[1], end_s=None))
            rest = replace(rest, start=right[0], end=right[1], start_s=None, opens=b.opens, boundary=b.rule, join=b.join)
        else:
            rest = replace(rest, start=right[0], end=right[1], opens=b.opens, boundary=b.rule, join=rest.join if b.join is None else b.join)
    return out + ([rest] if rest.start < rest.end else [])


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))


def _still_whole(edits: Sequence[Edit], before: Sequence[Piece], after: Sequence[Piece]) -> tuple[Edit, ...]:
    """Edits without those that lay in a piece and no longer lie whole in one: what a mark swallowed is no longer text to edit."""
    held, holds = _holder(before), _holder(after)
    return tuple(e for e in edits if holds(e) or not held(e))


def _holder(pieces: Sequence[Piece]) -> Callable[[Edit], bool]:
    """Whether an edit lies whole in one of the pieces; an insertion at the end of a piece does not."""
    spans = sorted((p.start, p.end) for p in pieces)
    starts = [s for s, _ in spans]

    def whole(e: Edit) -> bool:
        i = bisect.bisect_right(starts, e.start) - 1
        return i >= 0 and e.start < spans[i][1] and e.end <= spans[i][1]

    return whole


def _toucher(pieces: Sequence[Piece]) -> Callable[[Edit], bool]:
    """Whether an edit has a character, or stands at an end, of some piece."""
    spans = sorted((p.start, p.end) for p in pieces)
    starts = [s for s, _ in spans]

    def touches(e: Edit) -> bool:
        i = bisect.bisect_right(starts, e.start) - 1
        before = i >= 0 and (e.start < spans[i][1] or e.start == e.end == spans[i][1])
        return before or (i + 1 < len(spans) and spans[i + 1][0] < e.end)

    return touches


# --- repeats, speakers, links

def _repeats(document: Document, claims: Sequence[Repeat]) -> Document:
    sure = [r for r in claims if r.confidence >= REPEAT.apply]
    if not sure:
        return document
    gone = sorted((r.start, r.end) for r in sure)
    starts = [a for a, _ in gone]

    def repeated(p: Piece) -> bool:
        i = bisect.bisect_right(starts, p.start) - 1
        return i >= 0 and p.end <= gone[i][1]

    pieces: list[Piece] = []
    orphaned: dict[str, Piece] = {}
    for p in document.pieces:
        if repeated(p):
            if p.opens:
                orphaned[p.lang] = p
            continue
        opener = orphaned.pop(p.lang, None)  # what followed a repeated opening still begins a turn
        pieces.append(replace(p, opens=True, label=p.label or opener.label) if opener and not p.opens else p)
    kept = [r for r in document.repeats if not any(r.start == n.start and r.end == n.end for n in sure)]
    repeats = tuple(sorted([*kept, *sure], key=lambda r: (r.start, r.end)))
    return replace(document, pieces=tuple(pieces), repeats=repeats, edits=_still_whole(document.edits, document.pieces, pieces))


def _speakers(document: Document, claims: Sequence[Attribution]) -> Document:
    settled = dict(document.attributions)
    ideas = []
    turns = {t.start: t for lang in document.langs for t in document.turns(lang)} if claims else {}
    for a in claims:
        turn = turns.get(a.start)
        if turn is None:
            continue
        now = document.speaker_of(turn)
        if a.speaker == now or a.confidence >= SPEAKER.apply:
            settled[a.start] = a
        elif a.confidence >= SPEAKER.suggest:
            ideas.append(Suggestion(turn.start, turn.pieces[-1].end, "speaker", now, a.speaker, a.rule, a.evidence, a.confidence))
    return replace(document, attributions=settled, suggestions=_suggest(document, ideas))


def _merged_links(old: Sequence[Link], new: Sequence[Link]) -> tuple[Link, ...]:
    """Links of a target language are made whole: a repair that aligns a side replaces what was known of it."""
    langs = {link.target_lang for link in new}
    return tuple([link for link in old if link.target_lang not in langs] + list(new))
