"""From a document's side to what the decoder sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from flows.document.model import Attribution, Document
from flows.evidence import boundaries
from flows.evidence import conversation as talk
from flows.repairs.speakers import floor as floors
from flows.repairs.speakers import habits, labels, layout, readings
from flows.repairs.speakers.clues import Cast, Clue, cast, clues, matrix
from flows.repairs.speakers.decode import GAPS, Beliefs, Decoded, Observations, decode, pairs
from flows.repairs.speakers.roles import roles
from flows.repairs.speakers.sentences import Sentence, side_sentences

_PRINTED = frozenset({"label", "continuation"})
MARKS = frozenset({"speaker_mark"})
_ROUNDS = 5
_TALKERS = 4  # how many people's labels may be confused with each other: time grows with the fourth power
_DISTRUSTS = 0.5  # chance of swapped labels from which structure and clues are asked before labels
_FIXED = {"montage": 12.0}  # log odds of speakers that an earlier repair settled
_NEVER = 4.0  # an audience member under another's label is rare
_FAINT, _FAINT_LIMIT = 0.5, 2.0  # habits on a doubtful side: their weight, and the log odds they can give over one printed turn
_HEARD = 0.3  # weight of the words where a doubtful side begins a turn
_TURN_LIMIT = 6.0  # log odds that habits can give over one printed turn
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
        "back": (0.04, 1.0),
    },
    slip=(0.005, 1.0),
    swap=(0.002, 1.0),
    flip=(0.9, 1.0),
    back=0.02,
)


@dataclass(frozen=True)
class Side:
    """A side, decoded.

    source    where the labels stand: `label` (over the side itself), `translation` or `unlabelled`.
    doubt     the chance that printed labels are swapped over stretches; torn  that they are wrong in any way, or over two people's words.
    decoded   what came out.
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
    source: str
    doubt: float = 0.0
    torn: float = 0.0

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
    talkers = _talkers(people, printed, np.array([x.size for x in sentences]))
    swaps = pairs(talkers)
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
        return Side(lang, people, sentences, rows, bare, printed, found, np.zeros_like(said), alone, "unlabelled")
    leading = replace(bare, labels=labels.leading(bare.labels, sentences)) if printed.source == "label" else bare
    free, talked = _with_habits(leading, sentences, GUESSED if printed.source == "translation" else Beliefs())
    if printed.source == "translation":
        return Side(lang, people, sentences, rows, bare, printed, found, talked, free, "translation")
    read = readings.read(leading, talked)
    better = None
    if read.doubt > _DISTRUSTS:
        harder = replace(bare, change=_change(sentences, rows, rules, doubtful=True))
        better, talked = _distrusting(harder, sentences, talkers)
    decoded, torn = read.average(better), 1 - read.weight["right"]
    return Side(lang, people, sentences, rows, bare, printed, found, talked, decoded, "label", read.doubt, torn)


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


def _distrusting(bare: Observations, sentences: Sequence[Sentence], talkers: Sequence[int]) -> tuple[Decoded, np.ndarray]:
    """Where labels are worse than what is said: structure, clues and the floor first, and one look at habits when that has settled.

    Habits learned from such labels would be wrong as well, and rounds of learning drift away from the truth, so one must do.
    """
    result, _ = decode(bare, DOUBTING)
    floor = tuple(talkers)
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
    """Who may speak on a side: names printed over it (a translation may print them in its own script) and those of the metadata."""
    over = [p for p in document.pieces if p.label is not None]
    printed = [document.name_of(p.label) for p in ([p for p in over if p.lang == lang] or over)]
    return list(dict.fromkeys([*printed, *(p.name for p in document.meta.people)]))


def _talkers(people: Cast, printed: labels.Labels, sizes: np.ndarray) -> list[int]:
    """Those whose labels may be confused: of the ones who are no audience, those who say most."""
    said = [float(sizes[printed.main == i].sum()) for i in range(len(people.names))]
    members = [i for i, role in enumerate(people.roles) if role != "audience"]
    return sorted(sorted(members, key=lambda i: (-said[i], i))[:_TALKERS])


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
    if not doubtful:
        decided |= np.array([k > 0 and returns(sentences, k) and not rules[k] for k in range(len(sentences))])
    return np.where(decided, 0.0, np.clip(words + np.array(layout.nudges(rules, doubtful)), -5.0, 7.0))


def _gaps(sentences: Sequence[Sentence], fixed: np.ndarray) -> np.ndarray:
    out = np.zeros(len(sentences), dtype=np.int64)
    for k, s in enumerate(sentences):
        kind = s.gap
        if s.gap == "turn":
            same = k > 0 and s.label == sentences[k - 1].label
            settled = fixed[k] or (k > 0 and fixed[k - 1])
            kind = "settled" if settled else "mark" if s.rule in MARKS else ("same" if same else "label") if s.rule in _PRINTED else "split"
        elif kind == "inner" and returns(sentences, k):
            kind = "back"
        out[k] = GAPS.index(kind)
    return out


def returns(sentences: Sequence[Sentence], k: int) -> bool:
    """Whether only a listener's word, inside a line, comes before: if somebody else put it in, the first one goes on."""
    return sentences[k].gap == "inner" and sentences[k - 1].gap != "turn" and sentences[k - 1].seen.listens


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
