"""A reviewer's decisions: what a person decided about a span is applied as it stands, over whatever the pipeline thought.

A decision names the raw characters that it was made on (`expect`). Where they no longer stand there it is reported and not
applied: the source has changed, and what was right for the old text may be wrong for the new.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flows.document.decide import settle
from flows.document.model import Attribution, Boundary, Claims, Document, Edit, EditKind, Piece, Turn
from flows.document.view import view
from flows.evidence.context import Context, Decision

RULE = "decision"
KEEP = "keep"


@dataclass
class _Made:
    """What the decisions of a document come to."""

    edits: list[Edit] = field(default_factory=list)
    boundaries: list[Boundary] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    closed: list[tuple[int, int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def decisions(document: Document, context: Context) -> Claims:
    """Claims for every decision that still holds; a note for every one that does not."""
    made = _Made()
    asked = _last_word(context.decisions, made)
    _apply(document, [d for d in asked if d.change != "speaker"], made)
    parted = settle(document, Claims(boundaries=tuple(made.boundaries)))  # a new turn is there before it gets its speaker
    _apply(parted, [d for d in asked if d.change == "speaker"], made)
    applied = len({(a, b) for a, b, _ in made.closed})
    if applied:
        made.notes.insert(0, f"{applied} decision{'s' if applied > 1 else ''} of a reviewer applied.")
    return Claims(edits=tuple(made.edits), boundaries=tuple(made.boundaries), attributions=tuple(made.attributions),
                  closed=tuple(made.closed), notes=tuple(made.notes))


def _apply(document: Document, asked: Iterable[Decision], made: _Made) -> None:
    """Adds to ``made`` what the decisions come to on a document."""
    for d in asked:
        found = document.text[d.start:d.end]
        if found != d.expect or d.end > len(document.text):
            made.notes.append(f"{_named(d)} no longer holds: it expects {d.expect!r}, the raw text says {found!r}. It was not applied.")
            continue
        problem = _APPLY[d.change](document, d, made)
        if problem:
            made.notes.append(f"{_named(d)} cannot be applied: {problem}")
        else:
            made.closed.append((d.start, d.end, d.change))
            made.closed += [(d.start, d.end, c) for c in ("split", "merge") if d.change in ("split", "merge")]


def _last_word(all_of_them: Iterable[Decision], made: _Made) -> list[Decision]:
    """Of decisions about the same span the last; an earlier one about text that a later one overlaps is reported."""
    kept: list[Decision] = []
    for d in all_of_them:
        for old in [o for o in kept if o.change == d.change and (o.start, o.end) != (d.start, d.end) and d.change == "text"
                    and o.start < d.end and d.start < o.end]:
            kept.remove(old)
            made.notes.append(f"{_named(old)} overlaps a later one at {d.start}, which was applied instead.")
        kept = [o for o in kept if (o.start, o.end, o.change) != (d.start, d.end, d.change)] + [d]
    return kept


def _named(d: Decision) -> str:
    return f"The decision on {d.episode} {d.start}-{d.end} ({d.change})"


def _why(d: Decision) -> str:
    return f"a reviewer decided: {d.why}" if d.why else "a reviewer decided"


# --- one function a change; each returns what is wrong, or None

def _text(document: Document, d: Decision, made: _Made) -> str | None:
    piece = _piece_of(document, d)
    if piece is None:
        return "the span is not inside one stretch of speech."
    if d.value == KEEP:
        made.edits += [Edit(e.start, e.end, e.before, e.before, EditKind.DECISION, RULE, _why(d), over=((e.start, e.end),))
                       for e in document.edits if e.start < d.end and d.start < e.end or d.start <= e.start == e.end < d.end]
        return None
    side = view(document, [piece])
    begin, end = side.position(d.start), side.position(d.end)
    made.edits += side.edit(begin, end, d.value, EditKind.DECISION, RULE, _why(d))
    return None


def _split(document: Document, d: Decision, made: _Made) -> str | None:
    return _boundary(document, d, made, opens=True)


def _merge(document: Document, d: Decision, made: _Made) -> str | None:
    return _boundary(document, d, made, opens=False)


def _boundary(document: Document, d: Decision, made: _Made, opens: bool) -> str | None:
    begins = next((p for p in document.pieces if p.start == d.end), None)
    if d.value == KEEP:  # what the pipeline made of this place is taken back; what the raw file prints stays
        if begins and begins.opens == opens and begins.label is None:
            made.boundaries.append(Boundary(d.end, d.end, not opens, RULE, _why(d)))
        return None
    if begins is None and not opens:
        return "no turn begins where the span ends."
    if begins is None and _piece_of(document, d) is None:
        return "the span is not inside one stretch of speech."
    made.boundaries.append(Boundary(d.end if begins else d.start, d.end, opens, RULE, _why(d)))
    return None


def _speaker(document: Document, d: Decision, made: _Made) -> str | None:
    turn = _turn_of(document, d)
    if turn is None:
        return "no turn holds the span."
    name = document.name_of(turn.label) if d.value == KEEP else d.value.strip()
    if not name:
        return "it names no speaker."
    role = next((p.role for p in document.meta.people if p.name == name), None)
    made.attributions.append(Attribution(turn.start, name, RULE, _why(d), 1.0, role))
    return None


_APPLY: dict[str, Callable[[Document, Decision, _Made], str | None]] = {
    "text": _text, "split": _split, "merge": _merge, "speaker": _speaker}


def _piece_of(document: Document, d: Decision) -> Piece | None:
    return next((p for p in document.pieces if p.start <= d.start and d.end <= p.end), None)


def _turn_of(document: Document, d: Decision) -> Turn | None:
    for lang in document.langs:
        for turn in document.turns(lang):
            if any(p.start <= d.start < p.end or (p.start, p.end) == (d.start, d.end) for p in turn.pieces):
                return turn
    return None
