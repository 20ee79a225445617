-- What people decided. The key makes a second decision on the same step impossible.
CREATE TABLE decisions (
    flag_id VARCHAR NOT NULL,
    review_round INTEGER NOT NULL CHECK (review_round >= 1),
    step VARCHAR NOT NULL CHECK (step IN ('telaah_pertama', 'telaah_kedua')),
    decision VARCHAR NOT NULL CHECK (decision IN (
        'indikasi_kuat', 'bukan', 'klarifikasi', 'tidak_cukup_bukti')),
    reviewer VARCHAR NOT NULL CHECK (length(reviewer) > 0),
    reason VARCHAR NOT NULL,
    rulebook_row VARCHAR,
    decided_utc TIMESTAMP NOT NULL,
    audit_hash VARCHAR NOT NULL,
    PRIMARY KEY (flag_id, review_round, step),
    CHECK (decision <> 'indikasi_kuat' OR (length(reason) > 0 AND rulebook_row IS NOT NULL))
);
