"""The fluent form of what was said: without fillers, stutters, repeats, false starts and backchannel words.

The kinds are those of the disfluency annotation of the Switchboard corpus (Meteer et al., 1995, Dysfluency Annotation Stylebook):
a repeat or a false start loses what the speaker took back, never what it was replaced with. Precision comes first: what may be meant
stays. English and Chinese are known; a text in another language is its own fluent form.
"""
from __future__ import annotations

from flows.evidence.fluency.chinese import cut_chinese
from flows.evidence.fluency.cuts import Cut, Residue, without
from flows.evidence.fluency.english import cut_english

__all__ = ["Cut", "fluent", "without"]

_CUTTERS = {"en": cut_english, "zh": cut_chinese}


def fluent(text: str, lang: str, answers: bool = False) -> tuple[str, tuple[Cut, ...]]:
    """``(fluent text, cuts)`` of a turn's text; ``without(text, cuts)`` is the fluent text.

    ``lang`` is a BCP 47 name. ``answers`` says that the turn before asks something: then a `Yeah.` is no backchannel but an answer.

    >>> fluent("So, um, I, I think that that works.", "en")[0]
    'So I think that that works.'
    >>> fluent("Mm-hmm.", "en")
    ('', (Cut(start=0, end=7, what='backchannel'),))
    """
    cutter = _CUTTERS.get(lang.split("-")[0].lower())
    if cutter is None or not text:
        return text, ()
    residue = Residue(text)
    cutter(residue, answers)
    return without(text, residue.cuts), tuple(residue.cuts)
