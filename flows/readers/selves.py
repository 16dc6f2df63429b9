"""Who people without a printed name say they are: `I'm Ann Lee`, `我是李安，`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml

from flows.document.model import Piece
from flows.readers.heads import without_title
from flows.readers.names import anonymous, key, role
from flows.readers.people import is_name

_DATA = yaml.safe_load((Path(__file__).with_name("data") / "labels.yaml").read_text("utf-8"))
_WORD = r"(?:[A-Z\u00c0-\u00de][\w'’-]+|[A-Z]\.)"
_INTRODUCTION = re.compile(
    rf"(?:\b(?:I am|I['’]m|[Mm]y name is|[Mm]e llamo|[Ii]ch bin|[Mm]ein Name ist|[Jj]e suis|[Jj]e m['’]appelle)"
    rf"\s+\**(?P<latin>{_WORD}(?: {_WORD}){{1,2}})"
    r"|(?:我是|我叫|我的名字是)(?:主持人|主播)?\**(?P<han>[\u4e00-\u9fff·]{2,12}?|[A-Z][\w.-]+(?: [A-Z][\w.-]+){1,2})\**(?=[，。,.！!、]))"
)
_FIRST = 12  # pieces under a label that are looked at
_SHARED = frozenset(w.replace("_", " ") for w in _DATA["shared"].split())


def introduced(pieces: Sequence[Piece], text: str) -> dict[str, str]:
    """Names by label that people give themselves in the first pieces of speech under a label that is no name.

    A label that several people share (`Audience`) has none; where the sides of a file call somebody differently, the longer side counts.
    """
    found: dict[str, dict[str, Counter[str]]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    sizes: Counter[str] = Counter()
    for p in pieces if text else ():
        sizes[p.lang] += p.end - p.start
        if not p.label or seen[p.label, p.lang] >= _FIRST or not _nameless(p.label):
            continue
        seen[p.label, p.lang] += 1
        for m in _INTRODUCTION.finditer(text, p.start, min(p.end, p.start + 600)):
            name = m["latin"] or m["han"]
            if is_name(name):
                found.setdefault(p.label, {}).setdefault(p.lang, Counter())[name] += 1
                break
    out: dict[str, str] = {}
    for label, sides in found.items():
        mine = sides[max(sides, key=lambda lang: (sizes[lang], lang))]
        if len(mine) == 1:
            out[label] = next(iter(mine))
    return out


def _nameless(label: str) -> bool:
    return anonymous(without_title(label)) or role(label) and key(without_title(label)) not in _SHARED
