"""One side of a document as sentences, each traced to raw spans."""
from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from flows.document.model import Document, Piece
from flows.document.view import View, view

# Characters of scripts written without spaces, as the inside of a character class.
SPACELESS = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
LONGEST = {False: 280, True: 110}  # characters from which a sentence without end marks is cut at a clause (written with spaces, without)

_CLOSERS = "\"'”’」』)\\]）】》»"
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|No|Inc|Corp|U\.S|a\.m|p\.m|Fig|Vol)|\b[A-Z])\.$")
_NEXT = r"(?=[^\s\Wa-z]|[\"'“‘«(\[¿¡-]|\W*[A-Z0-9])"  # what a sentence begins with after a space
_END = re.compile(rf"[.?!…‽؟।]+[{_CLOSERS}]*\s+{_NEXT}|[。！？｡]+[{_CLOSERS}]*\s*|(?<=[{SPACELESS}])[?!…]+[{_CLOSERS}]*\s*|\n+")
_CLAUSE = re.compile(r"[,;:،؛—–]+\s*|[，；、：]+|\s+(?=(?:and|but|so|because|which|that)\b)")
_WORDLIKE = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Side:
    """One language of a document, in conversation order, as sentences.

    begin, end  positions of each sentence in ``text``.
    turn        number of the turn it belongs to.
    piece       number (in this side) of the piece it begins in.
    group       layout unit of that piece, -1 where the layout pairs nothing.
    opens       whether it is the first of its turn.
    line        whether it is the first of its piece.
    spaceless   whether most of the side is written without spaces.
    """

    lang: str
    view: View
    begin: np.ndarray
    end: np.ndarray
    turn: np.ndarray
    piece: np.ndarray
    group: np.ndarray
    opens: np.ndarray
    line: np.ndarray
    spaceless: bool

    def __len__(self) -> int:
        return len(self.begin)

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def length(self) -> np.ndarray:
        """Characters of each sentence."""
        return self.end - self.begin

    def spans(self, sentence: int) -> tuple[tuple[int, int, int], ...]:
        """``(piece, start, end)`` of a sentence in raw text, one for each piece it runs over, without white space at the ends."""
        a, b = int(self.begin[sentence]), int(self.end[sentence])
        out = []
        for k in range(int(self.piece[sentence]), len(self.view.pieces)):
            start = self.view.breaks[k]
            stop = self.view.breaks[k + 1] if k + 1 < len(self.view.breaks) else len(self.text)
            if start >= b:
                break
            span = _raw(self.view, self.view.pieces[k], max(a, start), min(b, stop), b >= stop)
            if span:
                out.append((k, *span))
        return tuple(out)


def _raw(seen: View, piece: Piece, begin: int, end: int, whole: bool) -> tuple[int, int] | None:
    start = seen.offset(begin)
    stop = piece.end if whole else seen.offset(end)
    start, stop = max(start, piece.start), min(max(stop, start), piece.end)
    inner = seen.raw[start:stop]
    start, stop = start + len(inner) - len(inner.lstrip()), stop - (len(inner) - len(inner.rstrip()))
    return (start, stop) if start < stop else None


def side(document: Document, lang: str) -> Side:
    """The sentences of one side as they read now. Turns always part sentences, pieces of one turn do not: a sentence may run on."""
    pieces = document.side(lang)
    seen = view(document, pieces)
    starts = np.array(seen.breaks, dtype=np.int64)
    opening = np.array([p.opens or k == 0 for k, p in enumerate(pieces)], dtype=bool)
    spaceless = _is_spaceless(seen.text)
    cuts = sorted({0, len(seen.text), *starts[opening].tolist(), *_ends(seen.text)} - {len(seen.text) + 1}) if len(starts) else [0]
    pairs = [c for a, b in zip(cuts, cuts[1:]) for c in _clauses(seen.text, a, b, LONGEST[spaceless])]
    pairs = _with_words(seen.text, pairs, frozenset(starts[opening].tolist()))
    begin, end = np.array([a for a, _ in pairs], dtype=np.int64), np.array([b for _, b in pairs], dtype=np.int64)
    piece = np.searchsorted(starts, begin, "right") - 1 if len(pairs) else np.zeros(0, dtype=np.int64)
    turn = np.cumsum(opening)[piece] - 1 if len(pairs) else piece
    group = np.array([-1 if p.group is None else p.group for p in pieces], dtype=np.int64)
    first = lambda label: np.r_[True, label[1:] != label[:-1]] if len(label) else np.zeros(0, dtype=bool)  # noqa: E731
    return Side(lang, seen, begin, end, turn, piece, group[piece] if len(pairs) else piece, first(turn), first(piece), spaceless)


def _is_spaceless(text: str) -> bool:
    sample = text[:20_000]
    return 2 * len(re.findall(f"[{SPACELESS}]", sample)) > len(re.findall(r"[^\W\d_]", sample))


def _ends(text: str) -> list[int]:
    """Positions after the sentence ends of a text (after the white space that follows them)."""
    ends = _END.finditer(text)
    return [m.end() for m in ends if text[m.start()] != "." or not _ABBREVIATION.search(text, max(m.start() - 8, 0), m.start() + 1)]


def _clauses(text: str, begin: int, end: int, longest: int) -> list[tuple[int, int]]:
    """The stretch, cut where a clause ends if it is longer than any sentence should be (captions without punctuation)."""
    if end - begin <= longest:
        return [(begin, end)]
    marks = [begin + m.end() for m in _CLAUSE.finditer(text[begin:end])] or [begin + m.end() for m in re.finditer(r"\s+", text[begin:end])]
    out, at, last = [], begin, begin
    for mark in [*marks, end]:
        if mark - at > longest * 2 // 3 and last > at:
            out.append((at, last))
            at = last
        last = mark
    return [*out, (at, end)] if at < end else out


def _with_words(text: str, pairs: list[tuple[int, int]], hard: frozenset[int]) -> list[tuple[int, int]]:
    """Stretches without a letter or digit go to the sentence before them (or are left out where a turn begins with them)."""
    out: list[tuple[int, int]] = []
    for a, b in pairs:
        if _WORDLIKE.search(text, a, b):
            out.append((a, b))
        elif out and a not in hard and out[-1][1] == a:
            out[-1] = (out[-1][0], b)
    return out
