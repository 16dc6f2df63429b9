"""How likely it is that the speaker changes between two sentences, from what the sentences do.

A logistic model over features that hold in any conversation. Its weights are data (``data/boundaries.json``, readable,
versioned) and are learned without labels by `flows.evidence.train_boundaries`: turns that are sure are merged, and the
model learns where they were parted. Same idea as training punctuation or sentence splitters on text whose marks were taken out.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from flows.evidence import conversation as talk

WEIGHTS = Path(__file__).parent / "data" / "boundaries.json"

# What each feature says, in the order of the columns. The same words are used as evidence where a boundary is claimed.
FEATURES: dict[str, str] = {
    "asked": "a question comes before",
    "tag": "only a tag question ('right?') comes before",
    "asked_answered": "a question is followed by the beginning of an answer",
    "asked_self": "a question with 'you' is followed by 'I' or 'we'",
    "asked_own": "a question about 'I' or 'we' comes before, as people ask themselves",
    "asked_asks": "a question is followed by another question",
    "asked_named": "someone is asked by name",
    "answers": "begins as an answer does, with no question before",
    "agrees": "begins by agreeing with a finished statement",
    "listens": "is only what a listener says",
    "listens_long": "is only what a listener says, after a longer statement",
    "listened": "what a listener says comes before",
    "listened_first": "what a listener says opens the turn",
    "both_listen": "listeners' words on both sides",
    "both_agree": "agreement on both sides",
    "continues": "begins with a word that goes on ('and', 'because')",
    "continues_answer": "goes on in the middle of a long turn",
    "lower": "begins in lower case",
    "unfinished": "the sentence before has no end mark",
    "broken": "the sentence before breaks off with a dash",
    "asks": "is a question",
    "asks_you": "asks 'you' after 'I' was said",
    "leads": "does what the one who leads does ('next question', 'let's talk about')",
    "leads_open": "begins by leading on to something else",
    "led": "the one who leads spoke before",
    "welcomes": "welcomes or bids farewell",
    "welcomed": "a welcome comes before",
    "thanks_having": "thanks for the invitation",
    "replies": "refers to what the other one said ('you mentioned')",
    "you_to_i": "'you' before, 'I' after",
    "i_to_you": "'I' before, 'you' after",
    "named": "someone was addressed by name before",
    "names": "begins by addressing someone by name",
    "greets": "begins with a greeting",
    "thanks": "begins with thanks",
    "filler": "begins with 'um' or 'uh'",
    "echoes": "repeats the last words of the sentence before",
    "repeats": "says again what was just said",
    "mirrors": "says it again with 'I' for 'you'",
    "asks_on": "a question that begins with 'and' or 'so'",
    "asks_other": "asks 'you' and not of 'I'",
    "fragment": "is only a few words",
    "fragment_answer": "a question is followed by only a few words",
    "left_length": "length of the sentence before",
    "right_length": "length of the statement",
}


@dataclass(frozen=True)
class Observed:
    """What one sentence does; one object a sentence, made once."""

    asks: bool
    tag: bool
    asks_you: bool
    answers: bool
    agrees: bool
    listens: bool
    continues: bool
    lower: bool
    unfinished: bool
    broken: bool
    leads: bool
    leads_open: bool
    welcomes: bool
    thanks_having: bool
    replies: bool
    self: bool
    self_first: bool
    other: bool
    greets: bool
    thanks: bool
    filler: bool
    vocative: bool
    opens_vocative: bool
    size: int
    words: tuple[str, ...]


_PAUSE = re.compile(r"^(?:(?:um|uh|er|erm|呃)\b[,.]?\s*)+")


def observe(sentence: str, lang: str, names: talk.Names | None = None) -> Observed:
    """What one sentence does in the conversation. ``names`` finds who is addressed; without it nobody is."""
    known, low = talk.phrases(lang), talk.plain(sentence).strip()
    bare = _PAUSE.sub("", low.lstrip("\"'“”‘’-—–.… "))
    every = talk.words(low)
    question = talk.asks(sentence, lang)
    called = [n for n in names.find(sentence) if n.how == "vocative"] if names else []
    first = " ".join(every[:4])
    other = bool(known.other.search(low))
    return Observed(
        asks=question,
        tag=question and talk.tags(sentence),
        asks_you=question and other,
        answers=bool(known.answers_open.match(bare)),
        agrees=bool(known.agrees_open.match(bare)),
        listens=talk.listens(sentence, lang),
        continues=bool(known.continues_open.match(bare)),
        lower=bool(bare) and sentence.lstrip("\"'“”‘’-—–.… *")[:1].islower(),
        unfinished=not low.rstrip("\"'”’)] ").endswith((".", "?", "!", "。", "？", "！", "…")),
        broken=low.endswith(("-", "—", "–", "...", "…")),
        leads=bool(known.leads.search(low) or known.leads_open.match(bare)),
        leads_open=bool(known.leads_open.match(bare)),
        welcomes=bool(known.welcomes.search(low)),
        thanks_having=bool(known.thanks_having.search(low)),
        replies=bool(known.replies.search(low)),
        self=bool(known.self.search(low)),
        self_first=bool(known.self.search(first)),
        other=other,
        greets=bool(known.greets.match(bare)),
        thanks=bool(known.thanks.match(bare)),
        filler=bool(_PAUSE.match(low)),
        vocative=bool(called),
        opens_vocative=any(n.begin < 25 for n in called),
        size=len(every),
        words=tuple(every),
    )


def features(left: Observed, right: Observed, before: int, opens: bool) -> list[float]:
    """Features of the gap between two sentences of one stretch, in the order of ``FEATURES``.

    before  words of the stretch up to the gap.
    opens   the left sentence is the stretch's first.
    """
    asked = left.asks and not left.tag
    statement = not left.asks and not left.unfinished
    echo = set(right.words[:5]) & set(left.words[-5:]) - _COMMON
    return [
        float(x)
        for x in (
            asked,
            left.tag,
            asked and right.answers,
            asked and left.other and right.self_first,
            asked and left.self and not left.other,
            asked and right.asks,
            asked and left.vocative,
            right.answers and not asked,
            right.agrees and statement,
            right.listens,
            right.listens and statement and left.size >= 8,
            left.listens,
            left.listens and opens,
            left.listens and right.listens,
            left.agrees and right.agrees,
            right.continues,
            right.continues and before > 40,
            right.lower,
            left.unfinished,
            left.broken,
            right.asks and not right.tag,
            right.asks_you and left.self,
            right.leads,
            right.leads_open,
            left.leads,
            right.welcomes,
            left.welcomes,
            right.thanks_having,
            right.replies,
            left.other and not left.self and right.self_first,
            left.self and not left.other and right.other and not right.self,
            left.vocative,
            right.opens_vocative,
            right.greets,
            right.thanks,
            right.filler,
            len(echo) > 0 and right.size > 1,
            _again(left.words, right.words),
            _again([_MIRROR.get(w, w) for w in left.words], right.words) and not _again(left.words, right.words),
            right.asks and not right.tag and right.continues,
            right.asks_you and not right.self and not right.tag,
            right.size <= _FEW and not right.listens and not right.asks,
            asked and right.size <= _FEW and not right.asks,
            _log(left.size),
            0.0 if right.asks else _log(right.size),
        )
    ]


_FEW = 3  # words of a fragment
_NEAR, _SHORT, _SHARE = 12, 8, 0.75  # words in which a short sentence is said again, how short it is, and how much of it returns
_MIRROR = {"you": "i", "your": "my", "you're": "i'm", "you've": "i've", "i": "you", "my": "your", "i'm": "you're", "i've": "you've"}


def _again(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a short sentence says the end of the one before again, word for word or nearly so."""
    near = set(left[-_NEAR:])
    said = sum(w in near for w in right)
    return len(right) <= _SHORT and said >= _SHARE * len(right) and any(w in near and w not in _COMMON for w in right)


_COMMON = frozenset("the a an of to in on is it i you we that this and but so yeah like um uh s are was".split())


def _log(n: int) -> float:
    return math.log1p(min(n, 200)) / math.log1p(200)


@dataclass(frozen=True)
class Model:
    """Weights by feature, and the intercept of a stretch in which one sentence end in two is a change of speaker."""

    weights: np.ndarray
    intercept: float

    def logit(self, rows: Sequence[Sequence[float]]) -> np.ndarray:
        """Log odds, for each row of features, that the speaker changes (at even odds before looking)."""
        if not len(rows):
            return np.zeros(0)
        return np.asarray(rows) @ self.weights + self.intercept

    def reasons(self, row: Sequence[float], count: int = 3) -> list[str]:
        """The features that speak most for a change at one gap, in words."""
        push = self.weights * np.asarray(row)
        order = np.argsort(-push, kind="stable")
        meanings = list(FEATURES.values())
        return [meanings[i] for i in order[:count] if push[i] > 0.2 and not meanings[i].startswith(("length", "how long"))]


@cache
def model() -> Model:
    """The model that ships with the code."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Model(np.array([data["weights"][name] for name in FEATURES]), data["intercept"])
