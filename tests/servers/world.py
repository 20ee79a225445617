"""The people of one story on the real servers, and what they wrote before the first night."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from .pds import Pds, Record, Repo
from .wordpress import Author

ORDINARY = [
    "Rapat koordinasi pelayanan publik hari ini berjalan lancar",
    "Jadwal imunisasi balita bulan depan sudah keluar, silakan cek di puskesmas",
    "Terima kasih kepada semua petugas kebersihan yang bekerja sejak subuh",
    "Harga cabai di pasar pagi ini turun lagi, alhamdulillah",
]
PARTISAN = [
    "Ayo menangkan Rangga Wiratama, coblos nomor 1 di TPS! #RanggaSitaMenang",
    "Jangan salah pilih, hanya Rangga Wiratama yang layak memimpin kota ini. Satu putaran!",
    "Dirgantara Pelupessy tidak pantas dipilih, jangan kasih suara untuk nomor 2",
]


@dataclass(frozen=True, slots=True)
class World:
    """Two Bluesky accounts and a site; ``records`` are the first one's, oldest first."""

    ani: Repo
    budi: Repo
    site: Author
    records: list[Record]
    posts: list[dict[str, object]]

    @property
    def accounts(self) -> dict[str, str]:
        """Handle to platform, as they are registered."""
        return {
            self.ani.handle: "bluesky",
            self.budi.handle: "bluesky",
            self.site.site: "wordpress",
            f"{self.site.site}/feed/": "feed",
        }


def make_world(pds: Pds, site: Author) -> World:
    """140 records in two repositories and 12 posts on the site."""
    mark = secrets.token_hex(4)
    ani, budi = (pds.create_account(f"{name}-{mark}.test") for name in ("ani", "budi"))
    records = ani.posts([f"{ORDINARY[n % 4]} ({n})" for n in range(127)] + PARTISAN)
    budi.like(records[0])
    budi.repost(records[1])
    budi.follow(ani)
    budi.reply("Setuju, mantap", records[2])
    budi.quote("Setuju sekali dengan ajakan ini", records[127])
    budi.delete(budi.post("salah kirim"))
    posts = [site.post(f"Kegiatan {n}", f"<p>{ORDINARY[n % 4]}.</p>") for n in range(11)]
    posts.append(site.post("Dukungan", f"<p>{PARTISAN[0]}</p>"))
    return World(ani, budi, site, records, posts)
