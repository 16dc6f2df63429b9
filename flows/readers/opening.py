"""What the heads of a page's first lines are that are no labels: fields (`Date: ...`), credits (`Guest: Ann Lee`), titles with a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from flows.readers import names
from flows.readers.credits import Credit, credits
from flows.readers.heads import Head, without_title

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_ENDED = re.compile(r"[.!?。！？…,，;；—-]['\"”’)）」』\]*_]*$")
_TITLES = 8  # lines on top that may be titles


def name_key(h: Head) -> str:
    """The name of a head as it is compared, without what it adds in brackets."""
    return _key_of(h.name)


@lru_cache(maxsize=4096)
def _key_of(name: str) -> str:
    return names.key(without_title(name)) or name


def no_talk(texts: Sequence[str], heads: dict[int, Head], like: dict[str, float]) -> list[int]:
    """Heads that occur once and have no speech after them: a link's name, and before those that come back, a title with a colon in it."""
    counts = Counter(name_key(h) for h in heads.values())
    talk = next((i for i, h in heads.items() if counts[name_key(h)] > 1 and like[h.name] >= 0.6), None)
    back = [i for i, h in heads.items() if counts[name_key(h)] > 1 and not h.alone]
    stops = sum(bool(_ENDED.search(texts[i])) for i in back) >= 0.75 * len(back)  # else speech does not end in them either
    out = []
    for i, h in heads.items():
        said = texts[i][h.end : h.stop].strip(" *_")
        if counts[name_key(h)] > 1 or not said:
            continue
        title = talk is not None and i < talk and i < _TITLES and not names.role(h.name) and not names.anonymous(h.name)
        if _LINK.fullmatch(said) or title and stops and not _ENDED.search(said) and not names.structural(h.name):
            out.append(i)
    return out


def credited(texts: Sequence[str], heads: dict[int, Head], told: dict[int, Head], like: dict[str, float]) -> dict[int, Credit]:
    """Lines before the talk that say who takes part."""
    keys = {i: name_key(h) for i, h in (heads | told).items()}
    back = Counter(k for i, k in keys.items() if i in told or like[heads[i].name] >= 0.6)
    return credits(texts, [keys.get(i) for i in range(len(texts))], back)


def header(texts: Sequence[str], heads: dict[int, Head], credited: Collection[int] = ()) -> dict[int, Head]:
    """Lines of fields on top of a file: `Date: 3 May`, `**Guest:** Ann Lee`. At least one of them is no person's."""
    out: dict[int, Head] = {}
    for i in range(min(len(texts), 40)):
        if i in credited:
            continue
        h = heads.get(i)
        if h is None or not h.shape[2] or h.alone:
            if (
                i == 0
                and h is None
                or (h is None and not out and i < 4)
                or (h is not None and h.alone and h.shape[2] and out and names.structural(h.name))
            ):
                continue
            break
        value = texts[i][h.end : h.stop].strip(" *")
        wordy = len(value.split()) > 14 or (re.search(r"[.!?。！？]$", value) and not names.structural(h.name))
        listed = names.structural(h.name) or (names.role(h.name) and _is_list_of_names(value)) or (out and value.startswith("http"))
        if wordy and not names.structural(h.name) or not listed or h.time is not None:
            break
        out[i] = h
    return out if any(names.structural(h.name) for h in out.values()) or len(out) > 1 else {}


def _is_list_of_names(value: str) -> bool:
    parts = [p for p in re.split(r"[,，、;；&]| and | und | et | y | und ", value) if p.strip()]
    return bool(parts) and all(names.likeness(re.sub(r"[(（].*", "", p)) >= 0.7 for p in parts[:6]) and not re.search(r"[.!?。！？]", value)
