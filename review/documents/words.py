"""The fixed words of the documents: what is suspected, decided and kept, in Indonesian."""

from __future__ import annotations

SUSPICION = {
    "candidate_support": "dugaan keberpihakan kepada peserta pemilihan",
    "hate_speech": "dugaan ujaran kebencian",
    "hoax_sharing": "dugaan penyebaran informasi yang telah dibantah",
}
INDICATION = {
    "candidate_support": "indikasi keberpihakan kepada peserta pemilihan",
    "hate_speech": "indikasi ujaran kebencian",
    "hoax_sharing": "indikasi penyebaran informasi yang telah dibantah",
}
STATUS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_paruh_waktu": "PPPK paruh waktu"}
STEP = {
    "telaah_pertama": "Telaah pertama",
    "telaah_kedua": "Telaah kedua",
    "telaah_penyelia": "Telaah penyelia",
}
DECISION = {
    "indikasi_kuat": "Indikasi kuat",
    "bukan": "Bukan",
    "klarifikasi": "Perlu klarifikasi",
    "tidak_cukup_bukti": "Tidak cukup bukti",
}
STAGE = {
    "sebelum": "sebelum tahapan dimulai",
    "bakal_calon": "masa bakal calon, sebelum penetapan calon",
    "penetapan": "sesudah penetapan calon",
    "kampanye": "masa kampanye",
    "masa_tenang": "masa tenang",
    "pemungutan_suara": "hari pemungutan suara",
    "sesudah": "sesudah pemungutan suara",
    "selesai": "sesudah tahapan selesai",
}
EVIDENCE = {
    "manifest": "Catatan tangkapan (manifest)",
    "page": "Halaman asli dari platform",
    "media": "Gambar atau video",
}
CHANGE = {
    "update": "Unggahan diketahui berubah isi",
    "delete": "Unggahan diketahui tidak tersedia lagi",
}
