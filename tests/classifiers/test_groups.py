from __future__ import annotations

from classifiers.groups import near_copies


def test_near_copies_share_a_group_and_others_do_not() -> None:
    plain = "ayo kita semua datang ke balai desa hari minggu pagi untuk kerja bakti bersama"
    texts = [plain, f"{plain} ya", "harga cabai naik lagi di pasar", "ok"]
    groups = near_copies([text.split() for text in texts])
    assert groups[0] == groups[1]
    assert len({groups[0], groups[2], groups[3]}) == 3


def test_near_copies_of_nothing_are_nothing() -> None:
    assert near_copies([]).tolist() == []
