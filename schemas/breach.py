"""What is wrong with a release, one typed record a finding."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

LIMIT = 1000  # findings of one rule on one column that are told one by one; the rest is counted

Values = np.ndarray | pa.Array | pa.ChunkedArray | Sequence[object]


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as it must be: in which table, row (from 0) and column, what was found and what was expected.

    ``row`` and ``column`` are None where the table as a whole is meant; ``key`` names the row in the table's own words.
    """

    rule: str
    table: str
    row: int | None
    column: str | None
    found: str
    expected: str
    key: str | None = None

    def __str__(self) -> str:
        where = [self.table]
        where += [f"row {self.row}" + (f" ({self.key})" if self.key else "")] if self.row is not None else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where)}: found {self.found}, expected {self.expected} [{self.rule}]"


def report(rule: str, table: str, column: str | None, rows: np.ndarray, found: Values | tuple, expected: str | tuple) -> Iterator[Breach]:
    """A breach for each of the rows.

    ``found`` and ``expected`` hold a value for each of ``rows``, or are a template and such values, ``("{} characters", lengths)``;
    a template without values is the same for all.
    """
    for k, row in enumerate(rows[:LIMIT].tolist()):
        yield Breach(rule, table, row, column, _told(found, k), _told(expected, k))
    if len(rows) > LIMIT:
        yield Breach(rule, table, None, column, f"{len(rows) - LIMIT} more rows like these", "none")


def _told(what: object, k: int) -> str:
    if isinstance(what, str):
        return what
    if isinstance(what, tuple):
        return what[0].format(*(_plain(values[k]) for values in what[1:]))
    return shown(_plain(what[k]))


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value.as_py() if isinstance(value, pa.Scalar) else value


def shown(value: object, width: int = 100) -> str:
    """A value as a message quotes it, the middle of a long one left out."""
    text = repr(value)
    return text if len(text) <= width else f"{text[:width // 2]} ... {text[-width // 2:]}"
