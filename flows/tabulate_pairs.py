"""From links between stretches of raw text to the rows of `pairs`.

Links are as fine as sentences and overlap where a translation was cut at another place. Links that share a turn of the translation, or a
character of either side, become one row, so that every stretch stands in one row and a row reads as something somebody said. Where
nobody is named a turn is no more than what stands between two pauses, or all of a file: there, rows are as fine as the links.
"""
from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence

from flows.document.model import UNKNOWN, Document, Link, Turn
from flows.document.render import join_between
from flows.document.view import View, view

Span = tuple[int, int]


def pair_rows(document: Document, sides: Mapping[str, Sequence[Turn]]) -> list[dict[str, object]]:
    """Rows of all translations against the language spoken, by pair_id. ``sides`` holds the turns of each language."""
    source = Side(document, sides.get(document.source_lang, ()))
    rows = []
    for lang in sorted({link.target_lang for link in document.links} & set(sides) - {document.source_lang}):
        target = Side(document, sides[lang])
        mine = [link for link in document.links if link.target_lang == lang]
        links = [link for link in mine if source.turns_of(link.source) and target.turns_of(link.target)]
        rows += [_row(document, lang, group, source, target) for group in _groups(links, source, target)]
    return sorted(rows, key=lambda row: row["pair_id"])


class Side:
    """The turns of one language, by the raw text they hold."""

    def __init__(self, document: Document, turns: Sequence[Turn]):
        self._document, self._turns = document, turns
        self._spans = sorted((a, b, n) for n, t in enumerate(turns) for a, b in t.spans)
        self._starts = [s[0] for s in self._spans]
        self._views: dict[int, View] = {}

    def parts(self, spans: Iterable[Span]) -> list[tuple[int, int, int]]:
        """``(turn, start, end)`` of the given raw text that is in a turn's span, turns in the order of the conversation."""
        out = set()
        for start, end in spans:
            i = max(bisect.bisect_right(self._starts, start) - 1, 0)
            while i < len(self._spans) and self._spans[i][0] < end:
                a, b, n = self._spans[i]
                if max(a, start) < min(b, end):
                    out.add((n, max(a, start), min(b, end)))
                i += 1
        return sorted(out)

    def turns_of(self, spans: Iterable[Span]) -> list[int]:
        return list(dict.fromkeys(n for n, _, _ in self.parts(spans)))

    def named(self, turn: int) -> bool:
        """Whether it is known who speaks."""
        return self._document.speaker_of(self._turns[turn]) != UNKNOWN

    def id(self, turn: int) -> str:
        t = self._turns[turn]
        return f"{self._document.episode_id}:{t.lang}:{t.start:08d}"

    def text(self, spans: Iterable[Span]) -> str:
        """What the given raw text reads in the release; stretches with only white space between them in a turn read on as they do there."""
        out = ""
        for n, stretches in self._by_turn(spans):
            shown = self._views.setdefault(n, view(self._document, self._turns[n].pieces))
            for begin, end in _joined(shown, stretches):
                more = shown.text[begin:end].strip()
                out += join_between(out, more) + more
        return out

    def _by_turn(self, spans: Iterable[Span]) -> list[tuple[int, list[Span]]]:
        turns: dict[int, list[Span]] = {}
        for n, a, b in self.parts(spans):
            turns.setdefault(n, []).append((a, b))
        return list(turns.items())


def _joined(shown: View, stretches: Sequence[Span]) -> list[Span]:
    """Positions in a turn's text of raw stretches in order, those with nothing but white space between them as one."""
    out: list[Span] = []
    for a, b in stretches:
        begin, end = shown.position(a), shown.position(b)
        if out and not shown.text[out[-1][1]:begin].strip():
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return out


def _groups(links: Sequence[Link], source: Side, target: Side) -> list[list[Link]]:
    """Links that belong in one row: they share somebody's turn of the translation, or overlap on one of the sides."""
    leader = list(range(len(links)))  # union-find: each link's way to the first of its group

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    first: dict[int, int] = {}
    for i, link in enumerate(links):
        for n in filter(target.named, target.turns_of(link.target)):
            leader[find(i)] = find(first.setdefault(n, i))
    for parts in ([source.parts(link.source) for link in links], [target.parts(link.target) for link in links]):
        reach, owner = -1, 0
        for a, b, i in sorted((a, b, i) for i, mine in enumerate(parts) for _, a, b in mine):
            if a < reach:
                leader[find(i)] = find(owner)
            if b > reach:
                reach, owner = b, i
    groups: dict[int, list[Link]] = {}
    for i, link in enumerate(links):
        groups.setdefault(find(i), []).append(link)
    return list(groups.values())


def _row(document: Document, lang: str, links: Sequence[Link], source: Side, target: Side) -> dict[str, object]:
    said = [span for link in links for span in link.source]
    translated = [span for link in links for span in link.target]
    first = min(start for _, start, _ in target.parts(translated))
    weights = [sum(b - a for a, b in link.source) for link in links]
    score = sum(link.score * w for link, w in zip(links, weights)) / max(sum(weights), 1)
    return {
        "episode_id": document.episode_id, "pair_id": f"{document.episode_id}:{lang}:{first:08d}", "source_lang": document.source_lang,
        "target_lang": lang, "source_turn_ids": [source.id(n) for n in source.turns_of(said)],
        "target_turn_ids": [target.id(n) for n in target.turns_of(translated)], "source_text": source.text(said),
        "target_text": target.text(translated), "score": round(min(max(score, 0.0), 1.0), 4),
        "method": "+".join(sorted({link.method for link in links})),
    }
