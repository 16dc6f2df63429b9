"""Signs by which a text is of a family with a syntax of its own, so that readers of prose leave it alone."""

from __future__ import annotations

import re

_ARROW = re.compile(r"(?:^|[\r\n])[ \t]*(?:\d+:)?\d{1,3}:\d{1,2}(?:[.,:]\d{1,7})?[ \t]*-->")
_SBV = re.compile(r"(?:^|[\r\n])\d{1,2}:\d{2}:\d{2}\.\d{3},\d{1,2}:\d{2}:\d{2}\.\d{3}[ \t]*(?=[\r\n]|$)")
_SUBSTATION = re.compile(r"\ufeff?\s*(?:;[^\r\n]*\s+)*\[Script Info\]", re.I)
_JSON = re.compile(r"\ufeff?\s*(?:\{\s*(?:\"(?:[^\"\\]|\\.)*\"\s*:|\})|\[\s*(?:[{\"]|\[\s*[{\"\d]))")
_XML = re.compile(r"\ufeff?\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:tt|tt:tt|timedtext|transcript)\b", re.S)


def is_json(text: str) -> bool:
    """Whether it begins as JSON does."""
    return bool(_JSON.match(text[:100_000]))


def is_timed_xml(text: str) -> bool:
    """Whether it begins as TTML, or YouTube's timed text, does."""
    return bool(_XML.match(text[:10_000]))


def is_substation(text: str) -> bool:
    """Whether it begins as SubStation Alpha does."""
    return bool(_SUBSTATION.match(text[:2000]))


def arrows(text: str) -> int:
    """Lines of cue times (`00:01.000 --> 00:02.000`) near the beginning."""
    return len(_ARROW.findall(text[:50_000]))


def is_cues(text: str) -> bool:
    """Whether it is WebVTT or SRT."""
    return (
        bool(re.match(r"\ufeff?\s*WEBVTT\b", text[:1000]))
        or arrows(text) >= 2
        or (arrows(text) == 1 and len(text) < 2000)
        or bool(_SBV.search(text[:2000]))
    )


def not_prose(text: str) -> str | None:
    """What else a text is, in words, or None."""
    if is_json(text):
        return "it is JSON"
    if is_timed_xml(text):
        return "it is XML"
    if is_cues(text) or is_substation(text):
        return "it is captions"
    return None
