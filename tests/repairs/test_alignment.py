"""Sentences of a translation find what they translate, whatever was printed beside them."""
from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.decide import settle
from flows.document.model import Claims, Document, Metadata, Piece, RawText
from flows.evidence.context import Context
from flows.repairs.align.path import find_path
from flows.repairs.alignment import alignment
from tests.bench.alignment import figures, ours, prepared
from tests.damage.captions import captions
from tests.damage.conversation import load
from tests.repairs.align.aligned import SAMPLES, Built, Line, build, lines_of, sample

CONTEXT = Context()
NAMES = ("long-signal", "founders-clinic", "fab-floor", "compile-hour")


def aligned(built: Built) -> Claims:
    return alignment(built.document, CONTEXT)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_side_by_side_is_paired_and_says_so(name: str) -> None:
    turns = sample(name)
    built = build([en for en, _ in turns], lines_of(turns), range(len(turns)))
    claims = aligned(built)
    assert built.wrong(claims.links) == []
    assert {link.method for link in claims.links} == {"layout"}
    assert not claims.repeats


@pytest.mark.parametrize("name", NAMES)
def test_a_drifted_layout_is_not_believed(name: str) -> None:
    turns = sample(name)
    shifted = [max(k - 3, 0) for k in range(len(turns))]
    built = build([en for en, _ in turns], lines_of(turns), shifted)
    claims = aligned(built)
    assert len(built.wrong(claims.links)) <= 1
    assert sum(link.method == "layout" for link in claims.links) < len(claims.links) / 10


def test_a_layout_that_drifts_half_way_is_believed_half_way() -> None:
    turns = [*sample("founders-clinic"), *sample("fab-floor")]
    half = len(turns) // 2
    built = build([en for en, _ in turns], lines_of(turns), [k if k < half else min(k + 4, len(turns) - 1) for k in range(len(turns))])
    path = find_path(built.document, "en", "zh")
    assert path is not None
    first = path.target.piece < half
    assert path.layout[first].mean() > 0.8 > 0.3 > path.layout[~first].mean()
    assert len(built.wrong(aligned(built).links)) <= 1


def test_long_turns_are_linked_sentence_by_sentence() -> None:
    turns = sample("long-signal")
    built = build([en for en, _ in turns], lines_of(turns), range(len(turns)))
    links = aligned(built).links
    text = built.document.text
    first = [("".join(text[a:b] for a, b in link.source), "".join(text[a:b] for a, b in link.target)) for link in links[:8]]
    assert any(en.startswith("Wen Li leads") and "Wen Li" in zh and "Pavel" not in zh for en, zh in first)
    assert any(en.startswith("Can a laboratory") and zh.endswith("?") for en, zh in first)


def test_a_line_that_translates_two_turns_and_two_lines_of_one_turn() -> None:
    turns = sample("fab-floor")
    lines = lines_of(turns)
    long = max(range(4, len(lines) - 4), key=lambda k: len(lines[k].text))
    cut = [m.end() for m in re.finditer("。", lines[long].text)][len(re.findall("。", lines[long].text)) // 2 - 1]
    merged = long - 3
    lines[long:long + 1] = [Line(lines[long].text[:cut], (long,)), Line(lines[long].text[cut:], (long,))]
    lines[merged:merged + 2] = [Line(lines[merged].text + lines[merged + 1].text, (merged, merged + 1))]
    built = build([en for en, _ in turns], lines, [max(k - 5, 0) for k in range(len(lines))])
    assert built.wrong(aligned(built).links) == []


def test_a_condensed_translation_keeps_its_turns() -> None:
    turns = sample("compile-hour")
    lines = []
    for k, (_, target) in enumerate(turns):
        said = re.findall(r"[^。?!]+[。?!]?", target)
        lines.append(Line("".join(said[::2]) if len(said) > 2 else target, (k,)))
    built = build([en for en, _ in turns], lines, [max(k - 4, 0) for k in range(len(lines))])
    assert len(built.wrong(aligned(built).links)) <= 1


def test_turns_without_translation_are_left_alone() -> None:
    turns = sample("founders-clinic")
    lines = [line for line in lines_of(turns) if not 20 <= line.turns[0] < 26]
    built = build([en for en, _ in turns], lines)
    links = aligned(built).links
    assert len(built.wrong(links)) <= 1
    bare = [built.turns[k] for k in range(21, 25)]
    assert not any(a < y and x < b for link in links for a, b in link.source for x, y in bare)


def test_lines_that_translate_nothing_here_are_in_no_link() -> None:
    turns = sample("fab-floor")
    spoken = [k for k in range(len(turns)) if not 20 <= k < 26]
    lines = [Line(zh, (spoken.index(k),) if k in spoken else ()) for k, (_, zh) in enumerate(turns)]
    built = build([turns[k][0] for k in spoken], lines)
    assert built.wrong(aligned(built).links) == []


def cipher(text: str) -> str:
    """A made-up language: words in their order, names and numbers as they are."""
    return re.sub(r"\b[a-z]+\b", lambda m: m[0][::-1] + "u", text)


@pytest.mark.parametrize("drift", [0, 5])
def test_a_pair_of_languages_without_a_table(drift: int) -> None:
    turns = sample("long-signal")
    lines = [Line(cipher(en), (k,)) for k, (en, _) in enumerate(turns)]
    built = build([en for en, _ in turns], lines, [max(k - drift, 0) for k in range(len(lines))], langs=("en", "eo"))
    assert len(built.wrong(aligned(built).links)) <= 2


def test_traditional_characters_use_the_table_for_simplified_ones() -> None:
    lines = [Line("公司買下了工廠。", (0,)), Line("誰付了機器的錢?", (1,))]
    full = build(["The company bought the factory.", "Who paid for the machine?"], lines, [0, 1])
    path = find_path(full.document, "en", "zh")
    assert path is not None
    assert path.nats.min() > 2
    assert path.place.tolist() == [0, 1]


def documents(*rows: tuple[str, str]) -> Document:
    text, pieces = "", []
    for lang, line in rows:
        pieces.append(Piece(len(text), len(text) + len(line), lang, "A"))
        text += line + "\n"
    return Document("small", RawText(text, "utf-8", "", "small.txt"), "test", Metadata(source_lang="en"), (), tuple(pieces))


@pytest.mark.parametrize("document", [
    documents(),
    documents(("en", "Only English here.")),
    documents(("zh", "只有中文。")),
    documents(("en", "Something."), ("zh", "……")),
    documents(("en", "— ..."), ("zh", "是的。")),
])
def test_nothing_is_claimed_where_there_is_nothing_to_align(document: Document) -> None:
    assert alignment(document, CONTEXT) == Claims()


def test_one_pair_of_lines_is_enough() -> None:
    claims = alignment(documents(("en", "Hello there. How is the weather?"), ("zh", "你好。天气怎么样?")), CONTEXT)
    assert sum(b - a for link in claims.links for a, b in link.target) == len("你好。天气怎么样?")


WORDS = st.sampled_from("the a model Claude 2025 wins. Why? data training 3,000 OK. 模型 数据。 为什么? 三千 是的。 好 … -".split(" "))
LINES = st.lists(st.tuples(st.sampled_from(["en", "zh", "fr"]), st.lists(WORDS, min_size=1, max_size=12).map(" ".join)), max_size=14)


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_links_hold_spans_of_one_piece_each_and_never_the_same_line_twice(rows: list[tuple[str, str]]) -> None:
    document = documents(*rows)
    claims = alignment(document, CONTEXT)
    assert claims == alignment(document, CONTEXT)
    held = [(p.start, p.end, p.lang) for p in document.pieces]
    for link in claims.links:
        for lang, spans in ((document.source_lang, link.source), (link.target_lang, link.target)):
            assert spans == tuple(sorted(spans))
            assert all(any(a <= x < y <= b and of == lang for a, b, of in held) for x, y in spans)
        assert 0 <= link.score <= 1
    for lang in document.langs:
        targets = sorted(s for link in claims.links if link.target_lang == lang for s in link.target)
        assert all(b <= c for (_, b), (c, _) in zip(targets, targets[1:]))


@pytest.mark.parametrize(("name", "seed", "width", "copied"), [
    ("long-signal", 2, 80, 4), ("fab-floor", 3, 211, 10), ("founders-clinic", 1, 150, 6), ("compile-hour", 4, 120, 0)])
def test_poured_captions_with_copied_lines_are_put_right(tmp_path: Path, name: str, seed: int, width: int, copied: int) -> None:
    damaged = captions(load(SAMPLES / f"{name}.txt"), seed=seed, width=width, copied=copied)
    file = tmp_path / f"{name}.txt"
    file.write_text(damaged.text, "utf-8")
    labels = damaged.truth(file.name, name)
    document = prepared(file)
    claims = alignment(document, CONTEXT)
    pairs = [(link.source, link.target) for link in claims.links]
    precision, recall, _ = figures(document, pairs, labels, False)
    assert precision >= 0.98
    assert recall >= 0.75  # labels name whole turns, links the sentences
    assert {r.start for r in claims.repeats} == {m["line"][0] for m in labels["zhmap"] if m["dup"]}


@pytest.mark.slow
def test_five_thousand_turns_stay_within_memory() -> None:
    import resource

    turns = [pair for k in range(70) for pair in [(f"Part {k}. {en}", f"第{k}部分。{zh}") for en, zh in sample("compile-hour")]]
    built = build([en for en, _ in turns], lines_of(turns), range(len(turns)))
    bare = replace(built.document, pieces=tuple(replace(p, group=None) for p in built.document.pieces))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    claims = alignment(bare, CONTEXT)
    assert len(claims.links) > 5000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kB


@pytest.mark.slow
def test_the_hardest_transcript_at_hand(seeds: Path, gold: Path) -> None:
    labels = json.loads((gold / "s002.json").read_text("utf-8"))
    document = prepared(seeds / labels["raw_file"])
    assert figures(document, ours(document), labels, True)[2] >= 0.98
    claims = alignment(document, CONTEXT)
    assert sum(link.method == "layout" for link in claims.links) < len(claims.links) / 20
    repeated = {r.start for r in claims.repeats}
    sure = [m for m in labels["zhmap"] if m["conf"] != "l"]
    right = sum((m["line"][0] in repeated) == m["dup"] for m in sure)
    assert right >= 0.97 * len(sure)
    assert settle(document, claims).repeats


@pytest.mark.slow
@pytest.mark.parametrize("start", ["000", "001", "003"])
def test_true_layouts_are_believed(seeds: Path, start: str) -> None:
    document = prepared(next(seeds.glob(f"{start}*.txt")))
    claims = alignment(document, CONTEXT)
    assert not claims.repeats
    assert sum(link.method == "layout" for link in claims.links) > 0.98 * len(claims.links)
