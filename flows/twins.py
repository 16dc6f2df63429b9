"""The same talk twice in a corpus: another transcript of it, a re-upload, its translation alone. Told, never dropped.

What is found is said of the release, not in the rows of an episode, for these must not depend on what else is in the folder. Transcripts
with a language in common are compared by their runs of words (MinHash: Broder, 'On the resemblance and containment of documents', 1997),
others by what a translation leaves as it is: names in Latin letters, abbreviations and numbers, in their order.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from datasketch import MinHash, MinHashLSH

from flows.evidence.script import simplified

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_RUN = 3  # words that make a shingle
# Likeness (estimated Jaccard) from which two episodes are told of. Measured on transcripts of conversations, English and Chinese: parts of
# one talk with the same people 0.07 at most, episodes of 1,300 words with 600 words of opening, sponsor and close in common 0.14; two
# transcripts of one talk with 15 % of the words wrong in each 0.24, with 10 % 0.37.
ALIKE = 0.2
_HASHES = 256
# 128 bands of 2 hashes propose all but one in two hundred pairs that are just ALIKE.
_BANDS = (128, 2)

_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9]+|\d[\d.,]*\d|\d")
_FEWEST = 20  # anchors in a row that say something
_SHARED = 0.5  # of the anchors of a transcript the share that the other has, before their order is looked at
# Share of pairs of anchors in a row that both have. Measured as above, English against Chinese: other parts of one talk and other talks
# 0.21 at most, the same talk 0.54 and more.
ALIKE_ACROSS = 0.4


@dataclass(frozen=True, slots=True)
class Twins:
    """Two episodes that seem to be one talk.

    likeness  the share of their runs of words that both have, or of their names and numbers in a row.
    seen_in   the language they were compared in; two, with `/`, where they have none in common.
    """

    one: str
    other: str
    likeness: float
    seen_in: str


def twins(texts: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[Twins, ...]:
    """Pairs of episodes that seem to be one talk, from ``(episode_id, text by language)``, in the order of their ids."""
    sketches: dict[str, dict[str, MinHash]] = {}
    anchors: dict[str, dict[str, _Anchors]] = {}
    for episode, sides in sorted(texts, key=lambda t: t[0]):
        sketches[episode] = {lang: sketch for lang, text in sides.items() if (sketch := _sketch(text))}
        anchors[episode] = {lang: found for lang, text in sides.items() if len((found := _anchors(text)).row) > _FEWEST}
    best: dict[tuple[str, str], Twins] = {}
    for t in (*_within(sketches), *_across(anchors)):
        pair = (t.one, t.other)
        if pair not in best or t.likeness > best[pair].likeness:
            best[pair] = t
    return tuple(best[pair] for pair in sorted(best))


@dataclass(frozen=True, slots=True)
class Talk:
    """Episodes that seem to be one talk, and the pairs of them that are alike."""

    episodes: tuple[str, ...]
    pairs: tuple[Twins, ...]

    @property
    def likeness(self) -> str:
        """The least and the most of its pairs."""
        found = sorted({f"{t.likeness:.2f}" for t in self.pairs})
        return " to ".join(dict.fromkeys((found[0], found[-1])))


def talks(pairs: Iterable[Twins]) -> list[Talk]:
    """Episodes by the talk that they seem to be, in the order of their ids: all that pairs link, for ten copies make 45 pairs."""
    found: list[tuple[set[str], list[Twins]]] = []
    for t in pairs:
        linked = [g for g in found if g[0] & {t.one, t.other}]
        found = [g for g in found if g not in linked]
        found.append(({t.one, t.other}.union(*(g[0] for g in linked)), [*(p for g in linked for p in g[1]), t]))
    return sorted((Talk(tuple(sorted(ids)), tuple(held)) for ids, held in found), key=lambda talk: talk.episodes)


def listed(names: Sequence[str]) -> str:
    """
    >>> listed(["a", "b"]), listed(["a", "b", "c"])
    ('a and b', 'a, b and c')
    """
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


# --- with a language in common

def _within(sketches: Mapping[str, Mapping[str, MinHash]]) -> Iterator[Twins]:
    for lang in sorted({lang for sides in sketches.values() for lang in sides}):
        index = MinHashLSH(num_perm=_HASHES, params=_BANDS)
        for episode, sides in sketches.items():
            if lang not in sides:
                continue
            for other in sorted(index.query(sides[lang])):
                likeness = round(float(sides[lang].jaccard(sketches[other][lang])), 2)
                if likeness >= ALIKE:
                    yield Twins(*sorted((episode, other)), likeness, lang)
            index.insert(episode, sides[lang])


def _sketch(text: str) -> MinHash | None:
    """The sketch of a text; None where it is too short to say anything."""
    words = _WORD.findall(simplified(text.casefold()))
    runs = {" ".join(words[i:i + _RUN]) for i in range(len(words) - _RUN + 1)}
    if len(runs) < 20:
        return None
    sketch = MinHash(num_perm=_HASHES, seed=1)
    sketch.update_batch([r.encode("utf-8") for r in sorted(runs)])
    return sketch


# --- with none

@dataclass(frozen=True, slots=True)
class _Anchors:
    """What a translation leaves as it is, in its order, and each kind once."""

    row: tuple[str, ...]
    kinds: frozenset[str]


def _anchors(text: str) -> _Anchors:
    row = tuple(found.casefold().replace(",", "") for found in _ANCHOR.findall(text))
    return _Anchors(row, frozenset(row))


def _across(anchors: Mapping[str, Mapping[str, _Anchors]]) -> Iterator[Twins]:
    for one, other in combinations(anchors, 2):
        if anchors[one].keys() & anchors[other].keys():
            continue
        for a, mine in anchors[one].items():
            for b, theirs in anchors[other].items():
                likeness = _in_a_row(mine, theirs) if a != b else 0
                if likeness >= ALIKE_ACROSS:
                    yield Twins(one, other, likeness, f"{a}/{b}")


def _in_a_row(one: _Anchors, other: _Anchors) -> float:
    """The share of the pairs of anchors in a row of one text that the other has, too, of the one that has fewer anchors.

    A language written in Latin letters is all anchors; those that the other text does not have are passed over.
    """
    few, many = sorted((one, other), key=lambda a: len(a.row))
    if len(few.kinds & many.kinds) < _SHARED * len(few.kinds):
        return 0.0
    wanted = _pairs(few.row)
    kept = _pairs([w for w in few.row if w in many.kinds])
    both = _pairs([w for w in many.row if w in few.kinds]) & kept
    return round(len(both) / len(wanted), 2)


def _pairs(row: Sequence[str]) -> set[tuple[str, str]]:
    return set(zip(row, row[1:]))
