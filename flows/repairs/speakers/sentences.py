"""The sentences of one side with what is printed over each: the units over which speakers are decoded."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.document.model import BlockKind, Document, Piece
from flows.document.view import view
from flows.evidence import conversation as talk
from flows.evidence.boundaries import Observed, observe

SPLITS = frozenset({"question_answer", "listener", "change_of_speaker"})  # rules of boundaries that words alone made


@dataclass(frozen=True)
class Sentence:
    """One sentence (or the part of it that lies in one piece) of a side.

    start, end  raw offsets.
    turn        index of its turn among the turns of the side; printed  the same before turns were split by what is said.
    gap         what parts it from the sentence before: `turn` (a turn begins: see ``rule``), `again` (the turn goes on under the same
                label, printed once more), `split` (a turn begins where what was printed as one was split), `piece` (its next piece,
                with no label) or `inner`.
    rule        the piece's ``boundary`` where a piece begins.
    inserted    a listener's word in the middle of a sentence that was written without end marks.
    unmarked    a question that was written without a mark before it.
    label       the speaker's canonical name printed over it, or None.
    """

    start: int
    end: int
    text: str
    turn: int
    printed: int
    gap: str
    rule: str
    label: str | None
    seen: Observed
    inserted: bool = False
    unmarked: bool = False

    @property
    def size(self) -> int:
        """Words."""
        return self.seen.size


def side_sentences(document: Document, lang: str, names: talk.Names) -> list[Sentence]:
    """All sentences of a side in conversation order; an empty side gives none. Edits settled so far are in the text."""
    pieces = document.side(lang)
    if not pieces:
        return []
    reading = view(document, pieces)
    ends = [*reading.breaks[1:], len(reading.text)]
    out: list[Sentence] = []
    turn = printed = -1
    labelled = _labelled(document)
    for p, a, b in zip(pieces, reading.breaks, ends):
        opens = p.opens or turn < 0
        turn += opens
        printed += opens and p.boundary not in SPLITS
        for n, (i, j, kind) in enumerate(_cut(reading.text[a:b], lang)):
            gap = (
                "inner"
                if n
                else ("split" if p.boundary in SPLITS else "turn")
                if opens
                else "again"
                if p.boundary == "continuation" and labelled(p.start)
                else "piece"
            )
            text = reading.text[a + i : a + j]
            out.append(
                Sentence(
                    reading.offset(a + i),
                    reading.offset(a + j - 1) + 1,
                    text,
                    turn,
                    printed,
                    gap,
                    p.boundary,
                    _label(document, p),
                    replace(observe(text, lang, names), asks=True) if kind == "question" else observe(text, lang, names),
                    kind == "inserted",
                    kind == "question",
                )
            )
    return out


_TIME, _LETTER = 40, re.compile(r"[^\W\d_]")  # the longest time that may stand between a label and what is said


def _labelled(document: Document) -> Callable[[int], bool]:
    """Whether a speaker's label is printed right before an offset, with nothing but a time between."""
    ends = [b.end for b in document.blocks if b.kind is BlockKind.SPEAKER_LABEL]

    def printed(start: int) -> bool:
        i = bisect.bisect_right(ends, start) - 1
        return i >= 0 and start - ends[i] < _TIME and not _LETTER.search(document.text, ends[i], start)

    return printed


def _label(document: Document, piece: Piece) -> str | None:
    return document.name_of(piece.label) if piece.label is not None else None


_STREAM = 20  # words without an end mark from which a text is taken to be written without them
_WORDS = re.compile(r"\w")


def _cut(text: str, lang: str) -> list[tuple[int, int, str]]:
    """Sentences (begin, end, kind), cut further where somebody else's words stand in them.

    kind is `inserted` for what only a listener says in mid-sentence (`... mhm ...`), `question` for a question to someone that no mark
    parts from what stands before it, else ''.
    """
    out: list[tuple[int, int, str]] = []
    known = talk.phrases(lang)
    for a, b in talk.sentences(text):
        at = a
        low = talk.plain_same_length(text[a:b])
        for begin, end in _inserted(text, a, low, known):
            if begin > at:
                out.append((at, begin, ""))
            alone = not (_WORDS.search(text[a:begin]) or _WORDS.search(text[end:b]))
            out.append((begin, end, "" if alone else "inserted"))
            at = end
        rest = _unmarked_questions(text, at, b, known) if len(low) > 100 else [(at, b)]
        out += [(x, y, "question" if n else "") for n, (x, y) in enumerate(rest)]
    trimmed = [(a + len(text[a:b]) - len(text[a:b].lstrip(" ,")), b - (len(text[a:b]) - len(text[a:b].rstrip())), x) for a, b, x in out]
    kept = [(a, b, x) for a, b, x in trimmed if a < b and re.search(r"\w", text[a:b])]
    return kept or ([(0, len(text), "")] if text.strip() else [])


def _inserted(text: str, a: int, low: str, known: talk.Phrases) -> list[tuple[int, int]]:
    """A listener's words in one sentence that starts at ``a``: those that can be nobody else's, and nods in a stream without marks."""
    found = [(a + m.start(), a + m.end()) for m in known.listens.finditer(low) if _stray(text, a + m.start(), a + m.end())]
    for m in known.nods.finditer(low):
        before, after = low[: m.start()].rstrip(), low[m.end() :].lstrip()
        if not before and text[a].islower() and known.resumes.match(after):
            found.append((a + m.start(), a + m.end()))
        elif (
            len(before.split()) >= 6
            and len(after.split()) >= 3
            and before[-1].isalnum()
            and after[0].isalpha()
            and len(low.split()) >= _STREAM
        ):
            if not known.embeds.search(before.split()[-1]):
                found.append((a + m.start(), a + m.end()))
    found.sort()
    return [f for n, f in enumerate(found) if n == 0 or f[0] >= found[n - 1][1]]


def _unmarked_questions(text: str, a: int, b: int, known: talk.Phrases) -> list[tuple[int, int]]:
    """A stretch cut before questions to someone that stand in a stream without marks (`... the whole training what do you think ...`)."""
    low = talk.plain_same_length(text[a:b])
    cuts = [a]
    if len(low.split()) >= _STREAM:
        for m in known.asks_you.finditer(low):
            before = low[: m.start()].rstrip()
            if len(before.split()) >= 6 and not known.embeds.search(before.split()[-1]) and before[-1:].isalnum():
                cuts.append(a + m.start())
    return list(zip(cuts, [*cuts[1:], b]))


def _stray(text: str, begin: int, end: int) -> bool:
    """A lone 'y' is a listener's 'yeah', but for the variable of a formula or an axis ('x and y', 'y axis', 'y =')."""
    if text[begin:end].lower() != "y":
        return True
    near = text[max(0, begin - 12) : begin] + "|" + text[end : end + 12]
    return not re.search(r"\b[xzXZ]\b|\baxis\b|[=+*/^()\d]\s*\||\|\s*[=+*/^()\d-]|[-'’&]\||\|[-'’&.]", near)
