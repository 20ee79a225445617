"""Which models are at work: changed by people only, whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store import audit
from store.errors import PromotionsDamaged, StoreBusy
from store.folder import DataFolder
from store.promotions import Change, at_work, before, history, models_of, note_challenger, record

ONE = Change(
    action="promote",
    version="aaaa",
    previous="",
    by="Rahayu",
    reason="Lebih sedikit salah tandai",
    changed_at="2031-09-01T00:00:00+00:00",
    figures={"promotable": True, "gain": 0.0125},
)
TWO = replace(ONE, version="bbbb", previous="aaaa")


def back(version: str, previous: str) -> Change:
    return replace(ONE, action="rollback", version=version, previous=previous, figures={})


def test_history_when_nothing_was_promoted_then_the_shipped_models_are_at_work(
    folder: DataFolder,
) -> None:
    assert (history(folder), at_work([]), before([])) == ([], "", None)


def test_record_when_done_then_history_and_chain_agree(folder: DataFolder) -> None:
    made = record(folder, ONE)
    assert history(folder) == [made]
    assert at_work(history(folder)) == "aaaa"
    with folder.database.transaction() as connection:
        event, actor, subject, details = connection.execute(
            "SELECT event, actor, subject, details FROM audit WHERE hash = ?", [made.audit_hash]
        ).fetchall()[0]
        assert audit.verify(connection, audit.witnessed(folder.database)).ok
    assert (event, actor, subject) == ("model.promoted", "Rahayu", "aaaa")
    assert "Lebih" not in details
    assert json.loads(details)["figures"]["gain"] == 0.0125


def test_before_when_rolled_back_twice_then_two_promotions_back() -> None:
    changes = [ONE, TWO]
    assert before(changes) == "aaaa"
    changes.append(back("aaaa", "bbbb"))
    assert before(changes) == ""
    changes.append(back("", "aaaa"))
    assert before(changes) is None
    assert at_work(changes) == ""


def test_record_when_another_version_is_at_work_than_thought_then_refused(
    folder: DataFolder,
) -> None:
    record(folder, ONE)
    with pytest.raises(StoreBusy, match="somebody else"):
        record(folder, replace(ONE, version="cccc"))
    assert at_work(history(folder)) == "aaaa"


KILLED = """
import os, signal, sys
from pathlib import Path
from store.folder import DataFolder
from store.promotions import record
from tests.store.test_promotions import TWO

kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
record(DataFolder.open(Path(sys.argv[1])), TWO, kill)
"""


def test_record_when_killed_between_the_event_and_the_file_then_the_old_version_is_at_work(
    folder: DataFolder,
) -> None:
    record(folder, ONE)
    command = [sys.executable, "-c", KILLED, str(folder.root)]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -9
    assert at_work(history(folder)) == "aaaa"
    with folder.database.transaction() as connection:
        assert audit.verify(connection, audit.witnessed(folder.database)).ok
        assert audit.head(connection).seq == 2
    record(folder, TWO)
    assert [one.version for one in history(folder)] == ["aaaa", "bbbb"]


@pytest.mark.parametrize(
    "changed", [{"version": "bbbb"}, {"by": "Orang Lain"}, {"reason": "x"}, {"figures": {}}]
)
def test_history_when_the_file_was_changed_by_hand_then_refused(
    folder: DataFolder, changed: dict[str, Any]
) -> None:
    record(folder, ONE)
    path = models_of(folder) / "active.json"
    content = json.loads(path.read_bytes())
    content["changes"][0] |= changed
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(PromotionsDamaged, match="audit chain"):
        history(folder)


@pytest.mark.parametrize("content", ["", "[]", '{"changes": [{"version": "a"}]}'])
def test_history_when_the_file_is_no_history_then_refused(folder: DataFolder, content: str) -> None:
    path = models_of(folder) / "active.json"
    path.parent.mkdir()
    path.write_text(content, "utf-8")
    with pytest.raises(PromotionsDamaged, match="list of changes"):
        history(folder)


def test_note_challenger_when_done_then_the_chain_says_the_machine_made_it(
    folder: DataFolder,
) -> None:
    note_challenger(folder.database, "aaaa", {"hate_speech": {"used": 50}})
    with folder.database.transaction() as connection:
        rows = connection.execute("SELECT event, actor, subject FROM audit").fetchall()
        assert audit.verify(connection, audit.witnessed(folder.database)).ok
    assert rows == [("model.challenger", audit.MACHINE, "aaaa")]
    assert history(folder) == []
