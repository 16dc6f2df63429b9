"""Who hosts and who is the guest, where the metadata says it of one of them, of both, or of none."""

from __future__ import annotations

import pytest

from flows.document.model import Document, Metadata, Piece, RawText
from flows.evidence import conversation as talk
from flows.repairs.speakers.roles import roles
from flows.repairs.speakers.sentences import side_sentences

NAMES = ("Ada Brandt", "Pavel Sorin")
SAID = ("How high is the tide?", "It is low, and it will stay low.", "Why is that?", "The moon is tired of it.", "What can we do?", "We wait.")


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (("unknown", "unknown"), ("host", "guest")),
        (("unknown", "guest"), ("host", "guest")),
        (("host", "unknown"), ("host", "guest")),
        (("guest", "unknown"), ("guest", "unknown")),
        (("host", "host"), ("host", "host")),
    ],
)
def test_roles(known: tuple[str, str], found: tuple[str, str]) -> None:
    text, pieces = "", []
    for n, said in enumerate(SAID):
        pieces.append(Piece(len(text), len(text) + len(said), "en", NAMES[n % 2]))
        text += said + "\n"
    document = Document("e", RawText(text, "utf-8", "", "e"), "lines", Metadata(source_lang="en"), (), tuple(pieces))
    sentences = side_sentences(document, "en", talk.Names((), "en"))
    assert roles(NAMES, known, [NAMES.index(s.label) for s in sentences], sentences) == found
