"""Commands for lexicon files.

    python -m flows.evidence.lexicon check [FILES]     what is wrong with them and with the shipped ones, by file and line
    python -m flows.evidence.lexicon compile           write the shipped ones in the form that loads quickly (run it after a change)

Exit status 0 where nothing is wrong, 1 where something is.
"""
from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flows.evidence.lexicon import files
from flows.evidence.lexicon.check import check
from flows.evidence.lexicon.compiled import write


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; ``argv`` without the program's name."""
    parser = argparse.ArgumentParser(prog="python -m flows.evidence.lexicon", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="find what is wrong with the shipped lexicon and with FILES")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILES", help="YAML files, or folders of them")
    commands.add_parser("compile", help="write the shipped files in the form that loads quickly")
    given = parser.parse_args(argv)
    if given.command == "compile":
        write(files.shipped())
        return 0
    entries, problems = check([*files.shipped(), *files.found(given.files)])
    for p in problems:
        print(p)
    kinds = ", ".join(f"{n} {k}" for k, n in Counter(e.kind for e in entries).most_common())
    chinese = sum(len(e.zh) for e in entries)
    print(f"{len(entries)} entries ({kinds}), {chinese} Chinese names, {len(problems)} problem{'s' * (len(problems) != 1)}.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
