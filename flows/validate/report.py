"""What a validation found, and how it is told: to a person, a program, a test report, or as annotations on a pull request."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from xml.etree import ElementTree as xml

from schemas.breach import Breach


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be.

    check     the rule that says so.
    file      path inside the release (or the file that was given), where one file is to blame.
    table, row, column  where in the data; rows count from 0 in the table's order.
    line      line of a text file, from 1.
    key       what the table itself calls the row.
    """

    check: str
    found: str
    expected: str
    file: str | None = None
    table: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    key: str | None = None

    @classmethod
    def of(cls, b: Breach, file: str | None = None) -> Finding:
        return cls(b.rule, b.found, b.expected, file, b.table, b.row, b.column, None, b.key)

    @property
    def area(self) -> str:
        """What was checked when this was found: a table, or a file of the release."""
        return self.table or self.file or self.check

    @property
    def where(self) -> str:
        parts = [self.table or "", self.file if self.file and not self.table else ""]
        parts += [f"row {self.row}" + (f" ({self.key})" if self.key else "") if self.row is not None else ""]
        parts += [f"line {self.line}" if self.line is not None else "", f"column {self.column}" if self.column else ""]
        return ", ".join(p for p in parts if p)

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}, expected {self.expected} [{self.check}]"


@dataclass(frozen=True)
class Report:
    """What was validated, what was looked at (``checked``: areas), and all that is wrong; ``rows`` counts what each table holds."""

    target: str
    checked: tuple[str, ...]
    findings: tuple[Finding, ...]
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        return not self.findings

    @property
    def exit_status(self) -> int:
        return 0 if self.valid else 1


def as_text(report: Report) -> str:
    """For a person: a line a finding, the verdict last."""
    rows = ", ".join(f"{n:,} {name}" for name, n in report.rows.items())
    if report.valid:
        return f"{report.target} is valid: {rows}."
    by_area = Counter(f.area for f in report.findings)
    total = f"{len(report.findings)} finding" + "s" * (len(report.findings) > 1)
    verdict = f"{report.target} is not valid: {total} ({', '.join(f'{area} {n}' for area, n in by_area.items())})."
    return "\n".join([*map(str, report.findings), verdict])


def as_json(report: Report) -> str:
    """For a program: one object."""
    return json.dumps({"target": report.target, "valid": report.valid, "checked": report.checked, "rows": dict(report.rows),
                       "findings": [asdict(f) for f in report.findings]}, ensure_ascii=False, indent=2)


def as_junit(report: Report) -> str:
    """JUnit XML: a test case for each thing that was checked."""
    areas = list(dict.fromkeys([*report.checked, *(f.area for f in report.findings)]))
    failed = {f.area for f in report.findings}
    counts = {"tests": str(len(areas)), "failures": str(len(failed)), "errors": "0"}
    suite = xml.Element("testsuite", name=f"interlinear validate {report.target}", **counts)
    for area in areas:
        case = xml.SubElement(suite, "testcase", classname="interlinear.validate", name=area)
        mine = [f for f in report.findings if f.area == area]
        if mine:
            more = f" (and {len(mine) - 1} more)" if len(mine) > 1 else ""
            xml.SubElement(case, "failure", type=mine[0].check, message=_clean(f"{mine[0]}{more}")).text = _clean("\n".join(map(str, mine)))
    suites = xml.Element("testsuites")
    suites.append(suite)
    xml.indent(suites)
    return xml.tostring(suites, encoding="unicode", xml_declaration=True)


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c if c in "\t\n" or " " <= c < "\ud800" or c > "\udfff" and c not in "\ufffe\uffff" else "\ufffd" for c in text)


def as_github(report: Report) -> str:
    """Workflow commands that GitHub shows as annotations."""
    return "\n".join([*map(_annotation, report.findings), as_text(report).splitlines()[-1]])


def _annotation(f: Finding) -> str:
    place = {"file": f.file, "line": f.line, "title": f"{f.check}: {f.area}"}
    properties = ",".join(f"{k}={_escaped(str(v)).replace(':', '%3A').replace(',', '%2C')}" for k, v in place.items() if v is not None)
    return f"::error {properties}::{_escaped(str(f))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "junit": as_junit, "github": as_github}
