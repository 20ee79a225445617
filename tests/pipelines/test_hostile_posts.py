"""Posts are hostile input: whatever they hold, they are kept, scored, flagged and shown as text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.scorer import Scorer
from connectors.activity import Activity
from pipelines.flag import raise_new
from pipelines.night import Bench
from pipelines.office import to_contest
from pipelines.score import score_shard
from pipelines.verify import verify_all
from store import evidence, flags
from store.evidence import EvidenceStore
from store.queue import open_items
from tests.fakes import MORNING, FakePlatform, FakeScorer
from tests.pipelines.office import DAY, HANDLES, collect, make_night, make_office

HOSTILE = {
    "script": "[D] <script>alert(1)</script><img src=x onerror=alert(2)>",
    "bidi": "[D] abc \u202e txet desrever \u2066 x \u2069",
    "control": "[D] satu\x00dua\x07tiga\x1b[31m merah",
    "zero width": "[D] c\u200bo\u200cb\u200dl\ufeffos",
    "surrogate": "[D] setengah \ud83d emoji",
    "long": "[D] " + "panjang sekali " * 7000,
    "formula": '[D] =HYPERLINK("http://contoh.invalid")',
    "markup": "[D] [bold red]bukan gaya[/bold red] {{ 7 * 7 }} %s %(x)s",
    "newlines": "[D] a\r\n\u2028b\u2029c\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_post_reaches_the_queue_whole(tmp_path: Path, text: str) -> None:
    platform = FakePlatform({handle: [] for handle in HANDLES})
    platform.posts[HANDLES[0]] = [text, "kabar biasa saja"]
    night = make_night(make_office(tmp_path), platform)
    assert collect(night).created == 2
    bench = Bench(FakeScorer(), "v")  # type: ignore[arg-type]
    for shard in night.activities.unscored(night.scores, "v", 10):
        score_shard(night.scores, bench, shard, "s", DAY)
    assert raise_new(night, "v").by_label == {"candidate_support": 1}
    folder = night.office.folder
    with folder.database.transaction() as connection:
        (flag,) = [one for one in flags.raised_on(connection, DAY) if not one.control]
        (kept,) = [
            one for one in evidence.files_of(connection, flag.flag_id) if one.kind == "manifest"
        ]
        assert open_items(connection, 10)
    shown = json.loads(EvidenceStore(folder.evidence).get(kept.sha256))["post"]["text"]
    assert shown.replace("\ufffd", "?") == _storable(text)
    assert verify_all(folder).faults == ()


def _storable(text: str) -> str:
    """UTF-8 has no half characters; everything else stays as it is."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_real_models_score_any_text(tmp_path: Path, text: str) -> None:
    (election,) = make_office(tmp_path).elections(DAY)
    scorer = Scorer.load(contests=[to_contest(election)])
    (score,) = scorer.score([text])
    for label in ("candidate_support", "hate_speech", "hoax_sharing"):
        assert 0 <= score.probability(label) <= 1
    assert all(0 <= span.start < span.end <= len(text) for span in score.spans)


def test_keys_and_ids_of_any_form_stay_apart(tmp_path: Path) -> None:
    night = make_night(make_office(tmp_path), FakePlatform())
    base = Activity(
        platform="feed",
        account_id="acc-000001",
        kind="post",
        native_id="a'; DROP TABLE flags; --",
        observed_at=MORNING,
        page_sha256="0" * 64,
        text="satu",
    )
    other = replace(base, native_id="../../etc/passwd", text="dua")
    added = night.activities.add([base, other], shard="../x y", day=DAY)
    assert added.created == 2
    assert all(path.is_relative_to(tmp_path) for path in tmp_path.rglob("*.parquet"))
