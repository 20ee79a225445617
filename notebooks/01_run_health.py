"""Apakah malam-malam berjalan sehat? Dibaca dari salinan auditor, tanpa nama dan tanpa teks."""

import marimo

app = marimo.App(width="medium", app_title="Kesehatan pengumpulan")


@app.cell
def _():
    import marimo as mo
    import polars as pl
    from figures import bars, days, figure, snapshot, table

    from store.snapshot import read

    path = snapshot()
    mo.md(
        """
        # Kesehatan pengumpulan

        Apakah semua akun terdaftar terbaca, apa yang gagal, dan apakah jumlahnya wajar dibanding
        malam-malam sebelumnya? Yang tidak ditampilkan sebuah platform **tidak teramati**; itu tidak
        sama dengan tidak ada.
        """
    )
    return bars, days, figure, mo, path, pl, read, table


@app.cell
def _(path, read, table):
    nights = read(
        path,
        """
        SELECT run_id AS malam, attempts AS percobaan, started_utc AS mulai_utc,
               finished_utc AS selesai_utc,
               round(epoch(finished_utc - started_utc), 1) AS detik
        FROM runs ORDER BY night DESC, run_id DESC LIMIT 30
        """,
    )
    table(nights, "Malam terakhir (kosong pada selesai_utc berarti terhenti)")
    return


@app.cell
def _(bars, figure, path, read):
    outcomes = read(
        path,
        """
        SELECT outcome AS hasil, platform, count(*) AS akun
        FROM outcomes JOIN accounts USING (account_id)
        WHERE run_id = (SELECT run_id FROM outcomes ORDER BY recorded_utc DESC LIMIT 1)
        GROUP BY ALL ORDER BY akun DESC, hasil, platform
        """,
    )
    figure(
        bars(outcomes, "akun", "hasil", "platform"), outcomes, "Akun menurut hasil, malam terakhir"
    )
    return


@app.cell
def _(days, figure, path, read):
    volume = read(
        path,
        """
        SELECT day AS hari, platform, count(*) AS unggahan
        FROM activities WHERE change = 'create' AND kind IN ('post', 'reply', 'quote')
          AND day > (SELECT max(day) FROM activities) - 30
        GROUP BY ALL ORDER BY hari, platform
        """,
    )
    figure(
        days(volume, "unggahan", "hari", "platform"),
        volume,
        "Unggahan menurut hari (menurut pengakuan platform) dan platform, 30 hari terakhir",
    )
    return


@app.cell
def _(path, read, table):
    kinds = read(
        path,
        """
        SELECT platform, kind AS jenis, change AS perubahan, count(*) AS jumlah
        FROM activities GROUP BY ALL ORDER BY platform, jenis, perubahan
        """,
    )
    table(kinds, "Kegiatan menurut platform, jenis, dan perubahan")
    return


@app.cell
def _(path, read, table):
    failures = read(
        path,
        """
        SELECT run_id AS malam, platform, outcome AS hasil, count(*) AS akun
        FROM outcomes JOIN accounts USING (account_id)
        WHERE outcome NOT IN ('ok', 'empty')
        GROUP BY ALL ORDER BY malam DESC, akun DESC LIMIT 50
        """,
    )
    table(failures, "Akun yang tidak terbaca penuh")
    return


@app.cell
def _(path, read, table):
    issues = read(
        path,
        """
        SELECT run_id AS malam, platform, code AS masalah, count(*) AS jumlah
        FROM issues GROUP BY ALL ORDER BY malam DESC, jumlah DESC LIMIT 50
        """,
    )
    table(issues, "Isi halaman yang tidak dapat dibaca (halaman mentahnya tersimpan)")
    return


@app.cell
def _(path, read, table):
    compared = read(
        path,
        """
        WITH nightly AS (
            SELECT observed_day AS hari, platform, count(*) AS baru
            FROM activities WHERE change = 'create' GROUP BY ALL
        )
        SELECT hari, platform, baru,
               median(baru) OVER (PARTITION BY platform ORDER BY hari
                                  ROWS BETWEEN 14 PRECEDING AND 1 PRECEDING) AS median_14_malam
        FROM nightly ORDER BY hari DESC, platform LIMIT 60
        """,
    )
    table(compared, "Kegiatan baru per malam dibanding median 14 malam sebelumnya")
    return


if __name__ == "__main__":
    app.run()
