"""Days as files write them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?(?!\d)")
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")


def iso_date(text: str | None) -> str | None:
    """A date as exact as it is known (`2024-05-03`, `2024-05`, `2024`); None where no calendar has
    that day, or where it can be read in two ways.

    >>> iso_date("March 3, 2024"), iso_date("2024年5月3日"), iso_date("2024-13-45"), iso_date("03/05/2024")
    ('2024-03-03', '2024-05-03', None, None)
    """
    said = (text or "").strip()
    m = _ISO.match(said)
    if m:
        year, month, day = m.groups()
        try:
            known = date(int(year), int(month or 1), int(day or 1)).isoformat()
        except ValueError:
            return None
        return known if day else known[:7] if month else known[:4]
    for form in _WRITTEN:
        try:
            return datetime.strptime(said, form).date().isoformat()
        except ValueError:
            continue
    return None
