"""Whether a printed word or two look like a speaker's name, and which labels name nobody in particular."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

_WORDS = yaml.safe_load((Path(__file__).with_name("data") / "labels.yaml").read_text("utf-8"))
_ROLES, _ROLE_PARTS, _STRUCTURAL, _PARTICLE, _SPEAKER_COLUMNS, _COLUMNS, _LANGUAGES = (
    frozenset(_WORDS[k].split()) for k in ("roles", "role_parts", "structural", "particles", "speaker_columns", "columns", "languages")
)
ROLES: dict[str, tuple[str, ...]] = {  # words by role, as people print them
    role: tuple(w.replace("_", " ") for w in words.split())
    for role, words in yaml.safe_load((Path(__file__).with_name("data") / "roles.yaml").read_text("utf-8")).items()
}
_ANONYMOUS = re.compile(
    r"(?:(?:unknown|unidentified)[ _-])?(?:speaker|spk|spkr|spks|person|voice|participant|s|sprecher(?:in)?|hablante|locuteur|"
    r"intervenant|falante|orador|"
    r"发言人|發言人|说话人|說話人|说话者|讲者|講者|参会者|話者|スピーカー|화자|спикер)[ _:#-]*(?:[a-z]|\d{1,3})|"
    r"(?:unknown|unidentified)(?:[ _-]speaker)?|\?+|[a-z]|speaker|\d{1,2}",
    re.I,
)
_CAPITAL = re.compile(r"[^\W\d_]")
_FUNCTION = re.compile(r"[的了是在我你他她它们這这那吗呢吧把被让给很就都也和与及或但不没有会能要说]")
_EAST = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HAN_ONLY = re.compile("[\u3400-\u9fff\uf900-\ufaff·•]+$")
_NUMBERED = re.compile(r"^(?P<base>.*?[^\d\W]|.*?[^\d\W]\.?)[ _#-]*(?P<number>\d{1,3}|[A-Z]|[一二三四五六七八九十]{1,3})$")


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """A label without the marks around it: `[Host]`, `>> Host`, `*Host*` are Host."""
    return re.sub(r"\s+", " ", label.strip(" \t\u00a0*_[]【】〔〕「」\\>》»:：-–—#")).strip()


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name as it is compared: width, case and punctuation do not count."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name)).casefold().strip()


_PLAYS = {key(w): role for role, words in ROLES.items() for w in words}


def plays(label: str) -> str | None:
    """The role that a label says, numbered or not: `host`, `guest`, `audience`; None where it says none.

    >>> plays('Presenter'), plays('Student 3'), plays('嘉宾'), plays('Ann')
    ('host', 'audience', 'guest', None)
    """
    n = numbered(label)
    return _PLAYS.get(key(label)) or (_PLAYS.get(n[0]) if n else None)


def anonymous(label: str) -> bool:
    """Whether a label names nobody: `Speaker 1`, `SPEAKER_00`, `A`, `发言人2`, also of one part of a file (`Speaker A (2/12)`).

    >>> anonymous('SPEAKER_01'), anonymous('Speaker A'), anonymous('发言人 2'), anonymous('Ann')
    (True, True, True, False)
    """
    return bool(_ANONYMOUS.fullmatch(re.sub(r" \(\d+/\d+\)$", "", plain(label))))


@lru_cache(maxsize=4096)
def role(name: str) -> bool:
    """Whether a label says what part somebody plays, not who it is: `Host`, `Student 3`, `Audience Member`, `主持人`."""
    k = key(name)
    m = _NUMBERED.match(plain(name))
    base = key(m["base"]) if m else k
    if k in _ROLES or base in _ROLES or k in _PLAYS or base in _PLAYS:
        return True
    return bool(k) and all(w in _ROLE_PARTS or w in _ROLES or w in _PLAYS or w.isdigit() for w in k.split())


@lru_cache(maxsize=4096)
def structural(name: str) -> bool:
    """Whether a word heads a field, a note or a part of a page (`Location`, `Note`, `问题 5`), where it is no person's."""
    k = key(name)
    m = _NUMBERED.match(plain(name))
    return not role(name) and (
        k in _STRUCTURAL or bool(m and key(m["base"]) in _STRUCTURAL) or k.split(" ")[0] in _STRUCTURAL and len(k.split(" ")) > 1
    )


def heads_speakers(cell: str) -> bool:
    """Whether a cell heads a table's column of names."""
    return key(cell) in _SPEAKER_COLUMNS


def heads_column(cell: str) -> bool:
    """Whether a cell heads some column of a table."""
    return len(cell) <= 40 and (heads_speakers(cell) or language(cell) or key(cell) in _COLUMNS or structural(cell) or cell in ("#", "№"))


def language(name: str) -> bool:
    """Whether a printed word names a language, or a side of a translation: `English`, `ZH`, `译文`."""
    return key(name) in _LANGUAGES


def numbered(name: str) -> tuple[str, str] | None:
    """``(base, number)`` of a name that ends in a number: `Question 5` gives (`question`, `5`)."""
    m = _NUMBERED.match(plain(name))
    return (key(m["base"]), m["number"]) if m and (m["number"].isdigit() or m["number"] in "一二三四五六七八九十") else None


def likeness(name: str) -> float:
    """How much a printed word or two look like the name of a speaker, 0 to 1.

    >>> likeness('Ann Lee') > 0.9 > likeness('So the thing is'), likeness('Location') < 0.2, likeness('张三') > 0.8
    (True, True, True)
    """
    name = plain(re.sub(r"[ \t]*[(（][^()（）]*[)）]$", "", name))
    if not name or not _CAPITAL.search(name):
        return 0.0
    if anonymous(name) or role(name):
        return 1.0
    if structural(name):
        return 0.1
    first = re.split(r"[,，/、|]", name)[0].strip() or name
    if _EAST.search(first):
        return _eastern(first)
    words = first.split()
    if re.search(r"[.!?;\"“”]", re.sub(r"\b(?:[^\W\d_]\.)+|\b[^\W\d_]{1,5}\.", "", first)):
        return 0.05
    lower = [w for w in words if w[0].islower() and w.strip(".").casefold() not in _PARTICLE]
    cased = any(c.isupper() for c in first)
    if not cased and any(c.islower() for c in first):
        return 0.45 if len(words) == 1 else 0.15
    if lower:
        return 0.15 if len(lower) * 2 >= len(words) or len(words) > 3 else 0.3
    proper = sum(w.strip(".").casefold() not in _PARTICLE for w in words)
    return {1: 0.75, 2: 0.95, 3: 0.95, 4: 0.85, 5: 0.6, 6: 0.4}.get(max(proper, len(words) // 2), 0.1)


def _eastern(name: str) -> float:
    bare = re.sub(r"[\s·•]", "", name)
    if _HAN_ONLY.match(bare):
        if _FUNCTION.search(bare) and len(bare) > 3:
            return 0.1
        if "·" in name or "•" in name:
            return 0.95
        return 0.9 if len(bare) <= 4 else 0.7 if len(bare) <= 6 else 0.35
    if _FUNCTION.search(bare):
        return 0.1
    return 0.75 if len(bare) <= 12 else 0.4
