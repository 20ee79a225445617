"""The invented city: large and varied enough to show the whole night, and of one piece."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.election import load_elections
from config.flagging import load_flagging
from config.platforms import load_platforms
from config.rulebook import load_rulebook
from pipelines.demo.city import (
    FOLDER,
    City,
    CityError,
    claims_on,
    dated,
    key_of,
    load_city,
    materialise,
)
from store.registry import read_registry

NIGHT = date(2031, 9, 14)
BASE = "http://127.0.0.1:8123"
FORMS = {
    "call",
    "endorsement",
    "symbol",
    "photo",
    "share",
    "engage",
    "attack",
    "office",
    "insinuation",
}


@pytest.fixture(scope="module")
def city() -> City:
    return load_city()


def share(city: City, *truths: str) -> float:
    return sum(post.truth in truths for post in city.posts) / len(city.posts)


def test_city_has_the_size_that_the_demo_promises(city: City) -> None:
    platforms = Counter(account.platform for account in city.accounts)
    assert len(city.accounts) >= 90
    assert set(platforms) == {"bluesky", "wordpress", "feed"}
    assert platforms["bluesky"] / len(city.accounts) == pytest.approx(0.5, abs=0.05)
    assert sum(bool(post.text) for post in city.posts) >= 1500


def test_posts_have_the_promised_mixture(city: City) -> None:
    assert share(city, "support", "oppose") == pytest.approx(0.04, abs=0.007)
    assert share(city, "hate") == pytest.approx(0.01, abs=0.003)
    assert share(city, "hoax") == pytest.approx(0.012, abs=0.003)
    assert share(city, "look") == pytest.approx(0.12, abs=0.02)


def test_partisan_posts_take_all_nine_forms_for_every_pair_alike(city: City) -> None:
    partisan = [post for post in city.posts if post.truth in {"support", "oppose"}]
    forms = Counter(post.form for post in partisan)
    pairs = Counter(post.candidate for post in partisan)
    assert set(forms) == FORMS
    assert min(forms.values()) >= 5
    assert set(pairs) == {"paslon-1", "paslon-2", "paslon-3"}
    assert max(pairs.values()) - min(pairs.values()) <= 3


def test_hoaxes_reword_a_known_claim(city: City) -> None:
    claims = {claim["claim_id"]: claim["text"] for claim in claims_on(NIGHT)}
    hoaxes = [post for post in city.posts if post.truth == "hoax"]
    assert len(claims) == 40
    for post in hoaxes:
        assert post.claim_id is not None
        assert likeness(post.text, claims[post.claim_id]) < 0.6


def test_only_the_two_intended_texts_are_copied(city: City) -> None:
    """A call of the election commission by four accounts, a partisan one by three."""
    texts = Counter(post.text for post in city.posts if len(post.text) > 30)
    assert sorted(count for count in texts.values() if count > 1) == [3, 4]


def test_posts_fit_their_platform(city: City) -> None:
    for post in city.posts:
        if city.platform_of(post.account) == "bluesky":
            assert len(post.text) <= 300
        else:
            assert post.title
            assert post.kind == "post"


def test_posts_are_written_before_the_night_and_within_two_weeks(city: City) -> None:
    midnight = datetime.combine(NIGHT, time(), ZoneInfo("Asia/Jakarta")).astimezone(UTC)
    ages = [(midnight - post.written_at(NIGHT)).total_seconds() / 86_400 for post in city.posts]
    assert min(ages) > 0
    assert max(ages) <= 14


def test_registry_is_taken_without_a_bad_row(tmp_path: Path) -> None:
    made = materialise(tmp_path, NIGHT, BASE)
    registry = read_registry(made.registry, today=NIGHT)
    assert not registry.problems
    assert len(registry.people) >= 60
    assert {"dinas", "upt", "kecamatan", "kelurahan", "sekolah", "puskesmas"} <= {
        unit.kind for unit in registry.units
    }


def test_config_is_one_that_an_office_could_load(tmp_path: Path) -> None:
    made = materialise(tmp_path, NIGHT, BASE)
    (election,) = load_elections(made.config)
    assert election.stages.on(NIGHT) == "kampanye"
    assert (NIGHT - election.stages.kampanye_mulai).days == 20
    assert [candidate.number for candidate in election.candidates] == [1, 2, 3]
    assert load_platforms(made.config).allow_loopback
    assert load_flagging(made.config).items_per_night > 0
    assert load_rulebook(made.config).row("lain") is not None
    assert (made.night, made.port) == (NIGHT, 8123)


def test_registered_addresses_carry_the_address_of_the_server(tmp_path: Path) -> None:
    made = materialise(tmp_path, NIGHT, BASE)
    handles = made.registry[-1].read_text("utf-8")
    assert f"{BASE}/blog/" in handles
    assert "{base}" not in handles


def test_voting_day_is_a_real_day(city: City) -> None:
    calls = [dated(post.text, NIGHT) for post in city.posts if "{coblos}" in post.text]
    assert calls
    assert all("27 Okt" in text for text in calls)


@pytest.mark.parametrize(
    "handle", ["{base}/blog/contoh", "http://127.0.0.1:1/blog/contoh/", "blog/contoh"]
)
def test_key_is_the_same_in_every_spelling(handle: str) -> None:
    assert key_of(handle) == "blog/contoh"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"account": "tak-ada.test", "days_ago": 1, "time": "08:00", "text": "x"}', "account"),
        ('{"account": "ani.test", "waktu": "08:00"}', "line 1"),
        (
            '{"account": "ani.test", "days_ago": 1, "time": "08:00", "text": "", '
            '"kind": "like", "target": "tak-ada"}',
            "target",
        ),
    ],
)
def test_city_with_a_wrong_post_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    (tmp_path / "accounts.csv").write_text("nip,platform,handle\n1,bluesky,ani.test\n", "utf-8")
    (tmp_path / "troubles.csv").write_text("account,trouble\n", "utf-8")
    (tmp_path / "outside.jsonl").write_text("", "utf-8")
    (tmp_path / "posts-01.jsonl").write_text(f"{line}\n", "utf-8")
    with pytest.raises(CityError, match=expected):
        load_city(tmp_path)


def test_every_file_of_the_city_is_text_that_ends_a_line() -> None:
    for path in FOLDER.iterdir():
        assert path.read_text("utf-8").endswith("\n")


def likeness(one: str, other: str) -> float:
    """Jaccard similarity of word sets."""
    words = [set(re.findall(r"\w+", text.lower())) for text in (one, other)]
    return len(words[0] & words[1]) / len(words[0] | words[1])
