"""Collecting: whatever fails, what was read is kept once and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.account import Account
from connectors.errors import AccountGone, BudgetSpent, PlatformRefused
from connectors.outcome import Outcome
from pipelines.registry import import_whole
from pipelines.step import collect_only
from pipelines.watch import Watch
from store.issues import issues_of
from store.outcomes import outcomes_of
from store.pages import PageStore
from tests.fakes import FakePlatform
from tests.pipelines.office import DAY, HANDLES, collect, make_night, make_office

ANI, BUDI, CITRA = HANDLES


def posts(**count: int) -> dict[str, list[str]]:
    """So many posts for each of the three; the others have none."""
    made: dict[str, list[str]] = {handle: [] for handle in HANDLES}
    for name, number in count.items():
        (handle,) = (one for one in HANDLES if one.startswith(name))
        made[handle] = [f"{name} menulis kabar nomor {n}" for n in range(number)]
    return made


def test_first_night_takes_everything_and_the_second_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=5, budi=2))
    assert collect(make_night(office, platform)).created == 7
    again = collect(make_night(office, platform))
    assert (again.created, again.updated, again.pages) == (0, 0, 0)


def test_new_posts_are_added_and_only_those(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=3))
    collect(make_night(office, platform))
    platform.posts[ANI] += ["kabar baru satu", "kabar baru dua"]
    added = collect(make_night(office, platform))
    assert (added.created, added.updated) == (2, 0)


def test_account_that_is_gone_leaves_the_others_whole(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=2, citra=2))
    del platform.posts[BUDI]
    collected = collect(make_night(office, platform))
    assert collected.created == 4
    assert collected.outcomes == {"ok": 2, "gone": 1}


def test_what_was_read_before_a_failure_is_kept(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=4), failures={ANI: BudgetSpent("429 storm")})
    night = make_night(office, platform)
    assert collect(night).created == 2
    with office.folder.database.transaction() as connection:
        details = {one.outcome: one.detail for one in outcomes_of(connection, night.run_id)}
    assert details[Outcome.PARTIAL] == "429 storm"
    platform.failures.clear()
    assert collect(make_night(office, platform)).created == 2


def test_server_that_refuses_is_not_asked_again_in_the_run(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=2, budi=2, citra=2))
    collect(make_night(office, platform))
    for handle in HANDLES:
        platform.posts[handle].append("kabar baru")
    platform.failures[ANI] = PlatformRefused("403")
    platform.asked.clear()
    collected = collect(make_night(office, platform))
    assert platform.asked == [ANI]
    assert collected.outcomes == {"blocked": 3}


def test_bad_record_is_an_issue_and_the_rest_of_its_page_survives(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform({**posts(), ANI: ["RUSAK", "kabar baik"]})
    night = make_night(office, platform)
    collected = collect(night)
    assert (collected.created, collected.issues) == (1, 1)
    with office.folder.database.transaction() as connection:
        (issue,) = issues_of(connection, night.run_id)
    assert (issue.code, issue.position) == ("bad_record", 0)
    assert b"RUSAK" in PageStore(office.folder.pages).load(issue.page_sha256)


def test_page_stored_before_a_kill_is_parsed_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=4))
    with monkeypatch.context() as patch:
        patch.setattr(platform, "parse", _killed)
        with pytest.raises(KeyboardInterrupt):
            collect(make_night(office, platform))
    platform.asked.clear()
    assert collect(make_night(office, platform)).created == 4
    assert len(set(platform.asked)) <= 1


def _killed(_page: object) -> None:
    raise KeyboardInterrupt


def test_damaged_page_leaves_its_account_partial_and_the_others_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=2, budi=2))
    with monkeypatch.context() as patch:
        patch.setattr(platform, "parse", _killed)
        with pytest.raises(KeyboardInterrupt):
            collect(make_night(office, platform))
    victim = min(office.folder.pages.glob("*/*.zst"))
    whole = victim.read_bytes()
    victim.write_bytes(b"rusak")
    night = make_night(office, platform)
    collected = collect(night)
    assert (collected.created, collected.outcomes["partial"]) == (2, 1)
    with office.folder.database.transaction() as connection:
        (issue,) = issues_of(connection, night.run_id)
    assert (issue.code, issue.page_sha256) == ("page_damaged", victim.stem)
    victim.write_bytes(whole)
    assert collect(make_night(office, platform)).created == 2


def test_pages_are_parsed_in_parts_without_losing_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.collect.PAGES_AT_ONCE", 2)
    office = make_office(tmp_path)
    assert collect(make_night(office, FakePlatform(posts(ani=9, budi=3)))).created == 12


def test_deletion_needs_two_runs_and_is_recorded_once(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=2))
    collect(make_night(office, platform))
    platform.gone_items = {f"{ANI}/1"}
    counts = [
        collect(make_night(office, platform, DAY + timedelta(days=day))).deleted
        for day in (1, 2, 3)
    ]
    assert counts == [0, 1, 0]


def test_item_that_comes_back_is_not_deleted(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=2))
    collect(make_night(office, platform))
    deleted = []
    for day, gone in ((1, {f"{ANI}/1"}), (2, set()), (3, {f"{ANI}/1"})):
        platform.gone_items = gone
        deleted.append(collect(make_night(office, platform, DAY + timedelta(days=day))).deleted)
    assert deleted == [0, 0, 0]


def test_account_gone_is_no_deletion_of_its_posts(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform(posts(ani=2))
    collect(make_night(office, platform))
    platform.failures[ANI] = AccountGone("410")
    platform.posts[ANI].append("kabar")
    for day in (1, 2):
        later = make_night(office, platform, DAY + timedelta(days=day))
        assert collect(later).deleted == 0


def test_server_that_refuses_to_list_is_not_asked_to_list_again(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = Unlisted(posts(ani=1, budi=1, citra=1))
    assert collect(make_night(office, platform)).outcomes == {"ok": 3}
    assert platform.listings == 1


@dataclass
class Unlisted(FakePlatform):
    """Shows its pages and refuses its listings."""

    listings: int = 0

    def listing(self, account: Account, stream: str) -> Iterator[str] | None:
        self.listings += 1
        raise PlatformRefused("403")


def test_account_on_a_platform_without_connector_is_named_as_not_observable(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    accounts = tmp_path / "accounts.csv"
    accounts.write_text(accounts.read_text("utf-8") + "198001012005012001,x,ani_contoh,asn,,\n")
    registry = [tmp_path / "units.csv", tmp_path / "asn.csv", accounts]
    import_whole(office.folder.root, registry, lambda _done, _total: None)
    night = make_night(office, FakePlatform(posts(ani=1)))
    assert len(night.roster().readable) == 3
    digest = collect_only(night, Watch())
    assert digest.unread == {"x": 1}
    assert "(belum tersambung): x 1" in digest.to_markdown()
