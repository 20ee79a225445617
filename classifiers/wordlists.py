"""Words that carry an election, by what they do in a sentence, across Indonesia's languages.

Written for this project from the domain's forms of support and their look-alikes. Indonesian comes
first, then Javanese, Sundanese, Banjar, Madurese, Minang, Lampung, Betawi, Dayak Ngaju and
Balinese words where they differ, all as the normaliser leaves them: shortenings written out, no
apostrophe at the end, no hyphen. Nothing here names a candidate, a party or an area.
"""

from __future__ import annotations

CLASSES: dict[str, str] = {
    "vote": "coblos nyoblos dicoblos mencoblos coblosen tusuk tusukan contreng nyontreng nyocok"
    " cocok'en"
    " coblosan coblosin cobloslah",
    "pick": "pilih pilihlah pilihan pilihin pilihen milih memilih dipilih kupilih pilihanku"
    " pilihku pele mele"
    " mintih piliah mamiliah pilihkan titipkan percayakan vote voting jatuhkan",
    "win": "menang menangkan kemenangan dimenangkan memenangkan pemenang manang manangakan"
    " meunang mennang"
    " menangna menangake menangno unggul juara jaya terpilih kalahkan dilantik kapilih kepilih",
    "back": "dukung mendukung dukungan dukunganku didukung nyengkuyung sengkuyung ngerojong"
    " ngarojong"
    " sokong nyokong kawal mengawal bersama relawan barisan merapat gabung bergabung tim timses"
    " pendukung"
    " simpatisan loyalis setia jagoan jagoanku gacoan andalan usung mengusung diusung deklarasi",
    "cheer": "gas gaskeun gaspol gaskan gass menyala manyala allin sikat tancap hidup pokoknya"
    " pokoke"
    " pokokna pokoknyo satset semangat solid siap bismillah harga mati fix wajib kudu harus"
    " mesti"
    " tetap yakin mantap bungkus meluncur merapat",
    "continue": "lanjut lanjutkan lanjutno lanjutake teruskan terusno teruske berlanjut"
    " keberlanjutan"
    " melanjutkan diteruskan periode jilid tuntaskan lanjutan nerusake terusken",
    "change": "ganti gantikan diganti berubah perubahan rubah ubah wayahe wayahna wayah saatnya"
    " waktunya"
    " baru tumbangkan lengserkan pergantian mundur turunkan hentikan",
    "pray": "semoga amin aamiin aamin insyaallah doa doakan doaku mendoakan"
    " mudahan berkah"
    " ridho bismillah allah alhamdulillah mugia pangestu dongane moga",
    "lets": "ayo yuk mari marilah hayu hayuk ayu mara ngiring has kuy monggo mangga ayok yok"
    " lah dong"
    " ajak mengajak mengimbau himbau sebarkan viralkan sampaikan",
    "forget": "lupa lali poho loppa kalumpanan kalepean kelalen lupo kalupaan engap",
    "election": "pilkada pemilu pilwali pilwalkot pilbup pilgub pilpres pileg pemilukada"
    " pilkadal pemilihan"
    " pilkot coblosan kampanye pencoblosan pemungutan elektoral demokrasi tps suara kotak surat"
    " bilik"
    " kontestasi putaran quickcount mandat",
    "organiser": "kpu kpud bawaslu panwas panwaslu panwascam ppk pps kpps dkpp pengawas"
    " penyelenggara pkpu"
    " sirekap ptps dpt",
    "candidate": "calon paslon pasangan kandidat cagub cawagub cabup cawabup cawali cawawali"
    " capres cawapres"
    " caleg wali walikota bupati gubernur presiden wakil petahana incumbent cakada nyalon"
    " nyaleg mencalonkan"
    " pemimpin dewan dprd dpr legislator",
    "number": "nomor urut angka nomere nomorna",
    "party": "partai koalisi parpol fraksi kader dpc dpd dpp parte",
    "neutral": "netral netralitas ikrar pakta integritas larangan dilarang melarang aturan"
    " surat edaran"
    " pelanggaran disiplin sanksi undang pp pasal kode etik bijak sosialisasi"
    " imbauan"
    " mengingatkan hak golput partisipasi sukseskan damai kondusif aman luber jurdil apel"
    " penandatanganan",
    "report": "kata ujar katanya jelasnya menurut survei hasil persen jadwal mengumumkan"
    " diumumkan"
    " menetapkan penetapan pengundian rekapitulasi digelar menggelar berlangsung pers rilis"
    " berita liputan"
    " meresmikan membuka menghadiri menyampaikan debat tahapan logistik distribusi media kutip",
    "elsewhere": "osis kades pilkades rt rw ketua koperasi lomba voting idol kelas sekolah"
    " siswa kampus bem"
    " mahasiswa lurah kepala desa dusun karang taruna alumni pengurus amerika final turnamen"
    " pertandingan"
    " liga skor gol konser antrean antrian loket parkir rumah jalan gang ujian soal ranking"
    " rangking nilai"
    " arisan lapak menu resep diskon",
    "negation": "tidak bukan jangan belum tanpa kada ora mboten teu sanes henteu entara enten"
    " ojo ulah"
    " ajja kadada lain dudu jan mak dang ela dia indak jaan eda sing ra",
    "question": "apa siapa kenapa bagaimana mengapa kok sopo saha siape kapan mana opo naon napi",
    "attack": "bohong pembohong pencitraan korupsi koruptor gagal janji maling dinasti penipu"
    " tipu"
    " omdo serakah boneka titipan malas bodoh goblok tolol sampah busuk zalim dzalim khianat"
    " pengkhianat"
    " ngapusi ngapusan mengecewakan kecewa mangkrak rusak hancur omong kosong bacot nyinyir"
    " curang culas"
    " kapok ogah muak males najis amburadul kacau melarat sengsara ambruk bualan gimmick"
    " plin oligarki",
    "against": "asal selain kecuali lawan sebelah tumbang tenggelamkan tolak menolak",
    "praise": "merakyat amanah tegas peduli keren mantap cocok pantas layak terbaik idola"
    " idolaku hebat jujur"
    " pinter pintar cerdas santun ramah dekat kerja nyata bukti terbukti berprestasi bersih"
    " luar biasa"
    " membanggakan bangga cinta sayang tulus harapan pas ganteng gagah wibawa apik becik sae"
    " alus bageur rancak"
    " sip top jos joss josgandos tokcer nyata berpengalaman visioner merangkul",
    "office": "dinas kantor pegawai asn pns pppk p3k guru staf kepala bapak ibu wali"
    " murid camat opd"
    " upt puskesmas honorer seragam korpri bawahan jajaran rekan kolega keluarga tetangga"
    " tunjangan tpp honor",
    "symbol": "jari driji ramo telunjuk jempol kaos kaus baju stiker spanduk baliho twibbon"
    " jaket warna topi salam simbol foto"
    " pose selfie backdrop profil status story logo kalender kemeja bendera",
    "self": "saya kami kita aku kulo kula urang abdi ulun ambo awak enjung itah sikam nyak"
    " tiang dalem"
    " sengko sengkok",
    "laugh": "wkwk wkwkwk haha hehe hihi hahaha wkwkw awokawok",
}

CLASS_OF: dict[str, str] = {
    word: name for name, listed in CLASSES.items() for word in listed.split()
}

# One of these makes a text electoral; two of the weaker make it so too.
ELECTORAL: frozenset[str] = frozenset(
    (
        CLASSES["vote"]
        + " paslon pilkada pemilu pilwali pilwalkot pilbup pilgub pilpres pileg pemilukada"
        " pilkot kampanye pencoblosan tps kpu bawaslu cagub cawagub cabup cawabup cawali"
        " cawawali capres"
        " cawapres caleg cakada petahana nyalon nyaleg timses kontestasi parpol koalisi kandidat"
    ).split()
)
HINTS: frozenset[str] = frozenset(
    (
        CLASSES["pick"]
        + " "
        + CLASSES["win"]
        + " "
        + CLASSES["back"]
        + " "
        + CLASSES["continue"]
        + " calon pasangan urut suara periode nomor bupati gubernur presiden wali"
        " walikota dewan dprd partai"
        " relawan wayahe wayahna gaskeun gaspol salam jari driji ramo telunjuk jempol pemimpin"
        " perubahan ganti harga"
        " mati lali lupa poho loppa kotak surat bilik debat kepilih"
    ).split()
)

# One of these is no sign of an election, but enough to let the head look: who must not be named is
# hinted at by a colour, a count, fingers or the day.
_COLOURS_AND_DAYS = (
    "biru kuning ungu ijo hijau ijau hejo abang abrit merah putih oren oranye toska jingga"
    " beureum bodas koneng"
    " 💛 💙 💚 ❤ 💜 🧡 🖤 🤍 🟢 🔵 🟡 🔴 🟠 🟣"
    " tanggal tanggalnya kertas bilik paku belas paham ngerti"
    " februari november oktober desember"
)

SELF: frozenset[str] = frozenset(CLASSES["self"].split())

# "salapan" is 9 as in Sundanese; in Minang it is 8.
_NUMBER_WORDS = {
    1: "1 01 satu siji setunggal sijine hiji asa settong sai sikok ciek ije besik sa pertama"
    " kesiji kahiji",
    2: "2 02 dua loro kalih due duwa dhua dhuwa kedua duo rua khua lorone dadua kapindo"
    " kadua kalihipun",
    3: "3 03 tiga telu tilu talu tello tellok tigo tolu telo ketiga tigang katilu",
    4: "4 04 empat papat opat ampat empa sekawan ampek epat keempat",
    5: "5 05 lima limo gangsal lemo lellema kelima",
    6: "6 06 enam nem genep anam ennem keenam",
    7: "7 07 tujuh pitu tujuah petto ketujuh",
    8: "8 08 delapan wolu dalapan ballu kedelapan",
    9: "9 09 sembilan songo sanga salapan kesembilan",
    10: "10 sepuluh sapuluh sedasa",
    11: "11 sebelas sewelas sabelas",
    12: "12 rolas",
    13: "13 telulas",
    14: "14 patbelas",
}
NUMBER_OF: dict[str, int] = {
    word: number for number, listed in _NUMBER_WORDS.items() for word in listed.split()
}
FINGERS: dict[str, int] = {"☝": 1, "👆": 1, "✌": 2, "👌": 3, "🤟": 3, "🖖": 4, "✋": 5, "🖐": 5}
NUMBERS: frozenset[str] = frozenset([*NUMBER_OF, *FINGERS, *map(str, range(100))])
_ALSO_PLAIN = frozenset(["sa", "rua", "due", "tello", "asa"])
UNSAID: frozenset[str] = (
    frozenset(_COLOURS_AND_DAYS.split())
    | FINGERS.keys()
    | {word for word in NUMBER_OF if not word.isdecimal()}
) - _ALSO_PLAIN

# After these a number is a candidate's: "nomor 2", "coblos 2", "salam 2 jari".
INTRODUCES: frozenset[str] = frozenset(
    (
        CLASSES["vote"]
        + " "
        + CLASSES["pick"]
        + " nomor urut paslon pasangan calon kandidat angka salam gas"
        " gaskeun gaspol menangkan dukung nang nu sing kotak gambar tetap pokoknya pokoke"
        " lanjutkan"
    ).split()
)
# Before these a number counts things.
COUNTED: frozenset[str] = frozenset(
    [
        "orang",
        "hari",
        "jam",
        "menit",
        "tahun",
        "bulan",
        "minggu",
        "kali",
        "kg",
        "km",
        "meter",
        "ekor",
        "buah",
        "unit",
        "rumah",
        "anak",
        "siswa",
        "juta",
        "ribu",
        "rb",
        "jt",
        "persen",
        "periode",
        "putaran",
        "tps",
        "lembar",
        "kelas",
        "desa",
        "kecamatan",
        "lantai",
        "pcs",
        "porsi",
        "gelas",
        "piring",
        "bungkus",
        "shift",
        "sesi",
        "malam",
        "pagi",
        "siang",
        "sore",
        "tanggal",
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
        ":",
        ".",
        "-",
        "/",
        "paslon",
        "pasangan",
        "calon",
        "kandidat",
        "nomor",
        "dari",
        "sampai",
    ]
)
# Not letters held down, and no digit for a letter: contract staff, offices, Roman numerals.
_ACRONYMS = (
    "pppk p3k pppks pppa dpppa dpppakb kemenpppa ppppk kkks k3s viii xiii xviii xxiii xxviii"
)
ACRONYMS: frozenset[str] = frozenset(_ACRONYMS.split())
_EVERYONES = "bapak ibu pak bu mas mbak bang kang teh cak h hj dr dari ir drs dra prof a"
EVERYONES: frozenset[str] = frozenset(_EVERYONES.split())
_HONORIFICS = (
    "bapak ibu pak bu mas mbak bang kang neng teh gus ning cak haji hj h dr ir drs dra kh kiai "
    "kyai ustaz ustad ustadz abah ayah bunda bung mbah om tante prof habib lora ra raden tuan "
    "nyonya uda uni da koh ko cik ci puang daeng andi letkol mayor jenderal brigjen irjen purn "
    "jend st se sh mm msi spd mpd skom mkes si m s pd phd ma mh mt amd spt sip map babeh mpok "
    "enyak nyai buya mamak inyiak tuanku teta batin minak pakde pakdhe bude budhe paman acil guru "
    "amang abi umi eyang romo gusti julak opung oppung ompung inang bundo"
)
HONORIFICS: frozenset[str] = frozenset(_HONORIFICS.split())
