"""Measures the repair of misheard words, and gathers the examples that its weights are fitted on.

    python -m tests.bench.mistranscription speed RAW                     kilobytes of raw text a second, on one core
    python -m tests.bench.mistranscription prose FILE...                 edits in 10,000 words of text that is right, a paragraph a line
    python -m tests.bench.mistranscription examples RAW LABELS... [--judged FILE] > examples.csv

LABELS are files of the scorer's form (`fixes` of a `region`). A candidate in the region is right if it does what a label says, wrong
if it does not; JUDGED (columns document, before, after, right) says what a person thinks of candidates elsewhere, or leaves them out.
Every document gives its examples twice, with its translation and without.
"""
from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from flows.clean import REPAIRS
from flows.document.decide import settle
from flows.document.model import Document, Metadata, Piece, RawText
from flows.episode import read_bytes, read_document
from flows.evidence.context import Context
from flows.repairs.mistranscription import candidates, mistranscription
from flows.repairs.mistranscription.candidates import Candidate
from flows.repairs.mistranscription.fit import COLUMNS
from flows.repairs.mistranscription.knowledge import Knowledge
from flows.sources import discover

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_]+")
Judged = Mapping[tuple[str, str, str], str]


def prepared(raw: Path) -> Iterator[Document]:
    """The documents of a folder as they are before words are judged."""
    for source in discover(raw).sources:
        document = read_document(source, read_bytes(source))
        for repair in REPAIRS[:REPAIRS.index(mistranscription)]:
            document = settle(document, repair(document, Context()))
        yield document


def speed(raw: Path) -> None:
    """Prints kilobytes of raw text a second, once everything is loaded."""
    documents = list(prepared(raw))
    mistranscription(documents[0], Context())
    begun = time.process_time()
    for document in documents:
        mistranscription(document, Context())
    size = sum(len(d.text.encode()) for d in documents) / 1000
    print(f"{size:.0f} KB in {time.process_time() - begun:.1f} s of one core: {size / (time.process_time() - begun):.0f} KB/s")


def prose(files: list[Path], words_each: int = 3000) -> None:
    """Prints every edit of texts that need none, and how many there are in 10,000 words."""
    words = edits = 0
    for lines in _portions(files, words_each):
        text, pieces, at = "\n".join(lines), [], 0
        for line in lines:
            pieces.append(Piece(at, at + len(line), "en", "Reader"))
            at += len(line) + 1
        document = Document("prose", RawText(text, "utf-8", "", ""), "lines", Metadata(source_lang="en"), (), tuple(pieces))
        made = settle(document, mistranscription(document, Context())).edits
        words, edits = words + len(text.split()), edits + len(made)
        for e in made:
            print(f"{e.before!r} -> {e.after!r}  {e.confidence}  {e.rule}  … {text[max(e.start - 40, 0):e.end + 40]} …")
    print(f"{edits} edits in {words} words: {10_000 * edits / max(words, 1):.2f} in 10,000")


def _portions(files: list[Path], words_each: int) -> Iterator[list[str]]:
    for file in files:
        lines: list[str] = []
        for line in filter(None, file.read_text("utf-8").splitlines()):
            lines.append(line)
            if sum(map(len, lines)) > 6 * words_each:
                yield lines
                lines = []
        if lines:
            yield lines


def examples(raw: Path, labels: list[Path], judged: Judged) -> None:
    """Writes examples of all labelled documents to the standard output."""
    golds = {g["raw_file"]: g for g in (json.loads(p.read_text("utf-8")) for p in labels)}
    rows = []
    for document in prepared(raw):
        gold = golds.get(Path(document.raw.path).name)
        if gold:
            alone = replace(document, pieces=tuple(p for p in document.pieces if p.lang == document.source_lang), links=(), blocks=())
            rows += [(gold["episode"], d is alone, c, right) for d in (document, alone) for c, right in _labelled(d, gold, judged)]
    alike = Counter((c.before, c.after, alone) for _, alone, c, _ in rows)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    names = {name: n for n, name in enumerate(dict.fromkeys(episode for episode, *_ in rows))}
    for episode, alone, c, right in rows:
        held = json.dumps({k: round(v, 3) for k, v in sorted(c.features.items()) if v})
        out.writerow([names[episode], c.rule, right, alike[c.before, c.after, alone], held])


def _labelled(document: Document, gold: dict, judged: Judged) -> Iterator[tuple[Candidate, int]]:
    known = Knowledge(document)
    for side in known.sides.values():
        for c in candidates(side, known):
            start, end = side.view.offset(c.begin), side.view.offset(c.end - 1) + 1
            hits = [f for f in gold["fixes"] if f["kind"] != "dup" and f["start"] < end and f["end"] > start]
            says = judged.get((gold["episode"], c.before, c.after))
            if any(_does(document.text, c, start, end, f) for f in hits):
                yield c, 1
            elif says is not None:
                if says:
                    yield c, int(says)
            elif gold["region"][0] <= start < gold["region"][1]:
                yield c, 0


def _does(raw: str, c: Candidate, start: int, end: int, fix: dict) -> bool:
    """Whether the text around a label would read as the label says."""
    low, high = min(start, fix["start"]), max(end, fix["end"])
    reads = raw[low:start] + c.after + raw[end:high]
    if fix["kind"] in ("casing", "spacing"):
        return " ".join(fix["right"].split()) in " ".join(reads.split())
    right, have = ([t.casefold() for t in _TOKEN.findall(x)] for x in (fix["right"], reads))
    return any(have[i:i + len(right)] == right for i in range(len(have) - len(right) + 1)) and len(have) <= len(right) + 1


def _read_judged(path: Path | None) -> Judged:
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as f:
        return {(r["document"], r["before"], r["after"]): r["right"] for r in csv.DictReader(f)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("speed").add_argument("raw", type=Path)
    commands.add_parser("prose").add_argument("files", type=Path, nargs="+")
    gather = commands.add_parser("examples")
    gather.add_argument("raw", type=Path)
    gather.add_argument("labels", type=Path, nargs="+")
    gather.add_argument("--judged", type=Path)
    args = parser.parse_args()
    if args.command == "speed":
        speed(args.raw)
    elif args.command == "prose":
        prose(args.files)
    else:
        examples(args.raw, args.labels, _read_judged(args.judged))


if __name__ == "__main__":
    main()
