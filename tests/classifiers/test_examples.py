from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from classifiers.errors import ExampleError
from classifiers.examples import Examples, load_examples

GOOD: dict[str, dict[str, Any]] = {
    "support-01.jsonl": {
        "text": "Ayo pilih",
        "contest": "c",
        "stances": {"a": "support"},
        "form": "call",
    },
    "hate-functional.jsonl": {"text": "Semua sama", "hate": False, "function": "neutral"},
    "claims-train.jsonl": {"claim_id": "K", "text": "Air beracun"},
    "claims-posts.jsonl": {"text": "Air beracun!", "claim_id": "K", "stance": "share"},
}
BAD = [
    ("support-01.jsonl", {"text": " "}),
    ("support-01.jsonl", {"stances": {"a": "maybe"}}),
    ("support-01.jsonl", {"stances": None}),
    ("hate-functional.jsonl", {"text": 7}),
    ("claims-train.jsonl", {"checked_on": "kemarin"}),
    ("claims-posts.jsonl", {"stance": "like"}),
]


@pytest.fixture(scope="module")
def examples() -> Examples:
    return load_examples()


def write(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    lines = [json.dumps(row) + "\n" for row in rows]
    (folder / name).write_text("".join(lines), "utf-8")
    return folder


def test_load_examples_reads_every_kind_of_file(tmp_path: Path) -> None:
    for name, row in GOOD.items():
        write(tmp_path, name, row)
    found = load_examples(tmp_path)
    counts = [len(part) for part in (found.support, found.hate, found.claims, found.claim_posts)]
    assert counts == [1, 1, 1, 1]
    assert [path.name for path in found.files] == sorted(GOOD)


@pytest.mark.parametrize(("name", "wrong"), BAD)
def test_load_examples_names_file_and_line_of_a_bad_row(
    tmp_path: Path, name: str, wrong: dict[str, Any]
) -> None:
    write(tmp_path, name, GOOD[name], GOOD[name] | wrong)
    with pytest.raises(ExampleError, match=f"{name}:2: "):
        load_examples(tmp_path)


def test_load_examples_names_the_line_that_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "support-02.jsonl").write_text("\n{", "utf-8")
    with pytest.raises(ExampleError, match=r"support-02\.jsonl:2: "):
        load_examples(tmp_path)


def test_load_examples_names_a_contest_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "contests").mkdir()
    (tmp_path / "contests" / "c.yaml").write_text("id: c", "utf-8")
    with pytest.raises(ExampleError, match=r"c\.yaml: "):
        load_examples(tmp_path)


def test_every_written_example_stands_in_its_contest(examples: Examples) -> None:
    for example in examples.support:
        ids = {one.candidate_id for one in examples.contests[example.contest].candidates}
        assert set(example.stances) <= ids


def test_every_written_post_is_about_a_written_claim_or_none(examples: Examples) -> None:
    ids = {claim.claim_id for claim in examples.claims}
    assert {post.claim_id for post in examples.claim_posts} - {None} <= ids


def test_no_example_is_written_twice(examples: Examples) -> None:
    texts = [" ".join(example.text.casefold().split()) for example in examples.support]
    assert len(texts) == len(set(texts))
