"""Lines of a translation that stand twice, copied or in other words, are found and only they."""
from __future__ import annotations

import pytest

from flows.document.decide import settle
from flows.document.model import Claims, Document
from flows.evidence.context import Context
from flows.repairs.alignment import alignment
from tests.repairs.align.aligned import SECOND, SECOND_FROM, Built, Line, build, lines_of, sample

CONTEXT = Context()
TURNS = sample("long-signal")
FIRST = next(k for k, (en, _) in enumerate(TURNS) if en.startswith(SECOND_FROM))


def marked(built: Built) -> tuple[set[int], Claims]:
    claims = alignment(built.document, CONTEXT)
    return {r.start for r in claims.repeats}, claims


def built(lines: list[Line]) -> Built:
    return build([en for en, _ in TURNS], lines)


def again(a: int, b: int) -> list[Line]:
    return [Line(TURNS[k][1], (k,), again=True) for k in range(a, b)]


@pytest.mark.parametrize(("a", "b", "at"), [(20, 26, 35), (20, 26, 26), (5, 25, 60), (FIRST, FIRST + 1, 44), (40, 43, 44)])
def test_a_copied_block(a: int, b: int, at: int) -> None:
    lines = lines_of(TURNS)
    lines[at:at] = again(a, b)
    document = built(lines)
    found, claims = marked(document)
    assert found == document.again()
    assert {r.rule for r in claims.repeats} == {"copied_translation"}
    assert len(document.wrong(claims.links)) <= 1


def test_a_block_copied_twice() -> None:
    lines = lines_of(TURNS)
    lines[40:40] = again(22, 30)
    lines[60:60] = again(22, 30)
    document = built(lines)
    assert marked(document)[0] == document.again()


def test_a_line_that_stands_twice_in_a_row() -> None:
    lines = lines_of(TURNS)
    long = max(range(10, 40), key=lambda k: len(lines[k].text))
    lines[long + 1:long + 1] = again(long, long + 1)
    document = built(lines)
    assert marked(document)[0] == document.again()


def test_a_stretch_translated_again_in_other_words() -> None:
    lines = lines_of(TURNS)
    second = [Line(text, (FIRST + k,), again=True) for k, text in enumerate(SECOND)]
    lines[FIRST + 20:FIRST + 20] = second
    document = built(lines)
    found, claims = marked(document)
    assert found == document.again()
    assert {r.rule for r in claims.repeats} == {"translated_again"}
    assert len(document.wrong(claims.links)) <= 1


def test_where_the_translation_starts_again_earlier_the_first_version_is_kept() -> None:
    lines = lines_of(TURNS)
    end = FIRST + len(SECOND)
    lines[end:end] = [Line(text, (FIRST + k,), again=True) for k, text in enumerate(SECOND)]
    document = built(lines)
    assert marked(document)[0] == document.again()


def test_a_short_early_version_within_the_reach_of_a_long_later_one_is_the_repeat() -> None:
    lines = lines_of(TURNS)
    island = [Line(text, (FIRST + k,), again=True) for k, text in enumerate(SECOND)]
    lines[FIRST - 12:FIRST - 12] = island
    document = built(lines)
    assert marked(document)[0] == document.again()


def test_a_repeat_points_at_the_line_that_is_kept() -> None:
    lines = lines_of(TURNS)
    lines[35:35] = again(20, 26)
    document = built(lines)
    _, claims = marked(document)
    kept = {line.turns: span for span, line in document.lines if not line.again}
    assert {r.start for r in claims.repeats} == {span[0] for span, line in document.lines if line.again} != set()
    for r in claims.repeats:
        line = next(line for span, line in document.lines if span[0] == r.start)
        a, b = kept[line.turns]
        assert a <= r.of < b


def test_what_is_really_said_twice_is_no_repeat() -> None:
    turns = list(TURNS)
    turns[50:50] = turns[10:16]
    document = build([en for en, _ in turns], lines_of(turns))
    assert marked(document)[0] == set()


def test_short_answers_alike_are_no_repeats() -> None:
    turns = list(TURNS)
    for k in range(12, 40, 4):
        turns[k:k] = [("Yeah, exactly.", "对,没错。")]
    document = build([en for en, _ in turns], lines_of(turns))
    assert marked(document)[0] == set()


def test_repeats_leave_the_side_and_lose_nothing() -> None:
    lines = lines_of(TURNS)
    lines[35:35] = again(20, 26)
    document = built(lines)
    settled: Document = settle(document.document, marked(document)[1])
    assert len(settled.repeats) == 6
    before = {(p.start, p.end) for p in document.document.pieces}
    assert {(p.start, p.end) for p in settled.pieces} | {(r.start, r.end) for r in settled.repeats} == before
