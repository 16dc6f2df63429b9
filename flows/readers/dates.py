"""Days as files write them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import date

_YEARLY = re.compile(
    r"(?P<year>\d{4})(?:[-/.年년]\s?(?P<month>\d{1,2})(?:[-/.月월]\s?(?P<day>\d{1,2})(?!\d)[日일]?)?[月월]?|[年년])?(?P<more>.*)", re.S
)
_MONTHS = "january february march april may june july august september october november december".split()
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"(?:[a-z]{{3,9}}day,? )?(?:{_DAY.format('before')}(?: of)?[ -])?(?P<month>[a-z]{{3,9}})\.?(?: {_DAY.format('behind')})?,?[ -]"
    r"(?P<year>\d{4})",
    re.I,
)
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def iso_date(text: str | None) -> str | None:
    """A date as exact as it is known (`2024-05-03`, `2024-05`, `2024`); None where no calendar has
    that day, or where it can be read in two ways.

    >>> iso_date("March 3, 2024"), iso_date("2024年5月3日"), iso_date("2024-13-45"), iso_date("03/05/2024")
    ('2024-03-03', '2024-05-03', None, None)
    """
    said = " ".join((text or "").split())
    if (m := _YEARLY.fullmatch(said)) and (m["day"] or not m["more"]):  # behind a day the hour may stand
        return _known(m["year"], m["month"], m["day"])
    if (m := _WRITTEN.fullmatch(said)) and not (m["before"] and m["behind"]):
        return _known(m["year"], _month(m["month"]), m["before"] or m["behind"])
    if m := _NUMBERS.fullmatch(said):
        return _known(m[3], *_in_order(int(m[1]), int(m[2])))
    return None


def _known(year: str, month: str | int | None, day: str | int | None) -> str | None:
    """The date of which a month and a day may be unknown; None where there is no such day."""
    try:
        whole = date(int(year), int(month) if month is not None else 1, int(day) if day is not None else 1).isoformat()
    except ValueError:
        return None
    return whole if day is not None else whole[:7] if month is not None else whole[:4]


def _month(name: str) -> int:
    """The number of a month by its English name or the beginning of it; 0, which no calendar has, where it is none."""
    return next((i for i, m in enumerate(_MONTHS, 1) if m.startswith(name.casefold())), 0)


def _in_order(one: int, other: int) -> tuple[int, int]:
    """Month and day of two numbers; zeros where either may be the month."""
    if one == other or other > 12 >= one:
        return one, other
    return (other, one) if one > 12 >= other else (0, 0)
