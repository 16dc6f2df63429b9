"""How common a word is: frequency lists of 40 languages (wordfreq, Speer 2022), and the words of the document itself."""
from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import wordfreq

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")

# Zipf value from which a word of the frequency list counts as one; rarer ones are mostly misspellings and foreign words.
KNOWN = 2.5


@cache
def frequencies(lang: str) -> Mapping[str, float]:
    """Relative frequency (0 to 1) of each known word of a BCP 47 language, in lower case; empty where no list is at hand."""
    try:
        return wordfreq.get_frequency_dict(lang.split("-")[0])
    except LookupError:
        return {}


@lru_cache(maxsize=65536)
def zipf(word: str, lang: str) -> float:
    """Zipf value of a word: log10 of its occurrences in a billion words, 0 where it is unknown.

    >>> zipf('the', 'en') > zipf('wafer', 'en') > zipf('waferr', 'en') == 0
    True
    """
    share = frequencies(lang).get(word.casefold().replace("’", "'"), 0.0)
    return math.log10(share) + 9 if share else 0.0


def is_word(word: str, lang: str, document_words: Mapping[str, int]) -> bool:
    """Whether ``word`` is one: known to the language, or used twice in the document (``document_words`` counts in lower case)."""
    return document_words.get(word.casefold(), 0) > 1 or zipf(word, lang) >= KNOWN


def document_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word, in lower case, stands in some texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(WORD.findall(text.casefold()))
    return counts
