"""Everyday shortenings of Indonesian chat and the words they stand for, and of titles."""

from __future__ import annotations

import re

_GROUPS = {
    "yang": "yg yng iang",
    "tidak": "tdk gak ga gk ngga nggak enggak engga kagak kaga gag tak tdak ndak nda",
    "jangan": "jgn jngn jng jgan",
    "dengan": "dgn dg dngn sm",
    "untuk": "utk untk",
    "dan": "n dn",
    "saja": "aja aj ajah sj doang doank",
    "sudah": "udah udh sdh dah uda sudh",
    "belum": "blm blum belom",
    "akan": "akn",
    "kalau": "kalo klo kl klu kalu klau",
    "karena": "krn karna krna gegara",
    "orang": "org orng",
    "banyak": "bnyk byk bnyak",
    "bisa": "bs bsa",
    "buat": "bwt bt",
    "dari": "dr dri",
    "pada": "pd",
    "sama": "sma ama",
    "juga": "jg jga",
    "lagi": "lg lgi",
    "lebih": "lbh lbih",
    "dalam": "dlm",
    "atau": "ato atw",
    "apa": "ap apaan",
    "bagaimana": "gimana gmn gmana bgmn",
    "kenapa": "knp knapa ngapa napa",
    "begini": "gini gni",
    "begitu": "gitu gt gtu",
    "seperti": "kayak kyk sprti spt sprt",
    "sekarang": "skrg skrng skr skg",
    "saya": "sy sya",
    "aku": "ak gue gw gua w",
    "kamu": "km kmu lo lu elo elu loe",
    "kita": "kt kta",
    "mereka": "mrk mrka",
    "bapak": "pak bpk pa",
    "ibu": "bu bunda",
    "semua": "smua smw smua",
    "terus": "trs trus",
    "memang": "emang emg mmg emng",
    "benar": "bener bnr bner",
    "sangat": "sgt sngt",
    "sekali": "skali skl",
    "banget": "bgt bngt bgtt bget bangat",
    "terima": "trima",
    "kasih": "ksh",
    "makasih": "mksh makasi tq thx thanks",
    "nomor": "no nmr nomer nmor nomr nomber nomo",
    "pilih": "plh plih",
    "coblos": "cblos cbls coblosss",
    "pasangan": "psgn psangan",
    "calon": "clon cln",
    "presiden": "pres presidn",
    "gubernur": "gub",
    "rakyat": "rkyt rakyt",
    "pemerintah": "pemrintah pmrnth",
    "masyarakat": "masy msyrkt masyrkt",
    "indonesia": "indo indon",
    "tanggal": "tgl",
    "tahun": "thn th",
    "hari": "hr",
    "menjadi": "jadi jd jdi",
    "sampai": "sampe smp smpe ampe",
    "tetap": "ttp tetep ttep",
    "mau": "mo maw",
    "punya": "pny",
    "sendiri": "sndiri sndri",
    "salah": "slh",
    "baik": "baek",
    "insyaallah": "insyallah insha inshaallah insyaalloh",
    "semoga": "smoga smg mugi muga mugo",
}

ABBREVIATIONS: dict[str, str] = {
    short: word for word, shorts in _GROUPS.items() for short in shorts.split()
}

# Ranks, offices and ways of address as they are written before a name, beside those of speech.
_RANKS = (
    "jend purn kiai kyai tuan nyonya mayjen brigjen letjen marsda marsma marsdya laksda laksma "
    "laksdya kolonel kapten lettu letda serka serma sertu serda peltu pelda kombes kompol akbp "
    "akp iptu ipda aiptu aipda bripka brigpol irjen komjen jenpol tni polri drg dra drs drh ust "
    "ustadzah ustazah tgk tgh tengku teuku hjh kiyai syekh syech ny tn sdr sdri nn dokter ners "
    "apt rd rr gst kph krt krht"
)
RANKS: frozenset[str] = frozenset(_RANKS.split())

# What stands behind the "S." of a bachelor, the "M." of a master and the "Sp." of a specialist.
_FIELDS = (
    "pd si sos kom hum hut kep ked farm psi kes pt ip ag th pi ap ak tr kn stat sy ds sn ikom akun "
    "gz keb pdi pdk kg km"
)
_SPECIALITIES = (
    "og pd a b bs an jp kj kk dv dve tht thtkl m p s n u ot ok pk pa mk rad kfr f kp gk em btkv"
)
DEGREE = re.compile(
    rf"(?<!\w)(?:[sm]\.?\s?(?:{'|'.join(_FIELDS.split())})|a\.?\s?md"
    rf"|sp\.?\s?(?:{'|'.join(_SPECIALITIES.split())}))(?!\w)",
    re.IGNORECASE,
)
