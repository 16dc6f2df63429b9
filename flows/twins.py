"""The same talk twice in a corpus: another transcript of it, a re-upload. Found by MinHash over the words, told, never dropped.

What is found is said of the release, not in the rows of an episode, for these must not depend on what else is in the folder.
Broder, 'On the resemblance and containment of documents' (1997).
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_RUN = 3  # words that make a shingle; two recognisers agree on most runs of three, two talks on a subject on few
ALIKE = 0.3  # likeness (estimated Jaccard) from which two episodes are told of
_HASHES = 256


@dataclass(frozen=True, slots=True)
class Twins:
    """Two episodes that seem to be one talk; ``likeness`` is the share of their runs of words that both have."""

    one: str
    other: str
    likeness: float


def twins(texts: Iterable[tuple[str, str]]) -> tuple[Twins, ...]:
    """Pairs of episodes that seem to be one talk, from ``(episode_id, text)``, in the order of their ids."""
    sketches = {episode: _sketch(text) for episode, text in sorted(texts)}
    # 85 bands of 3 hashes propose nine of ten pairs that are just ALIKE, and all but one in three thousand at a likeness of 0.45.
    index = MinHashLSH(num_perm=_HASHES, params=(85, 3))
    found = []
    for episode, sketch in sketches.items():
        if sketch is None:
            continue
        for other in sorted(index.query(sketch)):
            likeness = round(float(sketch.jaccard(sketches[other])), 2)
            if likeness >= ALIKE:
                found.append(Twins(*sorted((episode, other)), likeness))
        index.insert(episode, sketch)
    return tuple(sorted(found, key=lambda t: (t.one, t.other)))


def _sketch(text: str) -> MinHash | None:
    """The sketch of a text; None where it is too short to say anything."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[i:i + _RUN]) for i in range(len(words) - _RUN + 1)}
    if len(runs) < 20:
        return None
    sketch = MinHash(num_perm=_HASHES, seed=1)
    sketch.update_batch([r.encode("utf-8") for r in sorted(runs)])
    return sketch
