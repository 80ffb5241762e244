"""Provenance against the standard tools: sha256sum's hashes, importlib.metadata's versions."""

import hashlib
import json
import platform
from importlib import metadata

import pytest

from selten.report.provenance import ENGINES, provenance, versions


@pytest.mark.parametrize("text", ["", "abc", "valuations = {}\n", "é\u2212", "\ud800"])
def test_the_hash_is_that_of_the_bytes_of_the_text(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert provenance(text) == provenance(data)
    assert provenance(text)["input_sha256"] == hashlib.sha256(data).hexdigest()


def test_a_known_hash() -> None:
    """FIPS 180-2, appendix B.1."""
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert provenance("abc", seed=3)["input_sha256"] == known


def test_other_files_have_their_own_hashes_and_their_key_only_where_there_are_some() -> None:
    assert "files_sha256" not in provenance("x", files={})
    assert provenance("x", files={"a.csv": b"v1,v2\n"})["files_sha256"] == {
        "a.csv": hashlib.sha256(b"v1,v2\n").hexdigest()
    }


def test_versions_are_those_of_the_package_metadata() -> None:
    found = versions()
    assert found["python"] == platform.python_version()
    assert found["selten"] == metadata.version("selten")
    for name in ENGINES:
        try:
            assert found[name] == metadata.version(name)
        except metadata.PackageNotFoundError:
            assert name not in found


def test_it_is_json() -> None:
    assert json.loads(json.dumps(provenance("x", seed=0))) == provenance("x", seed=0)
