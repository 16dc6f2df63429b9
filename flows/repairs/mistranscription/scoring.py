"""From features to one confidence: a logistic model whose weights can be read, and are fitted by a command.

The weights are data/weights.yaml, in log-odds. ``python -m flows.repairs.mistranscription.fit`` fits them on labelled examples
(data/examples.csv: features of candidates and whether they were right; no text), starting from a prior for each weight.
"""
from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from flows.evidence.phonetics import similarity
from flows.evidence.words import zipf
from flows.repairs.mistranscription.candidates import Candidate


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """The file of weights: of each input its `prior`, what an expert would say before seeing examples, and its fitted `weight`; `shift`,
    which is added so that 0.95 is where what lies above is right often enough to be applied."""
    text = (importlib.resources.files("flows.repairs.mistranscription") / "data" / "weights.yaml").read_text("utf-8")
    return yaml.safe_load(text)


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {name: float(row["weight"]) for name, row in table()["inputs"].items()}


# Features that say the same whoever found the candidate, and those of one family, which the model takes as they are.
_ANY = ("single", "expressed", "unexpressed", "elsewhere", "after_said", "after_unsaid", "echo", "rendered", "twice")
_FORM = ("hyphen_left", "hyphen_right", "counted", "cut", "gain", "glued", "linked", "again", "prefix", "doubled", "spelt_out",
         "spelt_known", "spelt_written")
_KNOWN_NAME = ("known_name", "known_and_repeated")
_HEARD = ("written", "named", "lettered", "function", "known_part", "mixed", "outside", "rivals",
          "part", "plain", "capital", "speaker")
_NAMED = ("torn", "holds_name", "consonants", "slipped", "person", "same_first", "letters")
_SPELLED = ("meant", "local", "local_close", "derived")
_CASE = ("gloss", "unsettled", "camel", "several", "once", "capital_here", "lexicon", "expressed", "proper", "doubtful")
_ROLES = ("variant", "heard", "confusion")
_COMMON = 0.6  # zipf 4.2 of 7: a word of everyday talk
# Similarity in sound below which nobody hears the one word for the other, and the same for a word that is in every sentence (zipf value).
_HEARD_FOR, _SAME_TO_THE_EAR, _IN_EVERY_SENTENCE = 0.6, 0.85, 5.0
_SUGGESTED, _UNLIKELY = 2.0, -0.5  # log-odds of what is only suggested, and of what is not even that, however it scores
_ALIKE = 0.03  # by how much less than 1 what sounds just alike may score
_ONE_LETTER = 0.9  # similarity in letters of long words that differ by one
_SMALL = 0.84  # zipf 5.9 of 7: a word of grammar
_FREE = 4.0  # nats by which a word may fit worse, as words of a field do: the model was made of other talk
_MOST_GAINED = 14.0  # nats beyond which one word fits no better than another
_RARE = 2.5  # zipf value below which a word is odd wherever it stands


def inputs(c: Candidate) -> dict[str, float]:
    """The model's inputs for a candidate: what its features say in the families of rules that found it."""
    f = _Features(c)
    by_lexicon = f.rules & {"lexicon variant", "lexicon heard"}  # numbers that the lexicon itself writes otherwise: `11 Labs`
    out = {"always": 1.0, "digits": 0.0 if by_lexicon else f["digits"]} | f.these(_ANY + _FORM)
    role = next((r for r in _ROLES if f"lexicon {r}" in f.rules), None)
    if role and not (f.named and f.out_of_place):  # a name that the lexicon has for itself needs no word beside it
        out |= _by_lexicon(f, role)
    if f.rules & {"translation", "sound", "person", "metadata", "torn name", "lexicon confusion", "lexicon heard"}:
        out |= _by_ear(f)
    if f.rules & {"sound", "person", "metadata", "torn name"}:
        out |= _by_name(f)
    if "spelling" in f.rules:
        out |= {"spelling": 1.0, "misspelled": 1.0 - f["spelled"], "misspelled_unlike": f.unlike,
                "misspelled_only": float(f.unlike < _ALIKE and f["spelled"] >= _ONE_LETTER)} | f.these(_SPELLED)
    if "meaning" in f.rules:
        out |= {"meaning": 1.0, "meaning_unlike": f.unlike, "meaning_usual": f["chance"], "meaning_unknown": f["unknown"],
                "meaning_common": float(f["common"] > _COMMON and not f["phrase"]),
                "meaning_fit": min(max(f["fits"], 0.0), _MOST_GAINED), "meaning_unfit": min(max(-f["fits"] - _FREE, 0.0), _MOST_GAINED)}
    if "homophone" in f.rules:
        out |= _by_fit(f)
    if "translation's spelling" in f.rules:
        name_like = f["proper"] or f["lexicon"] or f["camel"] or f["capital_here"] or f["several"]
        out |= {"case": 1.0, "case_ordinary": float(f["common"] > 0.6 and not name_like)} | {f"case_{n}": f[n] for n in _CASE}
    return {k: v for k, v in out.items() if v}


class _Features:
    """A candidate's features, 0 where it has none of a name."""

    def __init__(self, c: Candidate):
        self._held = c.features
        self.rules = frozenset(c.rule.split("+"))
        self.unlike = 1.0 - c.features.get("sound", 1.0)
        self.known = 0.0 if self["unknown"] else 1.0
        self.named = bool(self.rules & {"person", "metadata"})
        self.told = max(self["written"], self["named"], self["after_said"])
        self.out_of_place = bool(self["asked"]) and not max(self["near"], self["wide"], self.told)

    def __getitem__(self, name: str) -> float:
        return self._held.get(name, 0.0)

    def these(self, names: tuple[str, ...]) -> dict[str, float]:
        return {n: self[n] for n in names}


def _by_lexicon(f: _Features, role: str) -> dict[str, float]:
    """A form that the lexicon calls wrong; one that asks for a context is out of place without it."""
    told = f.told
    out = {role: 1.0, f"{role}_near": f["asked"] * f["near"], f"{role}_wide": f["wide"] * (1.0 - f["near"]),
           f"{role}_out_of_place": f["asked"] * (1.0 - max(f["near"], told)), "also_right": f["also_right"], "near_more": f["near_more"]}
    if role == "confusion":
        out |= {"rival": f["known_name"], "rival_at_home": f["known_name"] * f["at_home"],
                "confusion_phrase": max(f["phrase"], f["together"]),
                "confusion_common": float(f["common"] > _COMMON) * (1.0 - told) * (1.0 - f["together"])}
    return out


def _by_ear(f: _Features) -> dict[str, float]:
    """Words that were heard for others: how alike they sound, and whether the translation has what would stand there."""
    strange = 1.0 - f.known
    known_name = _KNOWN_NAME if "lexicon confusion" not in f.rules else ()  # there the lexicon says that one name is heard for the other
    sure_of_it = float(min(f["written"], f["elsewhere"]) > 0 and f.unlike < _ALIKE)  # `Sock to`, where SOC 2 stands beside it and elsewhere
    return f.these(_HEARD + known_name) | {
        "short_name": f["short_name"] * (1.0 - f["speaker"]), "tied": f["tied"] * f.told,
        "digits_alike": f["digits"] * f["full_name"] * sure_of_it, "said_unknown": f["after_said"] * strange,
        "written_unknown": f["written"] * strange, "named_unknown": f["named"] * strange, "full_unknown_name": f["full_name"] * strange,
        "unlike_unknown": f.unlike * strange, "unlike_word": f.unlike * f.known, "common": f["common"] * f.known,
        "full_heard_name": f["full_name"] * f.known, "repeated_word": f["repeated"] * f.known,
        "named_unsaid": f["named"] * f["unexpressed"] * f.known * float(f.unlike < 0.2)}


def _by_fit(f: _Features) -> dict[str, float]:
    """A word that is said the same and fits better: by how much, and what the translation says of both. It says little of small words."""
    gained = min(f["fits"], _MOST_GAINED)
    if len(f.rules) > 1:  # what found it besides knows whether the word is misheard
        return {"fit_gain": gained / 2}
    small = float(f["common"] > _SMALL or f["contraction"])
    said = 1.0 - small
    return {"fit": 1.0, "fit_gain": gained, "fit_small": small, "fit_here": f["known_name"],
            "fit_meant": f["after_said"] * (1.0 - f["expressed"]) * said, "fit_kept": f["expressed"] * said,
            "fit_untold": f["unexpressed"] * f["after_unsaid"]}


def _by_name(f: _Features) -> dict[str, float]:
    """Words that sound like a name of the lexicon or of the metadata, whatever the translation says."""
    close = f["lexicon"] * f["long"] * float(f["spelled"] >= 0.75 and f.unlike < 0.24)
    return f.these(_NAMED) | {
        "unknown_name": f["unknown"] * f["lexicon"], "unspelled_name": (1.0 - f["spelled"]) * float(f.unlike > 0.05),
        "close_name": close * (1.0 - f.known), "homophone": float(f.unlike < _ALIKE and not f["short_name"]), "sound_near": f["near"],
        "sound_wide": f["wide"], "letters_wide": f["letters"] * max(f["near"], f["wide"]), "sound_elsewhere": f["elsewhere"] * f["lexicon"],
        "metadata": float("metadata" in f.rules)}


def log_odds(c: Candidate) -> float:
    """How likely the candidate is right, in log-odds: 3 is 95 of 100."""
    weights = _weights()
    score = sum((weights[k] * v for k, v in sorted(inputs(c).items())), float(table()["shift"]))
    f = _Features(c)
    if _unasked(c, f):
        nothing_asks = f.out_of_place and zipf(c.before, "en") > _RARE and not f["capital"]
        return min(score, _UNLIKELY if nothing_asks else _SUGGESTED)
    return score


def _unasked(c: Candidate, f: _Features) -> bool:
    """Whether a real word would be changed though neither the translation nor the talk around asks for it; for words of everyday talk
    the talk around is not enough. A person may decide that, a model may not."""
    if "lexicon confusion" not in f.rules or not f.known or f.named or f.told:
        return False
    everyday = f["common"] > _COMMON and not (f["phrase"] or f["together"]) and f["spelled"] < 1.0
    left = f["phrase"] and " " not in c.before  # one word of a phrase changes, and is what the phrase rests on
    far = left and similarity(c.before, c.after) < (_SAME_TO_THE_EAR if zipf(c.before, "en") > _IN_EVERY_SENTENCE else _HEARD_FOR)
    return bool(everyday or far or f["within"] or not max(f["near"], f["wide"]))
