"""The four forms of a report say the same."""
import json
import re
from xml.etree import ElementTree as xml

import pytest

from flows.validate.report import FORMATS, Finding, Report

FINDINGS = (
    Finding("replay", "'luck'", "'duck', its verbatim with its edits", "parquet/turns/part-00000.parquet", "turns", 3, "text",
            key="kites:en:00000250"),
    Finding("JSON Lines", "no such key", "every key\non every line: 100%, always", "jsonl/turns/part-00000.jsonl", "turns", 0, "end_s", 1),
    Finding("hashes", "SHA-256 \x01", "another", "README.md"),
)
BAD = Report("output/1.0.0", ("SHA256SUMS", "turns", "blocks"), FINDINGS, {"turns": 4})
GOOD = Report("output/1.0.0", ("SHA256SUMS", "turns", "blocks"), (), {"turns": 1400, "blocks": 2})


def test_text_has_a_line_a_finding_and_the_verdict_last():
    lines = FORMATS["text"](BAD).splitlines()
    assert lines[0] == "turns, row 3 (kites:en:00000250), column text: found 'luck', expected 'duck', its verbatim with its edits [replay]"
    assert lines[-1] == "output/1.0.0 is not valid: 3 findings (turns 2, README.md 1)."
    assert FORMATS["text"](GOOD) == "output/1.0.0 is valid: 1,400 turns, 2 blocks."


def test_json_says_everything():
    said = json.loads(FORMATS["json"](BAD))
    assert (said["valid"], said["rows"], len(said["findings"])) == (False, {"turns": 4}, 3)
    assert said["findings"][1] | {"line": 1, "column": "end_s", "row": 0, "table": "turns"} == said["findings"][1]
    assert json.loads(FORMATS["json"](GOOD))["findings"] == []


def test_junit_has_a_case_for_everything_checked():
    suite = xml.fromstring(FORMATS["junit"](BAD)).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    failed = {case.get("name"): case.find("failure") for case in suite if case.find("failure") is not None}
    assert set(failed) == {"turns", "README.md"}
    assert failed["turns"].get("message").endswith("(and 1 more)") and "end_s" in failed["turns"].text
    assert xml.fromstring(FORMATS["junit"](GOOD)).find("testsuite").get("failures") == "0"


def test_github_annotations_name_file_and_line_and_escape_what_they_must():
    first, second, third, verdict = FORMATS["github"](BAD).splitlines()
    assert first.startswith("::error file=parquet/turns/part-00000.parquet,title=replay%3A turns::turns, row 3")
    assert second.startswith("::error file=jsonl/turns/part-00000.jsonl,line=1,")
    assert "every key%0Aon every line: 100%25, always" in second
    assert verdict.startswith("output/1.0.0 is not valid")


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_names_every_finding(form):
    told = FORMATS[form](BAD)
    assert all(re.search(name, told) for name in ("turns", "README.md", "end_s"))
