"""Hard wrap: found where it is, at any width; nothing is touched where it is not."""
from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.document.model import Document, EditKind, Metadata, RawText
from flows.evidence.context import Context
from flows.evidence.words import frequencies
from flows.readers import read
from flows.repairs.hardwrap import hardwrap
from tests.repairs.spoken import prose, repaired, says, sentences, spoken


def wrapped(text: str, width: int, strip: bool = True) -> str:
    """A text cut every ``width`` characters and joined with spaces."""
    rows = [text[k:k + width] for k in range(0, len(text), width)]
    return " ".join(row.strip() if strip else row for row in rows)


def broken(text: str, now: str) -> int:
    """How many words of ``text`` are not in ``now``."""
    return sum((Counter(text.split()) - Counter(now.split())).values())


@settings(max_examples=12, deadline=None)
@given(width=st.integers(60, 200), strip=st.booleans(), at_once=st.integers(1, 6))
@example(width=146, strip=True, at_once=1)
@example(width=180, strip=True, at_once=1)
def test_clean_text_wrapped_at_any_width_is_whole_again(width: int, strip: bool, at_once: int) -> None:
    torn = sentences(wrapped(prose(), width, strip), at_once)
    document = repaired(spoken(*torn, opens=False), hardwrap)
    now = " ".join(says(document))
    before, after = broken(prose(), " ".join(torn)), broken(prose(), now)
    assert before > 60
    assert after <= 0.01 * len(prose()) / width
    assert all(e.kind is EditKind.WRAP and e.before == " " and not e.after for e in document.edits)


@settings(max_examples=8, deadline=None)
@given(at_once=st.integers(1, 8), start=st.integers(0, 20))
def test_text_never_wrapped_is_untouched(at_once: int, start: int) -> None:
    document = spoken(*sentences(prose(), at_once)[start:])
    assert hardwrap(document, Context()).edits == ()
    assert hardwrap(document, Context()).boundaries == ()


@pytest.mark.parametrize("lang", ["de", "es", "ru"])
def test_other_languages(lang: str) -> None:
    rng = random.Random(7)
    common = [w for w in list(frequencies(lang))[:4000] if w.isalpha()]
    zipfian = [1 / (k + 5) for k in range(len(common))]
    text = " ".join(" ".join(rng.choices(common, zipfian, k=9)).capitalize() + "." for _ in range(160))
    torn = wrapped(text, 90)
    now = " ".join(says(repaired(spoken(*sentences(torn), lang=lang, opens=False), hardwrap), lang))
    assert broken(text, now) <= 0.05 * broken(text, torn)


def test_lines_wrapped_one_by_one() -> None:
    lines = sentences(prose(), 8)
    torn = [wrapped(line, 80) for line in lines]
    now = " ".join(says(repaired(spoken(*torn), hardwrap)))
    assert broken(prose(), now) <= 0.1 * broken(prose(), " ".join(torn))


def test_a_word_torn_over_two_lines_is_one_word() -> None:
    text = prose()[:9000].rsplit(" ", 1)[0]
    rows = [text[k:k + 70].strip() for k in range(0, len(text), 70)]
    document = repaired(spoken(*rows, opens=False), hardwrap)
    assert broken(text, " ".join(says(document))) <= 3
    assert {p.join for p in document.pieces} == {None, ""}


def test_a_word_torn_over_two_turns_belongs_to_the_one_that_begins_it() -> None:
    text = prose()[:9000]
    rows = [text[k:k + 70].strip() for k in range(0, 9000, 70)]
    k = next(k for k, (a, b) in enumerate(zip(rows, rows[1:])) if k > 20 and a[-4:].isalpha() and text[70 * k + 69:70 * k + 71].isalpha())
    document = spoken(*rows)
    turns = says(repaired(document, hardwrap))
    whole = rows[k].split()[-1] + rows[k + 1].split()[0]
    holder = next(n for n, turn in enumerate(turns) if turn.endswith(whole))
    assert turns[holder + 1].startswith(rows[k + 1].split()[1])


def test_joins_of_doubled_captions_do_not_hide_the_pitch() -> None:
    lines = sentences(wrapped(prose(), 120), 2)
    doubled = [f"{line} {line.split()[-1]}" if line.split()[-1][0].islower() and k % 3 == 0 else line for k, line in enumerate(lines)]
    now = " ".join(says(repaired(spoken(*doubled, opens=False), hardwrap)))
    assert broken(prose(), now) <= 0.02 * broken(prose(), " ".join(doubled))


def test_a_phrase_of_two_words_is_not_glued() -> None:
    document = spoken("I had a gain of ten percent, and then again I had no thing to say about a way out.")
    assert hardwrap(document, Context()).edits == ()


@pytest.mark.slow
def test_real_transcripts(seeds: Path) -> None:
    torn = {}
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text("utf-8")
        name, reading = read(text, str(path))
        document = Document("e", RawText(text, "utf-8", "", str(path)), name, Metadata(source_lang="en"), reading.blocks, reading.pieces)
        torn[path.name[:3]] = len(hardwrap(document, Context()).edits)
    assert torn["002"] > 1000
    assert {n for n in torn.values() if n} == {torn["002"]}
