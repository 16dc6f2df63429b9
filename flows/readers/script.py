"""Which language a line is in, from its letters and from where it stands between others."""
from __future__ import annotations

import math
import re
from collections.abc import Sequence

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_HAN_MARK = re.compile(r"[，。？！、；：「」『』《》【】（）]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*")
_LIMIT = 8.0


def leaning(text: str) -> float:
    """Log odds that a line is Chinese rather than of a language in Latin letters; 0 where it has neither.

    >>> leaning('是的。') > 0 > leaning('Yeah.'), leaning('120') == 0
    (True, True)
    """
    han, marks, words = len(HAN.findall(text)), len(_HAN_MARK.findall(text)), len(_LATIN_WORD.findall(text))
    return max(-_LIMIT, min(_LIMIT, 1.2 * han + 1.5 * marks - words))


def alternating(leanings: Sequence[float]) -> list[bool]:
    """For lines in order: whether each is on the Chinese side.

    Where the file's clear lines take turns, an unclear line (a name, a number) goes where the turn is: the most probable path of a
    two-state chain whose chance of a switch is learned from the clear lines.
    """
    clear = [x > 0 for x in leanings if abs(x) >= 2]
    switches = sum(a != b for a, b in zip(clear, clear[1:]))
    chance = (switches + 1) / (max(len(clear) - 1, 0) + 2)
    stay, go = math.log(1 - chance), math.log(chance)
    best, back = [0.0, 0.0], []
    for n, x in enumerate(leanings):
        if n:
            step = [(max((best[0] + stay, 0), (best[1] + go, 1))), (max((best[0] + go, 0), (best[1] + stay, 1)))]
            back.append((step[0][1], step[1][1]))
            best = [step[0][0], step[1][0]]
        best = [best[0] - x / 2, best[1] + x / 2]
    state = int(best[1] > best[0])
    out = [state]
    for pair in reversed(back):
        state = pair[state]
        out.append(state)
    return [bool(s) for s in reversed(out)][: len(leanings)]
