"""Words that say what a post does with a claim: pass it on, deny it, report on it, or ask.

All as the normaliser leaves them: shortenings written out, no apostrophe at the end, no hyphen.
"""

from __future__ import annotations

CLAIM_CLASSES: dict[str, str] = {
    "deny": "hoaks hoax hoak hoaxs bohong bohongan palsu fitnah keliru menyesatkan sesat ngawur"
    " ngarang disinformasi"
    " misinformasi klarifikasi bantah membantah dibantah bantahan terbantah turnbackhoax"
    " mafindo editan rekayasa"
    " dipalsukan mengada diluruskan meluruskan luruskan salah goroh ngapusi leco"
    " bula karangan tipuan"
    " penipuan modus nipu tipu mitos isapan jempol",
    "verify": "cek fakta cekfakta resmi faktanya kenyataannya sebenarnya sumber saring tabayun"
    " konfirmasi verifikasi"
    " memastikan dipastikan menegaskan tegaskan ditegaskan laman website situs kominfo komdigi"
    " bssn bmkg kpu"
    " bawaslu polres humas dinkes ternyata aslinya",
    "dont": "jangan ojo ulah jan stop setop berhenti hentikan tolong please gausah usah abaikan"
    " hiraukan hapus",
    "believe": "percaya termakan terkecoh tertipu terprovokasi panik mudah gampang dimakan"
    " ketipu kemakan telan",
    "not": "tidak bukan belum mboten ora teu kada indak dudu sanes tadha tadek tanpa",
    "ask": "benarkah apakah benar beneran memang masa masak iyakah seriusan serius valid"
    " kah betulkah ta tah tanya nanya bertanya apa siapa bagaimana mohon info kejelasan pencerahan"
    " konfirmasinya tahu"
    " ngerti kok tenan tenanan leres estu iyo yakin penasaran",
    "report": "ditangkap tersangka polisi menangkap menyelidiki diselidiki penyebar pelaku"
    " beredar marak viral isu kabar"
    " rumor menanggapi tanggapi klaim mengklaim diklaim narasi unggahan pesan berantai"
    " sosialisasi literasi digital"
    " contoh materi pelatihan diskusi dibahas tim warga dihebohkan heboh ramai rame dilaporkan"
    " laporan",
    "share": "sebarkan sebar viralkan share bagikan teruskan kirim kirimkan forward kabarkan"
    " kabari infokan beritahu"
    " waspada awas segera buruan cepat sebelum dihapus penting darurat infonya info"
    " dapat dari grup grub wa"
    " sebelah keluarga saudara teman tetangga saksi sendiri lihat liat bukti videonya kasihan"
    " amankan bongkar terbongkar akhirnya ketahuan gawat astaga astagfirullah ya allah"
    " naudzubillah",
    "hearsay": "katanya kata jare jarene cenah cek ceunah kabarnya konon denger dengar dapet"
    " bilang ujar menurut ceritanya",
}

CLAIM_CLASS_OF: dict[str, str] = {
    word: name for name, listed in CLAIM_CLASSES.items() for word in listed.split()
}
# What is said around a claim and never what is claimed.
AROUND: frozenset[str] = frozenset(
    word
    for name in ("share", "dont", "ask", "hearsay", "believe")
    for word in CLAIM_CLASSES[name].split()
)
CHECKERS = (
    "turnbackhoax.id",
    "cekfakta.",
    "komdigi.go.id",
    "kominfo.go.id",
    "cek-fakta",
    "factcheck",
)
