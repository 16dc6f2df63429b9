"""The opening montage: clips from later in the talk, played first and all printed under the host, get their speakers back.

Each clip recurs in the body nearly word for word, and the body says who speaks it. Two clips that were spliced into one line,
or a question with its answer, are parted. What recurs nowhere (a narrator between clips) stays as printed.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.document.model import Attribution, Boundary, Claims, Document, Piece, Turn
from flows.document.view import View, view
from flows.evidence import conversation as talk
from flows.evidence.context import Context
from flows.evidence.recurrence import Clip, Token, clips, tokens

_OPENING, _SHARE = 600, 6  # words of the opening that are looked at: at most so many, and one in so many of the side
_APART = 40  # words after a clip from which its source may stand
_LEAST_CLIP, _LEAST_MONTAGE = 5, 12
_AFTER, _QUIET = 150, 0.25  # words after the montage, and the share of them that may recur as well
_PLAIN_MONTAGE, _SILENT = 40, 0.08  # words that recur, and the share after them that may, where nobody is welcomed
_WELCOME_WITHIN = 8  # sentences after the montage in which someone is welcomed


@dataclass
class _Segment:
    """Words ``first``..``last`` of the opening with their speaker.

    ``place`` is the raw offset in the body, None where they recur nowhere.
    """

    first: int
    last: int
    speaker: str
    place: int | None
    matched: int
    confidence: float
    note: str = ""
    amends: int | None = None  # start of a turn of the body that the clip's own label puts right


@dataclass(frozen=True)
class _Opening:
    """The side's text as words, and which turn each piece belongs to."""

    reading: View
    words: list[Token]
    starts: list[int]
    pieces: Sequence[Piece]
    turns: Sequence[Turn]
    turn_of: list[int]

    def turn(self, word: int) -> int:
        return self.turn_of[self.reading.piece_at(self.words[word].begin)]

    def offset(self, word: int) -> int:
        return self.reading.offset(self.words[word].begin)


def montage(document: Document, context: Context) -> Claims:
    """Boundaries and speakers of the clips of an opening montage; nothing where a talk has none."""
    lang = document.source_lang
    pieces = document.side(lang)
    if len(pieces) < 8 or len({document.name_of(p.label) for p in pieces if p.label}) < 2:
        return Claims()
    opening = _read(document, lang, pieces)
    size = min(_OPENING, len(opening.words) // _SHARE)
    words = [t.word for t in opening.words]
    found = clips(words[:size], words, apart=_APART)
    end = _end(found, size, opening, lang)
    if end is None:
        return Claims()
    segments = _segments([c for c in found if c.last <= end], end, opening, document, lang)
    return _claims(segments, opening, document)


def _read(document: Document, lang: str, pieces: Sequence[Piece]) -> _Opening:
    reading = view(document, pieces)
    words = tokens(re.sub(r"[*_]", " ", reading.text))
    turns = document.turns(lang)
    turn_of = [k for k, t in enumerate(turns) for _ in t.pieces]
    return _Opening(reading, words, [w.begin for w in words], pieces, turns, turn_of)


def _end(found: Sequence[Clip], size: int, opening: _Opening, lang: str) -> int | None:
    """The last word of the montage: where what recurs outweighs what does not by most.

    There is no montage unless talk that does not recur follows, and someone is welcomed or the case is plain without that.
    """
    strong = [c for c in found if c.matched >= _LEAST_CLIP]
    recurs = [0] * (size + 1)
    for c in strong:
        for i, place in zip(range(c.first, c.last + 1), c.places):
            recurs[i] = int(place >= 0)
    score, best, end = 0.0, 0.0, None
    for i in range(size):
        score += 1.0 if recurs[i] else -0.5
        if score > best:
            best, end = score, i
    if end is None or best < _LEAST_MONTAGE:
        return None
    after = recurs[end + 1 : end + 1 + _AFTER]
    if len(after) < 30 or sum(after) > _QUIET * len(after):
        return None
    plain = best >= _PLAIN_MONTAGE and sum(after) <= _SILENT * len(after)
    return end if plain or _welcomed(end, opening, lang) else None


def _welcomed(end: int, opening: _Opening, lang: str) -> bool:
    text = opening.reading.text[opening.words[end].end :][:3000]
    known = talk.phrases(lang)
    following = [talk.plain(text[a:b]) for a, b in talk.sentences(text)[:_WELCOME_WITHIN]]
    return any(known.welcomes.search(s) or known.greets.match(s) or known.thanks_having.search(s) for s in following)


def _segments(found: Sequence[Clip], end: int, opening: _Opening, document: Document, lang: str) -> list[_Segment]:
    out: list[_Segment] = []
    default = _default_label(opening, document)
    for c in found:
        out += _by_speaker(c, opening, document, default, lang)
    return _with_rest(sorted(out, key=lambda s: s.first), end, opening, document)


def _default_label(opening: _Opening, document: Document) -> str:
    """Whom the montage is printed under where nobody looked: the one it begins with."""
    return document.speaker_of(opening.turns[opening.turn(0)])


def _by_speaker(clip: Clip, opening: _Opening, document: Document, default: str, lang: str) -> list[_Segment]:
    """A clip's stretches by who speaks them in the body, cut also where a turn is printed to begin."""
    out: list[_Segment] = []
    for i, place in zip(range(clip.first, clip.last + 1), clip.places):
        turn = opening.turn(place) if place >= 0 else None
        here = opening.turn(i)
        if out and (turn is None or (turn == out[-1].confidence and here == opening.turn(out[-1].last))):
            out[-1].last = i
            out[-1].matched += turn is not None
        elif turn is not None:
            out.append(_Segment(i, i, document.speaker_of(opening.turns[turn]), opening.offset(place), 1, turn))
    for s in out:
        _weigh(s, clip, opening, document, default, lang)
    return out


def _weigh(s: _Segment, clip: Clip, opening: _Opening, document: Document, default: str, lang: str) -> None:
    """Whether to believe the body's label or the montage's where they differ, and how firmly."""
    turn = opening.turns[opening.turn(s.first)]
    printed = document.speaker_of(turn)
    own_line = opening.offset(s.first) == turn.start
    text = opening.reading.text[opening.words[s.first].begin : opening.words[s.last].end + 2]
    share = s.matched / (s.last - s.first + 1)
    sure = 0.97 if s.matched >= 8 and share >= 0.8 else 0.94 if s.matched >= 5 else 0.88
    if s.speaker == printed:
        s.confidence = sure
    elif own_line and printed != default and s.matched < 8:
        s.amends = _sandwiched(opening.turn(clip.places[s.first - clip.first]), opening, document, printed, lang)
        s.confidence, s.note, s.speaker = 0.7, f"; the body prints it under {s.speaker}, here it has a label of its own", printed
    elif (
        talk.asks(text.strip(), lang)
        and len(talk.sentences(text)) == 1
        and printed == default
        and _at_edge(s, clip, opening, document, printed)
    ):
        s.confidence, s.note, s.speaker = (
            0.7,
            f"; the body prints it under {s.speaker}, but as the first words after {printed} spoke, and it is a question",
            printed,
        )
    else:
        s.confidence = sure


def _sandwiched(k: int, opening: _Opening, document: Document, speaker: str, lang: str) -> int | None:
    """Start of turn ``k`` of the body if it is likely ``speaker``'s: both neighbours are his, and it neither asks nor only listens."""
    if not 0 < k < len(opening.turns) - 1:
        return None
    turn = opening.turns[k]
    text = view(document, turn.pieces).text
    around = {document.speaker_of(opening.turns[k - 1]), document.speaker_of(opening.turns[k + 1])}
    asks = any(talk.asks(text[a:b], lang) for a, b in talk.sentences(text))
    return turn.start if around == {speaker} and not asks and not talk.listens(text, lang) else None


def _at_edge(s: _Segment, clip: Clip, opening: _Opening, document: Document, printed: str) -> bool:
    """Whether the clip opens a turn of the body that follows one of ``printed``."""
    place = clip.places[s.first - clip.first]
    k = opening.turn(place)
    return k > 0 and opening.offset(place) == opening.turns[k].start and document.speaker_of(opening.turns[k - 1]) == printed


def _with_rest(found: list[_Segment], end: int, opening: _Opening, document: Document) -> list[_Segment]:
    """All words up to the end of the montage's last turn in segments.

    A clip's loose words at the edges of sentences go with it, other words stay as printed.
    """
    last_turn = opening.turn(end)
    total = next((i for i in range(end + 1, len(opening.words)) if opening.turn(i) != last_turn), len(opening.words))
    edges = _sentence_edges(opening, total)
    out: list[_Segment] = []
    for n, s in enumerate(found):
        before = out[-1].last if out else -1
        after = found[n + 1].first if n + 1 < len(found) else total
        start = next((e for e in reversed(edges) if before < e <= s.first), s.first)
        if before < s.first and s.first - start <= 3 and opening.turn(start) == opening.turn(s.first):
            s.first = max(start, before + 1)
        stop = next((e for e in edges if s.last < e <= after), after)
        if stop - 1 - s.last <= 3 and opening.turn(stop - 1) == opening.turn(s.last):
            s.last = stop - 1
        out += _printed(before + 1, s.first - 1, opening, document)
        out.append(s)
    return out + _printed((out[-1].last if out else -1) + 1, total - 1, opening, document)


def _sentence_edges(opening: _Opening, total: int) -> list[int]:
    """Indices of the words that begin a sentence."""
    text = opening.reading.text[: opening.words[total - 1].end + 40]
    return sorted({bisect.bisect_left(opening.starts, a) for a, _ in talk.sentences(text)} | {0})


def _printed(first: int, last: int, opening: _Opening, document: Document) -> list[_Segment]:
    out: list[_Segment] = []
    for i in range(first, last + 1):
        turn = opening.turn(i)
        if out and opening.turn(out[-1].last) == turn:
            out[-1].last = i
        else:
            out.append(_Segment(i, i, document.speaker_of(opening.turns[turn]), None, 0, 0.8))
    return out


def _claims(segments: Sequence[_Segment], opening: _Opening, document: Document) -> Claims:
    boundaries, attributions = [], []
    starts = {t.start for t in opening.turns}
    speaker, last_turn = None, None
    for s in segments:
        at = before_marks(document.text, opening.offset(s.first))
        turn = opening.turn(s.first)
        if s.speaker == speaker and at not in starts:
            continue
        if at not in starts:
            boundaries.append(
                Boundary(
                    at,
                    at,
                    True,
                    "montage",
                    f"two clips of the opening montage are spliced here: {speaker} speaks before, {s.speaker} from here on{_where(s)}",
                    min(s.confidence + 0.2, 0.95),
                )
            )
        if s.place is not None or turn == last_turn:
            attributions.append(Attribution(at, s.speaker, "montage", _why(s, document), s.confidence))
        if s.amends is not None:
            why = f"the opening montage prints these words under {s.speaker}, who also speaks before and after"
            attributions.append(Attribution(s.amends, s.speaker, "montage", why, s.confidence))
        speaker, last_turn = s.speaker, turn
    return Claims(boundaries=tuple(boundaries), attributions=tuple(attributions))


_MARKS = frozenset('*_"“‘([<「『《【')


def before_marks(text: str, offset: int) -> int:
    """Where a turn that begins with the word at ``offset`` begins: emphasis marks and opening quotes before it are its own."""
    while offset > 0 and text[offset - 1] in _MARKS:
        offset -= 1
    return offset


def _where(s: _Segment) -> str:
    return f" (as at {s.place})" if s.place is not None else ""


def _why(s: _Segment, document: Document) -> str:
    if s.place is None:
        return "stands between clips of the opening montage and recurs nowhere; as printed"
    said = document.text[s.place : s.place + 40].split("\n")[0].strip()
    return f"a clip of the opening montage: {s.matched} of its words recur at {s.place}, where {said!r} is said{s.note}"
