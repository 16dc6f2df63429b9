"""Looking up what translates what in a document that has been aligned."""
from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from flows.document.model import Document, Link

Span = tuple[int, int]


class Links:
    """The links of a document, to be asked in both directions by raw offsets. Made once for many questions.

    Links are as fine as sentences: a question about one word is answered with the sentence around it.
    """

    def __init__(self, document: Document):
        self.links = document.links
        self._source = _Index((span, n) for n, link in enumerate(self.links) for span in link.source)
        self._target = _Index((span, n) for n, link in enumerate(self.links) for span in link.target)

    def of_source(self, start: int, end: int, lang: str | None = None) -> list[Link]:
        """Links whose spoken side touches ``start``..``end``, those into ``lang`` where it is given."""
        return [link for n in self._source.touching(start, end) if lang in (None, (link := self.links[n]).target_lang)]

    def of_target(self, start: int, end: int) -> list[Link]:
        """Links whose translated side touches ``start``..``end``."""
        return [self.links[n] for n in self._target.touching(start, end)]

    def translated(self, start: int, end: int, lang: str | None = None) -> list[Span]:
        """Raw spans of the translation of what was spoken in ``start``..``end``."""
        return _merged(span for link in self.of_source(start, end, lang) for span in link.target)

    def spoken(self, start: int, end: int) -> list[Span]:
        """Raw spans of what the translation in ``start``..``end`` translates."""
        return _merged(span for link in self.of_target(start, end) for span in link.source)


class _Index:
    """Numbers of links by the spans they hold; spans may be held by several links, and none is longer than ``reach``."""

    def __init__(self, spans: Iterable[tuple[Span, int]]):
        self._spans = sorted(spans)
        self._starts = [a for (a, _), _ in self._spans]
        self._reach = max((b - a for (a, b), _ in self._spans), default=0)

    def touching(self, start: int, end: int) -> list[int]:
        low = bisect.bisect_left(self._starts, start - self._reach)
        high = bisect.bisect_left(self._starts, max(end, start + 1))
        return list(dict.fromkeys(n for (a, b), n in self._spans[low:high] if b > start))


def _merged(spans: Iterable[Span]) -> list[Span]:
    return sorted(dict.fromkeys(spans))


def translated(document: Document, start: int, end: int, lang: str | None = None) -> list[Span]:
    """Raw spans of the translation of what was spoken in ``start``..``end`` (for many questions make a `Links`)."""
    return Links(document).translated(start, end, lang)


def partner_spans(document: Document, spans: Sequence[Span], lang: str | None = None) -> list[Span]:
    """Raw spans that translate any of the given spoken spans, or that any of the given translated spans translates."""
    links = Links(document)
    return _merged(x for a, b in spans for x in [*links.translated(a, b, lang), *links.spoken(a, b)])
