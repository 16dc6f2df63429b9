"""What a document knows of itself."""
from __future__ import annotations

import time
from dataclasses import replace

from flows.document.model import Metadata, Piece
from tests.document.documents import document_of


def test_the_language_spoken_is_the_metadatas_else_the_longer_sides():
    document = replace(document_of("One. 一。二。三。", (Piece(0, 4, "en"), Piece(5, 11, "zh"))), meta=Metadata())
    assert (document.source_lang, document.langs) == ("zh", ("zh", "en"))
    assert replace(document, meta=Metadata(source_lang="en")).langs == ("en", "zh")
    assert replace(document, meta=Metadata(source_lang="fr")).source_lang == "zh"


def test_asking_for_it_again_costs_nothing():
    """Repairs ask for every turn; if each asked every piece, time would grow with the square of a file's length."""
    document = document_of("x" * 20_000, tuple(Piece(k, k + 1, "en") for k in range(20_000)))
    began = time.process_time()
    for _ in range(20_000):
        assert document.source_lang in document.langs
    assert time.process_time() - began < 2
