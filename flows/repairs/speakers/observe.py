"""From a document's side to what the decoder sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from flows.document.model import Attribution, Document
from flows.evidence import boundaries
from flows.evidence import conversation as talk
from flows.repairs.speakers import floor as floors
from flows.repairs.speakers import habits, labels, layout
from flows.repairs.speakers.clues import Cast, Clue, cast, clues, matrix
from flows.repairs.speakers.decode import GAPS, Beliefs, Decoded, Observations, decode, pairs
from flows.repairs.speakers.roles import roles
from flows.repairs.speakers.sentences import Sentence, side_sentences

_PRINTED = frozenset({"label", "continuation"})
MARKS = frozenset({"speaker_mark"})
_ROUNDS = 5
_FIXED = {"montage": 12.0}  # log odds of speakers that an earlier repair settled
_NEVER = 4.0  # an audience member under another's label is rare
_CLEAR, _LEAST_AGAINST, _AGAINST = 1.5, 3, 0.15  # clues that count, how many must speak against the labels, and what share of them
_HELD, _LEAST_HELD = 0.035, 4  # share of the gaps inside lines at which two speakers show: clean files have 0.02 at most
_FAINT, _FAINT_LIMIT = 0.5, 2.0  # habits on a doubtful side: their weight, and the log odds they can give over one printed turn
_HEARD = 0.3  # weight of the words where a doubtful side begins a turn
_TURN_LIMIT = 6.0  # log odds that habits can give over one printed turn
# Log likelihood by which distrust must explain a side better than trust, where layout or clues speak against its labels as well: a side
# with swapped labels is near 100; clean interviews stay below 15, and nothing speaks against them.
_DOUBT = 20.0
# A file whose labels are trusted, and one whose labels are not: chances that are not re-estimated.
TRUSTING = Beliefs(
    change={
        "inner": (0.002, 1.0),
        "piece": (0.005, 1.0),
        "again": (0.05, 1.0),
        "same": (0.1, 1.0),
        "label": (0.998, 1.0),
        "mark": (0.995, 1.0),
        "split": (0.97, 1.0),
        "settled": (0.5, 1.0),
    },
    slip=(0.01, 1.0),
    swap=(1e-4, 1.0),
    flip=(1e-3, 1.0),
)
# Labels over a translation, which somebody guessed.
GUESSED = Beliefs(slip=(0.05, 60.0), swap=(0.02, 100.0), flip=(0.5, 10.0))
DOUBTING = Beliefs(
    change={
        "inner": (0.04, 1.0),
        "piece": (0.04, 1.0),
        "again": (0.1, 1.0),
        "same": (0.2, 1.0),
        "label": (0.98, 1.0),
        "mark": (0.985, 1.0),
        "split": (0.95, 1.0),
        "settled": (0.5, 1.0),
    },
    slip=(0.005, 1.0),
    swap=(0.002, 1.0),
    flip=(0.9, 1.0),
    back=0.02,
)


@dataclass(frozen=True)
class Side:
    """A side, decoded.

    quality   `clean`: the labels are trusted; `suspect`: they are kept for want of better, though many lines hold two speakers;
              `doubtful`: they contradict what is said; `translation`: they stand over the translation; `unlabelled`: there are none.
    gain      log likelihood by which distrust explains the side better than trust.
    decoded   what came out; rival: what would come out if the labels were not trusted (for a clean side; else the same).
    clues, habits, labels, rows   what spoke for it, for the evidence.
    """

    lang: str
    people: Cast
    sentences: list[Sentence]
    rows: list[list[float]]
    seen: Observations
    labels: labels.Labels
    clues: list[Clue]
    habits: np.ndarray
    decoded: Decoded
    rival: Decoded
    quality: str
    gain: float = 0.0

    def name(self, k: int) -> str:
        """Who says sentence ``k``."""
        return self.people.names[int(self.decoded.best[k])]


def decoded_side(document: Document, lang: str) -> Side | None:
    """Who speaks each sentence of a side; None where nothing is said or only one person is known."""
    speakers = _speakers(document, lang)
    if len(speakers) < 2:
        return None
    people = cast(speakers, document.meta.people)
    sentences = side_sentences(document, lang, talk.Names(people.forms, lang))
    if len(sentences) < 2:
        return None
    marked = [s.gap == "turn" and s.rule in MARKS for s in sentences]
    printed = labels.evidence(document, lang, sentences, speakers, marked)
    rows = _rows(sentences)
    rules = layout.rules(sentences, lang, [n for n, role in zip(people.names, people.roles) if role == "audience"])
    people = replace(people, roles=roles(people.names, people.roles, printed.main.tolist(), sentences))
    found = clues(sentences, people, lang)
    fixed = _settled(document.attributions, sentences, people)
    printed = _unprinted(printed, fixed)
    said = matrix(found, len(sentences), len(speakers)) + fixed + _audience(printed, people)
    swaps = pairs([i for i, role in enumerate(people.roles) if role != "audience"][:6])
    bare = Observations(
        _gaps(sentences, np.asarray(fixed.any(axis=1))),
        _change(sentences, rows, rules),
        _turns_label(printed.main),
        printed.shares,
        said,
        swaps,
    )
    if not (printed.main >= 0).any():
        alone, _ = decode(bare, Beliefs())  # nothing is printed to learn from
        return Side(lang, people, sentences, rows, bare, printed, found, np.zeros_like(said), alone, alone, "unlabelled")
    free, talked = _with_habits(bare, sentences, GUESSED if printed.source == "translation" else Beliefs())
    if printed.source == "translation":
        return Side(lang, people, sentences, rows, bare, printed, found, talked, free, free, "translation")
    trusting, _ = decode(replace(bare, said=bare.said + talked, swaps=()), TRUSTING)
    gain = free.likelihood - trusting.likelihood
    suspect = _crowded(rules, sentences) or _contradicted(found, printed)
    if gain > _DOUBT and suspect:
        bare = replace(bare, change=_change(sentences, rows, rules, doubtful=True))
        honest, talked = _distrusting(bare, sentences, people)
        return Side(lang, people, sentences, rows, bare, printed, found, talked, honest, honest, "doubtful", gain)
    trusted, _ = decode(replace(bare, swaps=()), TRUSTING)
    return Side(
        lang,
        people,
        sentences,
        rows,
        bare,
        printed,
        found,
        talked,
        trusted,
        free,
        "suspect" if suspect else "clean",
        gain,
    )


def _crowded(rules: Sequence[str], sentences: Sequence[Sentence]) -> bool:
    """Whether so many lines hold a listener's words or a question with its answer that their labels cannot all be right."""
    held = sum(rule in layout.TWO_SPEAKERS for rule in rules)
    return held >= _LEAST_HELD and held >= _HELD * max(1, sum(s.gap != "turn" for s in sentences))


def _contradicted(found: Sequence[Clue], printed: labels.Labels) -> bool:
    """Whether what people say of themselves and of each other speaks against the labels too often."""
    said = [(int(printed.main[c.sentence]), c) for c in found if c.rule != "role" and printed.main[c.sentence] >= 0]
    against = sum((c.weight >= _CLEAR and i != c.speaker) or (c.weight <= -_CLEAR and i == c.speaker) for i, c in said)
    agree = sum((c.weight >= _CLEAR and i == c.speaker) or (c.weight <= -_CLEAR and i != c.speaker) for i, c in said)
    return against >= _LEAST_AGAINST and against >= _AGAINST * (against + agree)


def _with_habits(bare: Observations, sentences: Sequence[Sentence], base: Beliefs) -> tuple[Decoded, np.ndarray]:
    counts = habits.count(sentences)
    start = bare.labels.sum(axis=1, keepdims=True)
    people = bare.said.shape[1]
    share = np.where(start > 0, 0.9 * bare.labels / np.maximum(start, 1e-9) + 0.1 / people, 1 / people)
    beliefs = base
    for _ in range(_ROUNDS):
        talked = limited(habits.odds(counts, share), sentences)
        result, beliefs = decode(replace(bare, said=bare.said + talked), beliefs, base)
        share = result.speaker
    return result, talked


def _distrusting(bare: Observations, sentences: Sequence[Sentence], people: Cast) -> tuple[Decoded, np.ndarray]:
    """Where labels are worse than what is said: structure, clues and the floor first, and one look at habits when that has settled.

    Habits learned from such labels would be wrong as well, and rounds of learning drift away from the truth, so one must do.
    """
    result, _ = decode(bare, DOUBTING)
    floor = tuple(i for i, role in enumerate(people.roles) if role != "audience")
    counts = habits.count(sentences)
    talked = np.zeros_like(bare.said)
    for last in (False, False, True):
        if last:
            share = np.maximum(result.speaker - 0.5, 0) * 2
            talked = _FAINT * limited(habits.odds(counts, share), sentences, _FAINT_LIMIT)
        held = floors.holds(sentences, result.change)
        seen = replace(bare, said=bare.said + talked, floor=floor, holds=held, asked=floors.asked(sentences))
        result, _ = decode(seen, DOUBTING)
    return result, talked


def _speakers(document: Document, lang: str) -> list[str]:
    printed = [document.name_of(p.label) for p in document.pieces if p.label is not None]
    return list(dict.fromkeys([*printed, *(p.name for p in document.meta.people)]))


def _rows(sentences: Sequence[Sentence]) -> list[list[float]]:
    """Features of the gap before each sentence (zeros before the first)."""
    out = [[0.0] * len(boundaries.FEATURES)]
    so_far = 0
    for k in range(1, len(sentences)):
        a, b = sentences[k - 1], sentences[k]
        so_far = a.size if a.gap == "turn" or k == 1 else so_far + a.size
        out.append(boundaries.features(a.seen, b.seen, so_far, a.gap == "turn" or k == 1))
    return out


def _change(sentences: Sequence[Sentence], rows: Sequence[Sequence[float]], rules: Sequence[str], doubtful: bool = False) -> np.ndarray:
    """Log odds that the speaker changes before each sentence, from the words and the layout."""
    words = boundaries.model().logit(rows)
    if doubtful:  # somebody else was heard there, rightly or not: the words have less to say
        words *= np.array([_HEARD if s.gap == "turn" else 1.0 for s in sentences])
    decided = np.array([s.gap == "split" for s in sentences])
    return np.where(decided, 0.0, np.clip(words + np.array(layout.nudges(rules, doubtful)), -5.0, 7.0))


def _gaps(sentences: Sequence[Sentence], fixed: np.ndarray) -> np.ndarray:
    out = np.zeros(len(sentences), dtype=np.int64)
    for k, s in enumerate(sentences):
        kind = s.gap
        if s.gap == "turn":
            same = k > 0 and s.label == sentences[k - 1].label
            settled = fixed[k] or (k > 0 and fixed[k - 1])
            kind = "settled" if settled else "mark" if s.rule in MARKS else ("same" if same else "label") if s.rule in _PRINTED else "split"
        out[k] = GAPS.index(kind)
    return out


def _turns_label(main: np.ndarray) -> np.ndarray:
    known = (main[1:] >= 0) & (main[:-1] >= 0)
    return np.concatenate([[np.nan], np.where(known, (main[1:] != main[:-1]).astype(float), np.nan)])


def _settled(attributions: Mapping[int, Attribution], sentences: Sequence[Sentence], people: Cast) -> np.ndarray:
    """Log odds of what earlier repairs settled (a clip of the montage is who it is, whatever its label)."""
    out = np.zeros((len(sentences), len(people.names)))
    now: Attribution | None = None
    for k, s in enumerate(sentences):
        if s.gap == "turn":
            now = attributions.get(s.start)
        i = people.index(now.speaker) if now else None
        if now and i is not None and now.rule in _FIXED:
            out[k, i] += _FIXED[now.rule]
    return out


def _unprinted(printed: labels.Labels, fixed: np.ndarray) -> labels.Labels:
    """Labels without those over what earlier repairs settled."""
    open_ = ~np.asarray(fixed.any(axis=1))
    return labels.Labels(printed.shares * open_[:, None], np.where(open_, printed.main, -1), printed.source)


def _audience(printed: labels.Labels, people: Cast) -> np.ndarray:
    out = np.zeros((len(printed.main), len(people.names)))
    for i, role in enumerate(people.roles):
        if role == "audience":
            out[:, i] -= np.where(printed.main == i, 0.0, _NEVER)
    return out


def limited(odds: np.ndarray, sentences: Sequence[Sentence], most: float = _TURN_LIMIT) -> np.ndarray:
    """Habits' odds, scaled down where a printed turn's would sum to more than one may believe: its words are not independent."""
    out = odds.copy()
    begins = [k for k, s in enumerate(sentences) if k == 0 or s.printed != sentences[k - 1].printed] + [len(sentences)]
    for a, b in zip(begins, begins[1:]):
        run = np.concatenate([np.zeros((1, odds.shape[1])), np.cumsum(odds[a:b], axis=0)])
        reach = max((np.ptp(run[:, i] - run[:, j]) for i in range(odds.shape[1]) for j in range(i)), default=0.0)
        if reach > most:
            out[a:b] *= most / reach
    return out
