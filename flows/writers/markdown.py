"""Tables and quoted text in Markdown."""
from __future__ import annotations

from collections.abc import Iterable


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a cell is kept to its line."""
    header = list(header)
    lines = [header, ["---"] * len(header), *[[cell(v) for v in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: object) -> str:
    text = "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
    return text.replace("|", "\\|").replace("\r", " ").replace("\n", " ⏎ ")


def code(value: str) -> str:
    """Text of a transcript, shown as it is: a line feed as ⏎, spaces alone as ␣, nothing as ∅."""
    value = value.replace("\r\n", "⏎").replace("\n", "⏎")
    value = value if value.strip() else value.replace(" ", "␣") or "∅"
    fence = "``" if "`" in value else "`"
    pad = " " if "`" in value or value != value.strip() or not value else ""
    return f"{fence}{pad}{value}{pad}{fence}"


def count(number: int, what: str) -> str:
    """
    >>> count(1, "turn"), count(1200, "turn")
    ('1 turn', '1,200 turns')
    """
    return f"{number:,} {what}" + "s" * (number != 1)


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "0 %"
