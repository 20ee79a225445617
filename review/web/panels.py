"""Panels of the overview: a chart, a few words, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from review import charts
from review.charts import Bar, Caption, Point, Range
from review.overview import ENOUGH_CONTROLS, Overview, Recall
from review.web import terms
from review.web.numerals import Numerals

if TYPE_CHECKING:
    from markupsafe import Markup

    from review.rates import Figure
    from review.texts import Translate

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """``rows`` are the figures under ``heads``, the first column naming them; ``warnings`` and
    ``notes`` are sentences, ``legend`` says what the parts of bars are."""

    caption: Caption
    heads: Row
    rows: tuple[Row, ...]
    chart: Markup
    legend: str = ""
    warnings: Row = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels of one overview in the reader's language."""

    made: Overview
    t: Translate
    say: Numerals

    def load(self) -> Panel:
        """What waits, by step."""
        t, say, steps = self.t, self.say, terms.steps(self.t)
        caption = Caption(
            "menunggu",
            t("Menunggu menurut langkah"),
            t("Butir terbuka menurut langkah telaah; bagian merah sudah lewat tenggat."),
        )
        bars = [
            Bar(steps[one.step], one.items, say.count(one.items), one.late)
            for one in self.made.load
        ]
        return Panel(
            caption=caption,
            chart=charts.bars(caption, bars, part="care"),
            legend=t("lewat tenggat"),
            heads=(t("Langkah"), t("Butir"), t("Lewat tenggat")),
            rows=tuple(
                (steps[one.step], say.count(one.items), say.count(one.late))
                for one in self.made.load
            ),
        )

    def ahead(self) -> Panel:
        """Deadlines of the coming days."""
        t, say = self.t, self.say
        caption = Caption(
            "tenggat",
            t("Tenggat tujuh hari ke depan"),
            t("Butir terbuka menurut hari jatuh tempo, mulai hari ini."),
        )
        bars = [Bar(f"{day:%d-%m-%Y}", n, say.count(n)) for day, n in self.made.ahead]
        return Panel(
            caption=caption,
            chart=charts.bars(caption, bars),
            heads=(t("Jatuh tempo"), t("Butir")),
            rows=tuple((bar.label, bar.text) for bar in bars),
        )

    def per_day(self) -> Panel:
        """What was decided each day."""
        t = self.t
        caption = Caption(
            "per-hari",
            t("Keputusan pertama per hari"),
            t("Banyaknya butir yang diputuskan pada telaah pertama setiap hari."),
        )
        points = [Point(f"{day:%d-%m}", n) for day, n in self.made.per_day]
        return Panel(
            caption=caption,
            chart=charts.line(caption, points),
            heads=(t("Hari"), t("Butir")),
            rows=tuple((f"{day:%d-%m-%Y}", self.say.count(n)) for day, n in self.made.per_day),
        )

    def by_label(self) -> Panel:
        """What was decided, by label."""
        t, say = self.t, self.say
        names, words = terms.labels(t), terms.decisions(t)
        caption = Caption(
            "per-label",
            t("Menurut jenis dugaan"),
            t("Butir yang diputuskan pada telaah pertama; bagian pekat dinilai indikasi kuat."),
        )
        bars = [
            Bar(names[label], said.total(), say.count(said.total()), said["indikasi_kuat"])
            for label, said in self.made.by_label
        ]
        skips = dict(self.made.skips)
        return Panel(
            caption=caption,
            chart=charts.bars(caption, bars),
            legend=t("dinilai indikasi kuat pada telaah pertama"),
            heads=(t("Dugaan"), *words.values(), t("Dilewati")),
            rows=tuple(
                (names[label], *(say.count(said[word]) for word in words), say.count(skips[label]))
                for label, said in self.made.by_label
            ),
        )

    def agreement(self) -> Panel:
        """Agreement of the first and the second review."""
        t, say, names = self.t, self.say, terms.labels(self.t)
        caption = Caption(
            "kesepakatan",
            t("Kesepakatan dua penelaah"),
            t("Kappa Cohen dari 0 sampai 1 per jenis dugaan; pita adalah selang 95 %."),
        )
        found = [(label, one.kappa) for label, one in self.made.agreements]
        said = t("Pasangan masih sedikit, baca sebagai petunjuk saja:")
        few = [f"{names[x]} ({one.raw.n})" for x, one in self.made.agreements if not one.enough]
        return Panel(
            caption=caption,
            chart=charts.ranges(caption, self._ranges(found, say.number)),
            warnings=(f"{said} {', '.join(few)}.",) if few else (),
            notes=(
                t("Kappa Cohen: 1 selalu sama, 0 tidak lebih baik daripada kebetulan."),
                t(
                    "Dihitung dari semua indikasi kuat dan sebagian acak dari yang lain, jadi "
                    "bukan gambaran seluruh butir."
                ),
            ),
            heads=(t("Dugaan"), t("Kappa"), t("Selang 95 %"), t("Sama"), t("Pasangan")),
            rows=tuple(
                (
                    names[label],
                    say.number(one.kappa.value),
                    say.numbers(one.kappa),
                    say.percent(one.raw.value),
                    say.count(one.raw.n),
                )
                for label, one in self.made.agreements
            ),
        )

    def controls(self) -> Panel:
        """What people found among random controls."""
        t, say, names = self.t, self.say, terms.labels(self.t)
        caption = Caption(
            "kontrol",
            t("Kontrol acak yang dinilai indikasi"),
            t("Bagian kontrol acak yang dinilai indikasi oleh penelaah; pita adalah selang 95 %."),
        )
        found = [(one.label, one.share) for one in self.made.recalls]
        return Panel(
            caption=caption,
            chart=charts.ranges(caption, self._ranges(found, say.percent)),
            notes=(
                t(
                    "Kontrol adalah unggahan di bawah semua ambang, diundi dan ditelaah tanpa "
                    "tanda. Yang dinilai indikasi di antaranya terlewat oleh mesin."
                ),
            ),
            heads=(t("Dugaan"), t("Dinilai indikasi"), t("Selang 95 %"), t("Kontrol diputuskan")),
            rows=tuple(
                (
                    names[x.label],
                    say.percent(x.share.value),
                    say.shares(x.share),
                    say.count(x.share.n),
                )
                for x in self.made.recalls
            ),
        )

    def recall(self) -> Panel:
        """How much of what there is the machine puts before people."""
        t, say, names = self.t, self.say, terms.labels(self.t)
        caption = Caption(
            "jangkauan",
            t("Perkiraan jangkauan mesin"),
            t("Bagian dari semua indikasi yang dimunculkan mesin; pita adalah selang 95 %."),
        )
        found = [(one.label, one.recall) for one in self.made.recalls]
        unknown = tuple(
            f"{names[one.label]}: {self._why(one)}" for one in self.made.recalls if not one.recall
        )
        return Panel(
            caption=caption,
            chart=charts.ranges(caption, self._ranges(found, say.percent)),
            warnings=unknown,
            notes=(
                t(
                    "Terlewat = bagian kontrol yang dinilai indikasi × unggahan yang dibaca tetapi "
                    "tidak dimunculkan (Horvitz dan Thompson 1952)."
                ),
                t("Jangkauan = ditemukan ÷ (ditemukan + terlewat)."),
                t("Selang yang lebar berarti belum diketahui, bukan berarti buruk."),
                t("Unggahan yang dibaca dalam rentang ini: {count}.").format(
                    count=say.count(self.made.read)
                ),
            ),
            heads=(t("Dugaan"), t("Ditemukan"), t("Terlewat"), t("Selang 95 %"), t("Jangkauan")),
            rows=tuple(self._recall_row(names[one.label], one) for one in self.made.recalls),
        )

    def _recall_row(self, name: str, one: Recall) -> Row:
        missed = one.missed.value if one.missed else None
        recall = one.recall.value if one.recall else None
        counts = (self.say.count(one.caught), self.say.count(missed), self.say.counts(one.missed))
        return (name, *counts, self.say.percent(recall))

    def _why(self, one: Recall) -> str:
        if one.share.n < ENOUGH_CONTROLS:
            few = self.t("belum cukup data, {count} dari {enough} kontrol diputuskan.")
            return few.format(count=one.share.n, enough=ENOUGH_CONTROLS)
        if one.missed is None:
            return self.t("belum cukup data, banyaknya unggahan yang dibaca tidak diketahui.")
        return self.t("belum cukup data, belum ada indikasi yang dipastikan.")

    def _ranges(
        self, found: Sequence[tuple[str, Figure | None]], text: Callable[[float | None], str]
    ) -> list[Range]:
        names, made = terms.labels(self.t), []
        for label, one in found:
            value, low, high = (one.value, one.low, one.high) if one else (None, 0.0, 1.0)
            made.append(Range(names[label], value, low, high, text(value)))
        return made
