"""Mis-transcriptions: what was really said, where speech recognition wrote what it heard.

candidates    a possible change, and what speaks for or against it
sides         a language of the document as tokens, with what stands beside each stretch in the other languages
knowledge     what is known before words are judged: lexicon, people, vocabulary
features      what can be told of any change
lexical, translated, meant, capitals, soundalike, torn, names, spelling, forms, homophones     where candidates come from
scoring       from features to one confidence (data/weights.yaml, fitted by `fit`)
echo, rendered                        the same error in the other language, letter by letter or translated
choice        of readings that exclude each other the likeliest; the same error elsewhere; the other language
"""
from __future__ import annotations

from flows.document.model import Claims, Document, Edit
from flows.evidence.context import Context
from flows.repairs.mistranscription.candidates import Candidate, merged
from flows.repairs.mistranscription.capitals import capitals
from flows.repairs.mistranscription.choice import Scored, chosen
from flows.repairs.mistranscription.forms import forms
from flows.repairs.mistranscription.homophones import alike
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.repairs.mistranscription.lexical import aliases, lexical, versions
from flows.repairs.mistranscription.meant import meant
from flows.repairs.mistranscription.names import persons, titles
from flows.repairs.mistranscription.sides import Side
from flows.repairs.mistranscription.soundalike import unknown_words
from flows.repairs.mistranscription.spelling import spellings
from flows.repairs.mistranscription.torn import torn
from flows.repairs.mistranscription.translated import translated

RULE = "mistranscription"
GENERATORS = (lexical, aliases, versions, translated, meant, capitals, unknown_words, torn, persons, titles, spellings, forms, alike)


def mistranscription(document: Document, context: Context) -> Claims:
    """Edits of words that were misheard, in every language of the document; unsure ones become suggestions."""
    known = Knowledge(document, context.lexicons)
    edits: list[Edit] = []
    for lang, found in chosen({lang: candidates(side, known) for lang, side in known.sides.items()}, known).items():
        for s in found:
            edits += _claims(known.sides[lang], s)
    return Claims(edits=tuple(edits))


def candidates(side: Side, known: Knowledge) -> list[Candidate]:
    """Everything that might be misheard in one language of a document."""
    return merged(c for generate in GENERATORS for c in generate(side, known))


def _claims(side: Side, s: Scored) -> tuple[Edit, ...]:
    c = s.candidate
    if any(c.begin < b < c.end for b in side.view.breaks):
        return ()
    return side.view.edit(c.begin, c.end, c.after, c.kind, f"{RULE}: {c.rule}", s.evidence, round(s.confidence, 4))
