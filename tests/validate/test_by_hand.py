"""A release can be checked without this program: with sha256sum, a JSON Schema validator, and ten lines of Python."""
import hashlib
import json
import subprocess
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest

from schemas.views import EVERYTHING
from tests.bulk import release_of
from tests.talks import talk


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_of(tmp_path_factory.mktemp("output") / "1.0.0", [talk(), talk("zeppelins", "zeppelins.txt")])


def test_sha256sum_accepts_the_checksums(release):
    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=release, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (release / "README.md").write_text("changed")
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=release, capture_output=True).returncode == 1


def test_every_line_is_accepted_by_its_json_schema(release):
    paths = sorted(release.glob("jsonl/*/*.jsonl"))
    assert {path.parent.name for path in paths} == set(EVERYTHING)
    for path in paths:
        schema = json.loads((release / "schemas" / f"{path.parent.name}.json").read_text("utf-8"))
        validator = jsonschema.Draft202012Validator(schema)
        validator.check_schema(schema)
        lines = path.read_text("utf-8").splitlines()
        assert lines and all(validator.is_valid(json.loads(line)) for line in lines)
        assert not validator.is_valid({**json.loads(lines[0]), "episode_id": None})


def test_row_hashes_are_those_of_both_forms(release):
    stated = json.loads((release / "manifest.json").read_text("utf-8"))["tables"]
    assert set(stated) == set(EVERYTHING)
    for name in stated:
        lines = b"".join(path.read_bytes() for path in sorted((release / "jsonl" / name).glob("part-*.jsonl")))
        assert hashlib.sha256(lines).hexdigest() == stated[name]["row_hash"]

        digest = hashlib.sha256()
        for path in sorted((release / "parquet" / name).glob("part-*.parquet")):
            for row in pq.read_table(path).to_pylist():
                digest.update((json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
        assert digest.hexdigest() == stated[name]["row_hash"]
