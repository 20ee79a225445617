"""A small office in a temporary folder: three civil servants, their accounts, one election."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from pipelines.collect import Collected, collect_shard
from pipelines.night import Night
from pipelines.office import Office
from pipelines.registry import import_whole
from store.accounts import registered
from store.activities import ActivityLake
from store.folder import DataFolder
from store.scores import ScoreLake
from tests.fakes import FakePlatform

DAY = date(2025, 9, 14)
SHIPPED = Path(__file__).parents[2] / "config"
HANDLES = ("ani.contoh.test", "budi.contoh.test", "citra.contoh.test")
UNITS = "unit_id,name,kind,parent_id\nkota,Kota Contoh,pemda,\nsd1,SDN 1 Contoh,sekolah,kota\n"
ASN = (
    "nip,name,status,unit_id,position,active_from,active_to\n"
    "198001012005012001,Ani Contoh,pns,sd1,Guru,2005-01-01,\n"
    "198101012006011002,Budi Contoh,pns,sd1,Guru,2006-01-01,\n"
    "198201012007012003,Citra Contoh,pns,kota,Staf,2007-01-01,\n"
)
ACCOUNTS = (
    "nip,platform,handle,confirmed_by,institution,note\n"
    f"198001012005012001,bluesky,{HANDLES[0]},asn,,\n"
    f"198101012006011002,bluesky,{HANDLES[1]},asn,,\n"
    f"198201012007012003,bluesky,{HANDLES[2]},asn,,\n"
)
ELECTION = """\
id: pilkada-contoh-2025
name: Pemilihan Wali Kota Contoh 2025
area: Kota Contoh
stages: {bakal_calon: 2025-05-01, penetapan: 2025-08-22, kampanye_mulai: 2025-08-25,
         kampanye_selesai: 2025-10-23, masa_tenang_mulai: 2025-10-24,
         pemungutan_suara: 2025-10-27, selesai: 2025-12-31}
candidates:
  - {id: paslon-1, number: 1, names: [Bagas Wirayuda], aliases: [AMANAH]}
  - {id: paslon-2, number: 2, names: [Ratna Kusumadewi]}
"""
FLAGGING = """\
minimum: {candidate_support: 0.6, hate_speech: 0.8, hoax_sharing: 0.6}
items_per_night: 10
control_share: 0.5
max_age_days: 30
wave_similarity: 0.8
"""
PLATFORMS = "contact: diskominfo@contoh.test\nbluesky: {full_listing_every_days: 1}\n"


def make_office(root: Path) -> Office:
    """The office at ``root``, its registry imported; a copy of one made once per test run."""
    template = root.parent / "kantor-contoh"
    if not template.exists():
        _build(template)
    shutil.copytree(template, root, dirs_exist_ok=True)
    return Office.at(root / "data", root / "config")


def _build(root: Path) -> None:
    config = root / "config"
    (config / "elections").mkdir(parents=True)
    (config / "elections" / "contoh.yaml").write_text(ELECTION, "utf-8")
    (config / "flagging.yaml").write_text(FLAGGING, "utf-8")
    (config / "platforms.yaml").write_text(PLATFORMS, "utf-8")
    shutil.copyfile(SHIPPED / "rulebook.yaml", config / "rulebook.yaml")
    registry = []
    for name, text in (("units", UNITS), ("asn", ASN), ("accounts", ACCOUNTS)):
        path = root / f"{name}.csv"
        path.write_text(text, "utf-8")
        registry.append(path)
    DataFolder.create(root / "data")
    import_whole(root / "data", registry, lambda _done, _total: None)


def make_night(office: Office, platform: FakePlatform, day: date = DAY) -> Night:
    """A night over the office in which ``platform`` plays Bluesky."""
    folder = office.folder
    return Night(
        office,
        day,
        office.platforms,
        {"bluesky": platform},
        ActivityLake(folder.activities),
        ScoreLake(folder.scores),
    )


def collect(night: Night) -> Collected:
    """All accounts as one shard."""
    with night.office.folder.database.transaction() as connection:
        accounts = registered(connection, night.connectors, today=night.day)
    return collect_shard(night, accounts, "collect-00000")
