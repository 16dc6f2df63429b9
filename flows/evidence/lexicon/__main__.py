"""python -m flows.evidence.lexicon check [FILES]: what is wrong with lexicon files (with the shipped one), by file and line.

Exit status 0 where nothing is, 1 where something is.
"""
from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flows.evidence.lexicon import files
from flows.evidence.lexicon.check import check


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; ``argv`` without the program's name."""
    parser = argparse.ArgumentParser(prog="python -m flows.evidence.lexicon", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="find what is wrong with the shipped lexicon and with FILES")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILES", help="YAML files, or folders of them")
    given = parser.parse_args(argv)
    entries, problems = check([*files.shipped(), *files.found(given.files)])
    for p in problems:
        print(p)
    kinds = ", ".join(f"{n} {k}" for k, n in Counter(e.kind for e in entries).most_common())
    chinese = sum(len(e.zh) for e in entries)
    print(f"{len(entries)} entries ({kinds}), {chinese} Chinese names, {len(problems)} problem{'s' * (len(problems) != 1)}.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
