"""What is heard but not said: [laughter], (笑), （掌声）, *sighs*, ♪. It leaves the text and is kept as the turn's `events`.

A note counts as one where its words are those of a sound (`flows.evidence.sounds`); [...] and [ __ ] stand for words and stay,
and so does what an editor put in brackets.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from flows.document.model import Claims, Document, Edit, EditKind
from flows.document.render import spaceless
from flows.document.view import view
from flows.evidence import sounds
from flows.evidence.context import Context

RULE = "events"
_NOTE = re.compile(
    r"\[([^\[\]\n]{1,60})\]|\(([^()\n]{1,60})\)|（([^（）\n]{1,40})）|【([^【】\n]{1,40})】|<([^<>\n]{3,40})>|\*([^*\n]{2,40})\*")
_NOTES = re.compile(r"[♪♫♬♩]+")
# Somebody's name or something unlisted before a verb of sound: '[Dana laughs]', '[papers rustling]'.
_NAMED = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}(?=[a-z])")
_GERUND = re.compile(r"(?:[a-z]+ ){0,3}[a-z]{3,}ing(?: [a-z]+ly)?")


def events(document: Document, context: Context) -> Claims:
    """Edits of kind `event`, each with the name of the sound; one of two spaces around it goes with it."""
    edits: list[Edit] = []
    for piece in document.pieces:
        raw = document.text[piece.start:piece.end]
        if not any(c in raw for c in "[(（【<*♪♫♬♩"):
            continue
        side = view(document, [piece])
        for begin, end, name, confidence in _notes(side.text):
            a, b = _with_space(side.text, begin, end)
            edits += side.edit(a, b, "", EditKind.EVENT, RULE, f"{side.text[begin:end]!r} is heard, not said", confidence, name or None)
    return Claims(edits=tuple(edits))


def _notes(text: str) -> Iterator[tuple[int, int, str, float]]:
    """``(begin, end, names of sounds, confidence)`` of each note."""
    taken = []
    for m in _NOTE.finditer(text):
        note = next(g for g in m.groups() if g is not None)
        if found := _named(note, m[0][0]):
            taken.append(m.span())
            yield m.start(), m.end(), " ".join(found), 0.99
    singing = [m for m in _NOTES.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
    for n, m in enumerate(singing):  # one before the words of a song, one after
        yield m.start(), m.end(), "" if n % 2 else "music", 0.98


def _named(note: str, bracket: str) -> tuple[str, ...]:
    """Names of the sounds a note tells; square brackets may also hold a sound that is in no list, or who makes it."""
    found = sounds.names(note)
    if found and bracket in "(（" and not sounds.of_people(note) and not re.search(r"\w[ \u3400-\u9fff]\w", note):
        return ()
    if found or bracket not in "[【":
        return found
    found = sounds.names(_NAMED.sub("", note, count=1))
    if found or bracket != "[":
        return found
    low = note.strip().lower()
    plain = note.strip() in (low, low.upper(), low.capitalize())
    return (low.replace(" ", "_"),) if plain and _GERUND.fullmatch(low) and " " in low else ()


def _with_space(text: str, begin: int, end: int) -> tuple[int, int]:
    """The range to take out so that one space is left where two words meet, and none at an end or before a mark."""
    before, after = text[begin - 1:begin] if begin else "", text[end:end + 1]
    if before == " " and (not after or after.isspace() or after in ".,?!;:)，。？！；：）" or spaceless(after)):
        return begin - 1, end
    if after == " " and (not before or before in "(（“\"" or spaceless(before)):
        return begin, end + 1
    return begin, end
