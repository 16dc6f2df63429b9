"""Words on no list that are words all the same: made of known ones by the usual beginnings and endings."""
from __future__ import annotations

import os.path
from functools import lru_cache

from flows.evidence.words import zipf

_BEGINNINGS = tuple("un re non pre post mis over under out multi semi super inter sub anti co micro meta auto hyper de mega counter "
                    "cyber self".split())
# Ending, and what the known word has in its place.
_ENDINGS = (("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("ers", ""),
            ("ers", "e"), ("or", "e"), ("ly", ""), ("ly", "le"), ("bly", "ble"), ("able", ""), ("able", "e"), ("ably", ""),
            ("ability", ""), ("ist", ""), ("icist", "ics"), ("ists", ""), ("ism", ""), ("ness", ""), ("less", ""), ("ship", ""),
            ("ship", "e"), ("ish", ""), ("ize", ""), ("ized", ""), ("izing", ""), ("ise", ""), ("ises", ""), ("ised", ""), ("ising", ""),
            ("isation", ""), ("ise", "e"), ("ised", "e"), ("ising", "e"), ("ized", "y"), ("izing", "y"),
            ("ization", ""), ("ional", "ion"), ("wise", ""), ("like", ""), ("fold", ""), ("y", ""), ("ify", ""), ("ies", "y"),
            ("ied", "y"), ("ic", ""), ("ity", ""))


@lru_cache(maxsize=65536)
def derived(word: str) -> bool:
    """Whether an unlisted word is made of a known one by the usual beginnings and endings.

    >>> derived("semistructured"), derived("researchable"), derived("farbolent")
    (True, True, False)
    """
    stems = [word] + [word.removeprefix(b) for b in _BEGINNINGS if word.startswith(b) and len(word) - len(b) > 3]
    for stem in list(stems):
        for ending, put in _ENDINGS:
            if stem.endswith(ending) and len(stem) - len(ending) > 2:
                base = stem.removesuffix(ending) + put
                stems += [base, base[:-1]] if len(base) > 4 and base[-1] == base[-2] else [base]
    return any(zipf(s, "en") >= 2.8 for s in dict.fromkeys(stems) if s != word and len(s) > 3)


def inflections(word: str, other: str) -> bool:
    """Whether two words in lower case are one with different endings.

    >>> inflections("initializer", "initialized"), inflections("lanten", "lantern")
    (True, False)
    """
    same = len(os.path.commonprefix([word, other]))
    return any(cut > 3 and word[cut:] in _TAILS and other[cut:] in _TAILS for cut in (same, same - 1, same - 2))


_TAILS = frozenset(" s e es ed d er ers r rs or ors ee ing y ies ly ably ability able ible al ally ic ism ist ists ize ized izing "
                     "ation ations ion ions ment ments ness ely ity ities ive ively ivity ent ents ence ant ants ance".split(" "))
