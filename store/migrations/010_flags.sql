-- What a human must look at: one row per (content of an activity, label).
CREATE TABLE flags (
    flag_id VARCHAR PRIMARY KEY,
    activity_key VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL CHECK (length(content_sha256) = 64),
    account_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    label VARCHAR NOT NULL CHECK (label IN ('candidate_support', 'hate_speech', 'hoax_sharing')),
    probability DOUBLE NOT NULL CHECK (probability BETWEEN 0 AND 1),
    threshold DOUBLE NOT NULL CHECK (threshold BETWEEN 0 AND 1),
    model_version VARCHAR NOT NULL,
    targets VARCHAR NOT NULL,
    hoax_claim VARCHAR,
    election_id VARCHAR,
    stage VARCHAR,
    wave_id VARCHAR,
    control BOOLEAN NOT NULL,
    queue_rank DOUBLE NOT NULL CHECK (queue_rank BETWEEN 0 AND 1),
    state VARCHAR NOT NULL CHECK (state IN (
        'baru', 'diklaim', 'indikasi_kuat', 'bukan', 'klarifikasi', 'tidak_cukup_bukti',
        'telaah_kedua', 'final', 'dirujuk', 'keberatan', 'dikuatkan', 'dibatalkan')),
    review_round INTEGER NOT NULL CHECK (review_round >= 1),
    known_utc TIMESTAMP NOT NULL,
    deadline_utc TIMESTAMP NOT NULL CHECK (deadline_utc >= known_utc),
    night DATE NOT NULL,
    run_id VARCHAR NOT NULL
);

-- What happened to a flagged activity afterwards; the flag and its evidence stay as they were.
CREATE TABLE flag_events (
    flag_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL CHECK (event IN ('updated', 'deleted')),
    content_sha256 VARCHAR NOT NULL,
    observed_utc TIMESTAMP NOT NULL,
    PRIMARY KEY (flag_id, event, content_sha256, observed_utc)
);

-- Which files of evidence/ belong to which flag.
CREATE TABLE evidence (
    flag_id VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL CHECK (length(sha256) = 64),
    kind VARCHAR NOT NULL CHECK (kind IN ('manifest', 'page', 'media')),
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    PRIMARY KEY (flag_id, sha256, kind)
);
