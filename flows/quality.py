"""How good a release is by labels made by hand, as its datasheet says it."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from flows.measure import HEAD, measure, read_tables, report
from flows.readers.base import Unreadable
from flows.readers.decode import decode
from flows.settings import SettingsError


def measured(release: Path, raw: Path, labels: Sequence[Path]) -> str:
    """A Markdown table with a line for each file of labels, in the order of their names; see `flows.measure` for what the figures mean.

    Raises SettingsError where a file holds no labels, or labels of a raw file that is not there.
    """
    tables = read_tables(release)
    lines = []
    for path in sorted(labels):
        try:
            given = json.loads(path.read_text("utf-8"))
            text, _ = decode((raw / given["raw_file"]).read_bytes(), given["raw_file"])
            lines.append(report(given["episode"], measure(tables, given, text)))
        except (OSError, ValueError, KeyError, TypeError, Unreadable) as e:
            raise SettingsError(str(path), f"holds no labels that can be measured against ({type(e).__name__}: {e}).",
                                "See flows/measure.py for what a file of labels holds.") from e
    return "\n".join([HEAD, *lines])
