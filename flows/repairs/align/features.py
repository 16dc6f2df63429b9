"""What a sentence is made of for alignment: words, numbers, and in scripts without spaces characters and pairs of characters."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import scipy.sparse as sp

from flows.evidence.quantities import quantities
from flows.repairs.align.units import SPACELESS, Side

_WORD = re.compile(rf"[^\W\d_{SPACELESS}][^\W_{SPACELESS}]*(?:['’][^\W\d_{SPACELESS}]+)?")
_ASKS = re.compile(r"[?？؟][\"”’」』)\s]*$")
STEM = 6  # letters that tell words of a language without a table apart; endings are the rest


@dataclass(frozen=True)
class Bag:
    """Sentences by terms. ``counts`` (sentences x terms) says how often; ``terms`` names the columns; ``asks``: is it a question.

    Terms: words in lower case (or their stems), `#1200` for quantities, one or two characters of a script without spaces.
    """

    counts: sp.csr_matrix
    terms: dict[str, int]
    asks: np.ndarray

    def background(self) -> np.ndarray:
        """Relative frequency of each term in this side, smoothed: how probable it is in any sentence."""
        seen = np.asarray(self.counts.sum(0)).ravel() + 0.5
        return (seen / seen.sum()).astype(np.float32)


def bag(side: Side, stemmed: bool) -> Bag:
    """Terms of each sentence; ``stemmed`` cuts words to their first letters, which brings inflected forms together."""
    text = _plain(side.text, side.lang)
    at, names = _words(text, stemmed)
    rows: list[np.ndarray] = []
    cols: list[np.ndarray] = []
    terms: dict[str, int] = {}
    if names:
        cols.append(np.fromiter((terms.setdefault(n, len(terms)) for n in names), dtype=np.int64, count=len(names)))
        rows.append(np.searchsorted(side.begin, np.array(at), "right") - 1)
    for codes, places in _characters(text):
        found, inverse = np.unique(codes, return_inverse=True)
        fresh = np.fromiter((terms.setdefault(_decode(int(c)), len(terms)) for c in found), dtype=np.int64, count=len(found))
        cols.append(fresh[inverse])
        rows.append(np.searchsorted(side.begin, places, "right") - 1)
    r, c = (np.concatenate(x) if x else np.zeros(0, dtype=np.int64) for x in (rows, cols))
    inside = r >= 0
    counts = sp.csr_matrix((np.ones(int(inside.sum()), dtype=np.float32), (r[inside], c[inside])), shape=(len(side), len(terms)))
    counts.sum_duplicates()
    asks = np.array([bool(_ASKS.search(side.text, max(b - 6, a), b)) for a, b in zip(side.begin.tolist(), side.end.tolist())], dtype=bool)
    return Bag(counts, terms, asks)


def _words(text: str, stemmed: bool) -> tuple[list[int], list[str]]:
    found = [(m.start(), m.group().replace("’", "'")) for m in _WORD.finditer(text)]
    numbers = quantities(text)
    names = [_stem(w) if stemmed else w for _, w in found] + ["#" + q for _, _, q in numbers]
    return [a for a, _ in found] + [a for a, _, _ in numbers], names


@cache
def _stem(word: str) -> str:
    """The first letters of a word without accents and without what an apostrophe ties to it: `l'économie` and `economy's` begin alike."""
    head, _, rest = word.partition("'")
    bare = "".join(c for c in unicodedata.normalize("NFD", rest if rest and len(head) <= 2 else head) if not unicodedata.combining(c))
    return (bare or word)[:STEM]


def _characters(text: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """(codes, positions) of single characters of scripts without spaces, and of pairs of neighbours."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    alone = _spaceless(codes)
    both = alone[:-1] & alone[1:]
    places = np.flatnonzero(alone), np.flatnonzero(both)
    return [(codes[places[0]], places[0]), ((codes[:-1][both] << np.uint64(32)) | codes[1:][both], places[1])] if len(codes) else []


def _spaceless(codes: np.ndarray) -> np.ndarray:
    inside = np.zeros(len(codes), dtype=bool)
    for low, high in re.findall(r"(.)-(.)", SPACELESS):
        inside |= (codes >= ord(low)) & (codes <= ord(high))
    return inside | (codes == 0x3005)


def _decode(code: int) -> str:
    return chr(code >> 32) + chr(code & 0xFFFFFFFF) if code >> 32 else chr(code)


def _plain(text: str, lang: str) -> str:
    """Lower case, and Chinese in simplified characters, so that one table serves both scripts; no position moves."""
    lower = text.lower()
    lower = lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_simplified()) if lang.split("-")[0] == "zh" else lower


@cache
def _simplified() -> dict[int, str]:
    lines = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = [(full, simple.split()) for full, _, simple in (line.partition("\t") for line in lines)]
    return {ord(full): simple[0] for full, simple in pairs if len(full) == 1 and simple and len(simple[0]) == 1}
