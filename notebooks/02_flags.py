"""Apa yang ditandai mesin, dan apa kata manusia? Dibaca dari salinan auditor, tanpa nama dan teks."""

import marimo

app = marimo.App(width="medium", app_title="Dugaan dan keputusan")


@app.cell
def _():
    import marimo as mo
    import polars as pl
    from figures import bars, days, figure, snapshot, table, with_share

    from store.snapshot import read

    path = snapshot()
    mo.md(
        """
        # Dugaan dan keputusan

        Semua angka di sini tentang **unggahan**, bukan tentang orang. Mesin hanya menunjuk; manusia
        yang memutuskan. Kendali acak (unggahan di bawah semua ambang) dihitung terpisah.
        """
    )
    return bars, days, figure, mo, path, pl, read, table, with_share


@app.cell
def _(bars, figure, path, read):
    labels = read(
        path,
        """
        SELECT label, platform, count(*) AS dugaan FROM flags WHERE NOT control
        GROUP BY ALL ORDER BY dugaan DESC, label, platform
        """,
    )
    figure(bars(labels, "dugaan", "label", "platform"), labels, "Dugaan menurut label dan platform")
    return


@app.cell
def _(path, read, table, with_share):
    units = read(
        path,
        """
        WITH posts AS (
            SELECT unit_id, count(*) AS unggahan FROM activities
            WHERE change = 'create' AND kind IN ('post', 'reply', 'quote') GROUP BY unit_id
        ), flagged AS (
            SELECT unit_id, count(*) AS dugaan FROM flags WHERE NOT control GROUP BY unit_id
        )
        SELECT units.kind AS jenis_unit, count(*) AS unit,
               CAST(sum(unggahan) AS BIGINT) AS unggahan,
               CAST(sum(coalesce(dugaan, 0)) AS BIGINT) AS dugaan
        FROM posts JOIN units USING (unit_id) LEFT JOIN flagged USING (unit_id)
        GROUP BY jenis_unit ORDER BY unggahan DESC
        """,
    )
    table(
        with_share(units, "dugaan", "unggahan"),
        "Dugaan menurut jenis unit, dengan selang kepercayaan 95 % (yang lebar berarti belum tahu)",
    )
    return


@app.cell
def _(path, read, table):
    stages = read(
        path,
        """
        SELECT election_id AS pemilihan, stage AS tahapan, label, count(*) AS dugaan
        FROM flags WHERE NOT control GROUP BY ALL ORDER BY pemilihan, tahapan, label
        """,
    )
    table(stages, "Dugaan menurut tahapan pemilihan pada hari unggahan dibuat")
    return


@app.cell
def _(days, figure, path, read):
    scores = read(
        path,
        """
        WITH long AS (
            UNPIVOT (SELECT candidate_support, hate_speech, hoax_sharing FROM scores
                     WHERE abstained IS NULL)
            ON candidate_support, hate_speech, hoax_sharing INTO NAME label VALUE probability
        )
        SELECT label, least(floor(probability * 10), 9) / 10 AS mulai, count(*) AS unggahan
        FROM long GROUP BY ALL ORDER BY label, mulai
        """,
    )
    above = scores.filter(scores["mulai"] >= 0.1)
    figure(
        days(above, "unggahan", "mulai", "label"),
        scores,
        "Sebaran nilai per label (gambar mulai dari 0,1; tabel memuat semuanya)",
    )
    return


@app.cell
def _(path, read, table):
    abstained = read(
        path,
        """
        SELECT coalesce(abstained, 'dinilai') AS keadaan, count(*) AS unggahan
        FROM scores GROUP BY ALL ORDER BY unggahan DESC
        """,
    )
    table(abstained, "Unggahan yang dinilai, dan yang tidak beserta sebabnya")
    return


@app.cell
def _(path, read, table):
    decisions = read(
        path,
        """
        SELECT label, coalesce(decision, 'belum diputus') AS keputusan,
               count(*) FILTER (NOT control) AS dugaan, count(*) FILTER (control) AS kendali
        FROM flags LEFT JOIN decisions USING (flag_id)
        GROUP BY ALL ORDER BY label, dugaan DESC
        """,
    )
    table(decisions, "Keputusan sejauh ini; kendali adalah contoh acak dari yang tidak ditandai")
    return


@app.cell
def _(path, read, table):
    deadlines = read(
        path,
        """
        SELECT state AS status, count(*) AS butir,
               min(deadline_utc + INTERVAL 7 HOUR) AS batas_terdekat_wib
        FROM flags GROUP BY ALL ORDER BY butir DESC
        """,
    )
    table(deadlines, "Status dan batas lapor terdekat")
    return


if __name__ == "__main__":
    app.run()
