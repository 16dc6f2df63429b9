"""What is printed over each sentence of a side, and what is printed over its translation.

Labels of a side are evidence only where they fall in with its turns: where captions were poured over lines, a label changes in
the middle of what one person says, and then the labels over the translation are what is left to go by.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.document.model import BlockKind, Document
from flows.repairs.speakers.sentences import Sentence

_LEAST_MARKS = 20  # marked turns before labels are held against them
_WORTH = 0.6
_FIRST = 0.5  # how much of a label's evidence stands for the first sentence below it: who else speaks there comes later
_ALIKE = 0.97
_OTHER_COPY = 0.5  # weight of a label over a second translation of the same passage


@dataclass(frozen=True)
class Labels:
    """Shares of label evidence by sentence and speaker (rows sum to at most 1), the printed names that tell, and where they come from.

    source  `label`, `translation` or `none`; main  index of the speaker that the labels favour at each sentence, -1 where there is none.
    """

    shares: np.ndarray
    main: np.ndarray
    source: str


def own_worth(sentences: Sequence[Sentence], marked: Sequence[bool]) -> float:
    """How well a side's labels fall in with its marked turns: 1 perfectly, 0 not at all; 1 where there are too few marks to tell.

    Nobody follows himself across a mark, so right labels change at every mark, and nowhere else.
    """
    both = [k for k in range(1, len(sentences)) if sentences[k].label is not None and sentences[k - 1].label is not None]
    changes = {k for k in both if sentences[k].label != sentences[k - 1].label}
    marks = [k for k in both if marked[k]]
    if len(marks) < _LEAST_MARKS:
        return 1.0
    at_marks = sum(k in changes for k in marks)
    inside = sum(k in changes for k in both if sentences[k].gap != "turn")
    return min(at_marks / max(1, at_marks + inside), at_marks / len(marks))


def own_labels(sentences: Sequence[Sentence], speakers: Sequence[str]) -> Labels:
    """Evidence of the labels printed over the side itself, spread over the words of each turn."""
    shares = np.zeros((len(sentences), len(speakers)))
    main = np.full(len(sentences), -1)
    size = _turn_sizes(sentences)
    for k, s in enumerate(sentences):
        if s.label in speakers:
            main[k] = speakers.index(s.label)
            shares[k, main[k]] = max(s.size, 1) / size[s.printed]
    return Labels(shares, main, "label")


def leading(shares: np.ndarray, sentences: Sequence[Sentence]) -> np.ndarray:
    """The evidence of labels with more of it on the first sentence of each printed turn."""
    out = (1 - _FIRST) * shares
    first = 0
    for k, s in enumerate(sentences):
        first = k if k and s.printed != sentences[k - 1].printed else first
        out[first] += _FIRST * shares[k]
    return out


def translated_labels(document: Document, lang: str, sentences: Sequence[Sentence], speakers: Sequence[str]) -> Labels:
    """Evidence of the labels printed over the translations that links tie to each sentence."""
    shares = np.zeros((len(sentences), len(speakers)))
    order = np.argsort([s.start for s in sentences], kind="stable")
    starts = [sentences[i].start for i in order]
    for source, target, weight in _linked_labels(document, lang):
        if target not in speakers:
            continue
        for a, b in source:
            for i in order[max(bisect.bisect_left(starts, a) - 1, 0) : bisect.bisect_left(starts, b)]:
                shared = min(b, sentences[i].end) - max(a, sentences[i].start)
                if shared > 0:
                    shares[i, speakers.index(target)] += weight * shared / max(1, sentences[i].end - sentences[i].start)
    total = shares.sum(axis=1, keepdims=True)
    shares = np.where(total > 1, shares / np.maximum(total, 1e-9), shares)
    main = np.where(total[:, 0] > 0.3, shares.argmax(axis=1), -1)
    size = _turn_sizes(sentences)
    return Labels(shares * np.array([[max(s.size, 1) / size[s.printed]] for s in sentences]).reshape(-1, 1), main, "translation")


def _linked_labels(document: Document, lang: str) -> list[tuple[tuple[tuple[int, int], ...], str, float]]:
    """(spans of this side, name printed over the other side, weight) of every link and of every repeat of a linked stretch."""
    held = sorted((p.start, p.end, document.name_of(p.label)) for p in document.pieces if p.lang != lang and p.label is not None)
    begins = [a for a, _, _ in held]

    def over(at: int) -> str | None:
        i = bisect.bisect_right(begins, at) - 1
        return held[i][2] if i >= 0 and at < held[i][1] else None

    out = []
    for link in document.links:
        parts = [(a, b, over(a)) for a, b in link.target]
        total = sum(b - a for a, b, _ in parts)
        for a, b, name in parts:
            if name is not None and total:
                out.append((link.source, name, (b - a) / total))
    return out + _repeated_labels(document, [(link.source, a, b) for link in document.links for a, b in link.target])


def _repeated_labels(
    document: Document, linked: list[tuple[tuple[tuple[int, int], ...], int, int]]
) -> list[tuple[tuple[tuple[int, int], ...], str, float]]:
    labels = sorted((b.end, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.SPEAKER_LABEL)
    ends = [e for e, _ in labels]
    linked.sort(key=lambda x: x[1])
    begins = [a for _, a, _ in linked]
    out = []
    for r in document.repeats:
        i = bisect.bisect_right(ends, r.start) - 1
        if i < 0 or document.text[ends[i] : r.start].strip():
            continue
        name = document.name_of(re.sub(r"^[\s*_\[]+|[\s*_:：\]]+$", "", labels[i][1]))
        j = bisect.bisect_right(begins, r.of) - 1
        if j >= 0 and r.of < linked[j][2]:
            out.append((linked[j][0], name, _OTHER_COPY))
    return out


def evidence(document: Document, lang: str, sentences: Sequence[Sentence], speakers: Sequence[str], marked: Sequence[bool]) -> Labels:
    """The labels to go by: a side's own, those of its translation where its own are worthless, or both where they are independent."""
    own = own_labels(sentences, speakers)
    if own_worth(sentences, marked) < _WORTH:
        own = Labels(np.zeros_like(own.shares), np.full(len(sentences), -1), "none")
    other = translated_labels(document, lang, sentences, speakers)
    both = (own.main >= 0) & (other.main >= 0)
    if own.source == "none":
        return other if (other.main >= 0).any() else own
    if not both.any() or (own.main[both] == other.main[both]).mean() >= _ALIKE:
        return own
    return Labels((own.shares + other.shares) / 2, own.main, "label")


def _turn_sizes(sentences: Sequence[Sentence]) -> dict[int, int]:
    out: dict[int, int] = {}
    for s in sentences:
        out[s.printed] = out.get(s.printed, 0) + max(s.size, 1)
    return out
