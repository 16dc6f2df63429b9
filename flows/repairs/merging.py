"""One turn where one person goes on: neighbours of a side that end up with the same speaker are joined, unless a mark parts them."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.document.model import Attribution, Boundary, Claims, Document, Turn
from flows.evidence.context import Context

_MARKS = frozenset({"speaker_mark", "decision"})
_RULE, _CONFIDENCE = "same_speaker", 0.95
_MUCH = 0.25  # share of a joined turn that is more than a word put in


def merging(document: Document, context: Context) -> Claims:
    """Merges, and the speakers of the turns that they make."""
    boundaries: list[Boundary] = []
    attributions: list[Attribution] = []
    source = document.source_lang
    said = _said(document, source)
    for lang in document.langs:
        for run in _runs(document, document.turns(lang), None if lang == source else _translates(document, lang, said)):
            boundaries += [Boundary(t.start, t.start, False, _RULE, f"{document.speaker_of(t)} goes on", _CONFIDENCE) for t in run[1:]]
            joined = _joined(document, run)
            if joined:
                attributions.append(joined)
    return Claims(boundaries=tuple(boundaries), attributions=tuple(attributions))


def _runs(document: Document, turns: Sequence[Turn], translates: Mapping[int, frozenset[int]] | None) -> Iterator[list[Turn]]:
    """Turns in a row that are one person's; of a translation, only those that translate one spoken turn."""
    audience = {p.name for p in document.meta.people if p.role == "audience"}
    run: list[Turn] = []
    for t in turns:
        speaker = document.speaker_of(t)
        goes_on = (
            bool(run)
            and speaker == document.speaker_of(run[-1])
            and speaker != "Unknown"
            and speaker not in audience
            and t.pieces[0].boundary not in _MARKS
        )
        if goes_on and translates is not None:
            goes_on = bool(translates.get(t.start, frozenset()) & translates.get(run[-1].start, frozenset()))
        if goes_on:
            run.append(t)
        else:
            if len(run) > 1:
                yield run
            run = [t]
    if len(run) > 1:
        yield run


def _joined(document: Document, run: Sequence[Turn]) -> Attribution | None:
    """The speaker's claim for turns that become one: as sure as its parts are by length, and no surer than any that is much of it."""
    parts = [(a, sum(p.end - p.start for p in t.pieces)) for t in run if (a := document.attributions.get(t.start))]
    if not parts:
        return None
    total = sum(size for _, size in parts)
    main = max(parts, key=lambda x: x[1])[0]
    confidence = sum(a.confidence * size for a, size in parts) / total
    confidence = min([confidence, *(a.confidence for a, size in parts if size >= _MUCH * total)])
    rules = list(dict.fromkeys(a.rule for a, _ in parts))
    rule = main.rule if len(rules) > 1 else rules[0]
    return Attribution(
        run[0].start,
        main.speaker,
        rule,
        f"{len(run)} stretches of one speaker; the longest: {main.evidence}",
        round(confidence, 3),
        main.role,
    )


def _said(document: Document, lang: str) -> list[tuple[int, int, int]]:
    """Spans of the spoken turns with the number of the turn they belong to; turns that will be joined have one number."""
    turns = document.turns(lang)
    number = {t.start: n for n, t in enumerate(turns)}
    for run in _runs(document, turns, None):
        for t in run:
            number[t.start] = number[run[0].start]
    return sorted((a, b, number[t.start]) for t in turns for a, b in t.spans)


def _translates(document: Document, lang: str, said: Sequence[tuple[int, int, int]]) -> dict[int, frozenset[int]]:
    """For each turn of a translation, the numbers of the spoken turns that links tie it to."""
    holders = sorted((p.start, p.end, t.start) for t in document.turns(lang) for p in t.pieces)
    out: dict[int, set[int]] = {}
    for link in document.links:
        if link.target_lang == lang:
            numbers = set(_numbers(link.source, said))
            for start in _numbers(link.target, holders):
                out.setdefault(start, set()).update(numbers)
    return {start: frozenset(numbers) for start, numbers in out.items()}


def _numbers(spans: Iterable[tuple[int, int]], holders: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    for a, b in spans:
        i = max(bisect.bisect_right(holders, (a, 1 << 60, 0)) - 1, 0)
        while i < len(holders) and holders[i][0] < b:
            if min(b, holders[i][1]) > max(a, holders[i][0]):
                yield holders[i][2]
            i += 1
