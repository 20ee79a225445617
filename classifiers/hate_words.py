"""Words that make a sentence hate, or make it not: whom it is about and what is done to them.

Written for this project. Groups are named so that a model can treat all alike; that a word is here
says nothing of the people it names.
"""

from __future__ import annotations

HATE_CLASSES: dict[str, str] = {
    "group": (
        "cina tionghoa tiongkok chinese aseng arab yaman india keling tamil papua ambon maluku "
        "flores ntt timor jawa sunda batak medan minang padang melayu dayak banjar madura betawi "
        "bugis makassar toraja aceh bali sasak lombok manado minahasa lampung palembang nias "
        "mentawai rohingya pengungsi imigran pendatang perantau transmigran pribumi yahudi israel "
        "bule negro islam muslim muslimah kristen nasrani katolik katholik protestan hindu buddha "
        "budha konghucu khonghucu ahmadiyah syiah sunni nu muhammadiyah salafi wahabi penghayat "
        "kejawen ateis agama gereja masjid pura vihara klenteng kelenteng wihara difabel "
        "disabilitas cacat tuli buta bisu autis odgj tunanetra tunarungu lumpuh lgbt gay lesbi "
        "lesbian homo transgender transpuan waria bencong banci perempuan wanita cewek istri "
        "janda lansia miskin gelandangan pengemis buruh petani nelayan baduy suku etnis "
        "ras keturunan umat jemaat jemaah pendeta ustaz ustadz kyai kiai pastor biksu santri "
        "jilbab hijab cadar berjilbab bercadar kaum golongan timur samin anak rimba bajo asmat "
        "sumba gorontalo kaili tolaki rote sabu alor"
    ),
    "slur": (
        "kafir kapir kopar cebong kampret kadrun bani onta gurun sipit cokin cingkek mata sesat "
        "murtad bidah laknat laknatullah iblis setan dajjal komunis pki antek kutil bencong banci "
        "maho lonte pelacur pecun perek sundal jablay jalang ireng item hitam keriting monyet "
        "kunyuk sarap sinting idiot teroris radikal penjajah munafik munafikun togog babu jongos "
        "kampungan udik ndeso"
    ),
    "dehumanise": (
        "anjing asu anjir anjrit babi monyet kera lutung beruk tikus kecoa kecoak kutu belatung "
        "lintah benalu parasit virus penyakit wabah hama kuman bakteri kanker binatang hewan "
        "ternak kambing kerbau celeng ular buaya serigala anying sampah kotoran tai tahi limbah "
        "najis sampahnya setan iblis hina makhluk rendah biadab bejat barbar primitif terbelakang "
        "bau busuk jorok kotor bangkai"
    ),
    "expel": (
        "usir diusir mengusir pulang pulangkan balik enyah pergi minggat hengkang keluar angkat "
        "kaki larang dilarang tolak ditolak boikot jauhi singkirkan bersihkan basmi musnahkan "
        "habisi babat ganyang bubarkan kurung dikurung karantina asingkan deportasi cabut pecat "
        "kandangkan tenggelamkan lempar buang minggir kosongkan"
    ),
    "violence": (
        "bunuh dibunuh bantai dibantai bakar dibakar gantung digantung penggal sembelih tembak "
        "mati matikan hajar gebuk pukul tampar injak ludahi perkosa rajam bacok tusuk gorok "
        "potong hancurkan serang jarah keroyok bom ledakkan mampus modar mampuslah tewas celaka "
        "azab siksa siram"
    ),
    "insult": (
        "bodoh goblok tolol bego dungu idiot bloon bebal pandir sarap gila sinting edan stres "
        "bangsat brengsek bajingan keparat kampret jancuk jancok cok dancok kontol memek ngentot "
        "pantek puki pukimak tai taik asu anjing sialan bacot bangke setan iblis laknat kurang "
        "ajar biadab songong sombong pelit malas pemalas maling pencuri penipu koruptor licik "
        "culas serakah rakus munafik pengkhianat penjilat pembohong perusak perampok penjahat "
        "kriminal preman pemabuk jelek buruk lemah beban aib hina rendahan goblog belegug koplok "
        "kehed blegug pekok gendheng gelo babal bungul"
    ),
    "all": (
        "semua semuanya seluruh tiap setiap para segala rata kebanyakan memang dasar "
        "kabeh sadaya kabbhi selalu pasti tidak pernah satupun mana mental watak tabiat sifat "
        "otak darah genetik turunan"
    ),
    "not": (
        "tidak bukan belum tanpa jangan ora mboten teu kada indak stop setop hentikan berhenti "
        "dilarang salah keliru tolak"
    ),
    "against": (
        "rasis rasisme diskriminasi stereotip stigma prasangka intoleran intoleransi toleransi "
        "toleran menyakitkan memalukan kasihan sedih miris prihatin malu minta maaf melukai "
        "pelaku dilaporkan laporkan dihukum ujaran kebencian menghina dihina ejekan hinaan "
        "olok digebyah generalisasi perundungan bullying dibully setop lawan pantas "
        "tega heran protes bilang berkata ngomong sebut disebut menyebut dipanggil diteriaki "
        "teriak tulisan spanduk komentar"
    ),
    "good": (
        "bangga cinta sayang hormat keren hebat rukun damai bersaudara saudara teman sahabat "
        "tetangga keluarga indah cantik enak juara prestasi berprestasi sukses selamat merayakan "
        "perayaan syukur terima kasih tolong menolong bantu membantu gotong royong bersama setara "
        "hak sama adil layanan ramah akses dukung belajar budaya tradisi sejarah makanan masakan "
        "kuliner tari lagu bahasa"
    ),
    "person": (
        "kamu anda dia kau ente situ beliau doi kowe sampeyan maneh manehna inyong "
        "dirimu bapak ibu bos atasan tetangga adik kakak mantan teman supir sopir kasir "
        "presiden bupati"
    ),
    "them": (
        "mereka orang kaum bangsa jenis ras makhluk wong jelma urang oreng jalma kalian klian"
    ),
    "thing": (
        "motor mobil hp laptop printer sinyal wifi jalan macet hujan cuaca panas banjir mesin "
        "listrik air nasi kopi makanan film lagu bola wasit sepatu baju server aplikasi absen "
        "kabel ac kipas kran pintu alarm jam tugas ujian soal skripsi"
    ),
    "desire": (
        "harus harusnya mesti wajib perlu pantas layak sebaiknya mending seharusnya mestinya kudu "
        "patut boleh berhak tempatnya"
    ),
    "ask": "apa apakah kenapa mengapa siapa kok masa kapan bagaimana kah",
}

# Where a word does several things, the first of the classes above counts.
HATE_CLASS_OF: dict[str, str] = {
    word: name for name, listed in reversed(HATE_CLASSES.items()) for word in listed.split()
}
GROUPS: frozenset[str] = frozenset(HATE_CLASSES["group"].split())
