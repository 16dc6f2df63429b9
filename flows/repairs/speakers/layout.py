"""What the layout adds to the words: where lines end, whose word got a line of its own, what was put into a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from flows.evidence import conversation as talk
from flows.repairs.speakers.sentences import Sentence

_STATEMENT = 3  # words from which a sentence states something
_LONG = 8  # words of a statement after which a listener's word is taken for a listener's


# Log odds by rule: on a side whose labels are trusted, and on one where a label may change in the middle of what one person says and a
# question and its answer often stand under one (fitted on hand-read conversations of that kind).
_WEIGHTS: dict[str, tuple[float, float]] = {
    "unmarked": (3.0, 6.0),
    "inserted": (5.0, 7.0),
    "resumed": (5.0, 9.0),
    "listener_goes_on": (-2.0, -2.0),
    "listener_line": (2.5, 3.5),
    "comma_turn": (-3.5, -6.0),
    "comma": (-2.0, -2.0),
    "again": (1.5, 1.5),
    "line_end": (2.5, 4.0),
    "interjected": (2.0, 3.5),
    "goes_on": (0.0, -5.0),
    "one_label": (0.0, 4.0),
    "again_asked": (0.0, 4.0),
    "audience_line": (4.0, 6.0),
}
# Rules that say that one line holds two people's words.
TWO_SPEAKERS = frozenset(
    {"unmarked", "inserted", "resumed", "again", "line_end", "interjected", "one_label", "again_asked", "audience_line"}
)
WHY: dict[str, str] = {
    "unmarked": "a question to someone stands in the middle of what was written without end marks",
    "inserted": "a listener's word stands in the middle of a sentence",
    "resumed": "after a listener's word the sentence goes on",
    "listener_line": "a listener's word has a line of its own before",
    "again": "the same name is printed anew to answer a question that stands under it",
    "line_end": "a line ends in a listener's word",
    "interjected": "a listener's word follows a longer statement",
    "again_asked": "after a question the same name is printed anew",
    "audience_line": "a host leads on to the next question, which is put under the same label",
    "one_label": "a question and its answer stand under one label",
}


def rules(sentences: Sequence[Sentence], lang: str, audience: Sequence[str] = ()) -> list[str]:
    """For the gap before each sentence: the rule of layout that applies there, '' for none.

    ``audience``: labels of people in the audience.
    """
    alone = _listener_turns(sentences)
    known = talk.phrases(lang)
    out = [""]
    for k in range(1, len(sentences)):
        last = k + 1 == len(sentences) or sentences[k + 1].gap != "inner"
        a, b = sentences[k - 1], sentences[k]
        hosted = a.label in audience and b.gap == "inner" and leads_audience(a) and not leads_audience(b)
        out.append("audience_line" if hosted else _rule(a, b, last, alone, known))
    return out


def leads_audience(s: Sentence) -> bool:
    """Whether a sentence under the label of the audience is rather a host's, who nods and leads on to the next question."""
    return s.seen.listens or s.seen.leads_open


def nudges(found: Sequence[str], doubtful: bool) -> list[float]:
    """Log odds that the speaker changes, beyond what the words say, for the rules of ``rules``."""
    return [_WEIGHTS[rule][doubtful] if rule else 0.0 for rule in found]


def _rule(a: Sentence, b: Sentence, last: bool, alone: dict[int, bool], known: talk.Phrases) -> str:
    low = talk.plain(b.text)
    if b.unmarked:
        return "unmarked"
    if b.inserted and b.gap == "inner" and not b.text[:1].isupper():
        return "inserted"
    if a.inserted and b.gap == "inner":
        only_listens = bool(known.listens.fullmatch(talk.plain(a.text).strip(" .,")))
        return (
            "resumed"
            if known.resumes.match(low) or (only_listens and not b.seen.self_first)
            else ""
            if only_listens
            else "listener_goes_on"
        )
    if b.gap == "turn" and alone[a.printed]:
        return "listener_line"
    if a.text.rstrip().endswith((",", "，", "、")):
        return "comma_turn" if b.gap == "turn" else "comma"
    if b.gap == "again" and a.seen.asks and not a.seen.tag and a.seen.other and b.seen.answers:
        return "again"
    said = not a.seen.asks and not a.seen.listens
    if b.gap == "inner" and b.seen.listens and said and not a.seen.agrees and a.size >= _LONG:
        return "line_end" if last else "interjected"
    if b.gap == "turn" and said and a.size >= _STATEMENT and known.goes_on.match(low) and not b.seen.asks:
        return "goes_on"
    if b.gap != "turn" and a.seen.asks and not a.seen.tag and (b.seen.answers or known.praises.search(low)):
        return "one_label"
    if b.gap == "again" and a.seen.asks and not a.seen.tag and not b.seen.asks:
        return "again_asked"
    return ""


def _listener_turns(sentences: Sequence[Sentence]) -> dict[int, bool]:
    out: dict[int, bool] = {}
    for s in sentences:
        out[s.printed] = out.get(s.printed, True) and s.seen.listens
    return out
