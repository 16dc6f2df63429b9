"""The order of the repairs, one line each."""
from __future__ import annotations

from collections.abc import Callable

from flows.document.decide import settle
from flows.document.model import Claims, Document
from flows.evidence.context import Context
from flows.repairs.alignment import alignment
from flows.repairs.attribution import attribution
from flows.repairs.boundaries import boundaries
from flows.repairs.decisions import decisions
from flows.repairs.encoding import encoding
from flows.repairs.events import events
from flows.repairs.hardwrap import hardwrap
from flows.repairs.joins import joins
from flows.repairs.labels import labels
from flows.repairs.language import language
from flows.repairs.markup import markup
from flows.repairs.merging import merging
from flows.repairs.mirrored import mirrored
from flows.repairs.mistranscription import mistranscription
from flows.repairs.montage import montage
from flows.repairs.pii import pii
from flows.repairs.punctuation import punctuation
from flows.repairs.spacing import spacing
from flows.repairs.turns import turns

Repair = Callable[[Document, Context], Claims]

# Characters first, then who follows whom, then what translates what, then who speaks; words last, when all evidence is in place.
REPAIRS: tuple[Repair, ...] = (encoding, labels, markup, hardwrap, joins, turns, events, spacing, punctuation, language, alignment,
                               mirrored, montage, boundaries, mirrored, attribution, merging, mistranscription, decisions, pii)


def clean(document: Document, context: Context) -> Document:
    """Every repair in order: each reads what the ones before it settled, and its claims are decided before the next begins."""
    for repair in REPAIRS:
        document = settle(document, repair(document, context))
    return document
