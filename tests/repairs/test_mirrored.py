"""Turns of a translation begin where the spoken turns do."""
from __future__ import annotations

from dataclasses import replace

from flows.document.decide import settle
from flows.document.model import Claims
from flows.evidence.context import Context
from flows.repairs.alignment import alignment
from flows.repairs.mirrored import mirrored
from tests.repairs.align.aligned import Built, Line, build, lines_of, sample

CONTEXT = Context()
TURNS = sample("fab-floor")


def claimed(built: Built) -> Claims:
    document = settle(built.document, alignment(built.document, CONTEXT))
    return mirrored(document, CONTEXT)


def test_turns_that_agree_are_left_alone() -> None:
    built = build([en for en, _ in TURNS], lines_of(TURNS), range(len(TURNS)))
    assert claimed(built) == Claims()


def test_lines_read_as_one_turn_are_parted_where_the_spoken_turn_changes() -> None:
    built = build([en for en, _ in TURNS], lines_of(TURNS), range(len(TURNS)))
    joined = {span[0] for k, (span, _) in enumerate(built.lines) if k in (9, 30)}
    pieces = tuple(replace(p, opens=p.start not in joined) for p in built.document.pieces)
    claims = claimed(replace(built, document=replace(built.document, pieces=pieces)))
    assert {b.resume for b in claims.boundaries} == joined
    assert all(b.opens and b.confidence >= 0.85 for b in claims.boundaries)


def test_a_line_that_translates_two_turns_is_parted_between_them() -> None:
    lines = lines_of(TURNS)
    pair = next(k for k in range(5, 40) if min(len(lines[k].text), len(lines[k + 1].text)) > 25)
    first, second = lines[pair].text, lines[pair + 1].text
    lines[pair:pair + 2] = [Line(first + second, (pair, pair + 1))]
    built = build([en for en, _ in TURNS], lines)
    claims = claimed(built)
    start = built.lines[pair][0][0]
    assert [b.resume for b in claims.boundaries] == [start + len(first)]


def test_a_document_without_links_is_left_alone() -> None:
    built = build(["One."], [], [])
    assert mirrored(built.document, CONTEXT) == Claims()
