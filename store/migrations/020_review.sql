-- Reviewing by several people: who may sign in, who holds what, what was undone, and cases.
-- Flags and the chain grow every night and are written by every decision, so their keys are kept
-- by the code that writes them (014_no_growing_indexes.sql has the figures).

ALTER TABLE flags RENAME TO flags_with_key;
CREATE TABLE flags (
    flag_id VARCHAR NOT NULL,
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
        'telaah_kedua', 'beda_pendapat', 'final', 'dirujuk', 'keberatan', 'dikuatkan',
        'dibatalkan')),
    review_round INTEGER NOT NULL CHECK (review_round >= 1),
    known_utc TIMESTAMP NOT NULL,
    deadline_utc TIMESTAMP NOT NULL CHECK (deadline_utc >= known_utc),
    night DATE NOT NULL,
    run_id VARCHAR NOT NULL
);
INSERT INTO flags SELECT flag_id, activity_key, content_sha256, account_id, platform, label,
    probability, threshold, model_version, targets, hoax_claim, election_id, stage, wave_id,
    control, queue_rank, state, review_round, known_utc, deadline_utc, night, run_id
FROM flags_with_key;
DROP TABLE flags_with_key;

ALTER TABLE audit RENAME TO audit_with_key;
CREATE TABLE audit (
    seq BIGINT NOT NULL CHECK (seq >= 1),
    recorded_utc TIMESTAMP NOT NULL,
    event VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    details VARCHAR NOT NULL,
    hash VARCHAR NOT NULL
);
INSERT INTO audit SELECT seq, recorded_utc, event, actor, subject, details, hash
FROM audit_with_key ORDER BY seq;
DROP TABLE audit_with_key;

-- The penyelia's word where two reviewers differ is a third step.
ALTER TABLE decisions RENAME TO decisions_of_two;
CREATE TABLE decisions (
    flag_id VARCHAR NOT NULL,
    review_round INTEGER NOT NULL CHECK (review_round >= 1),
    step VARCHAR NOT NULL CHECK (step IN (
        'telaah_pertama', 'telaah_kedua', 'telaah_penyelia')),
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
INSERT INTO decisions SELECT flag_id, review_round, step, decision, reviewer, reason, rulebook_row,
    decided_utc, audit_hash
FROM decisions_of_two;
DROP TABLE decisions_of_two;

-- Decisions taken back within their minutes, as they stood: the step is open again, the trace stays.
CREATE TABLE withdrawn (
    flag_id VARCHAR NOT NULL,
    review_round INTEGER NOT NULL,
    step VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,
    reviewer VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    rulebook_row VARCHAR,
    decided_utc TIMESTAMP NOT NULL,
    audit_hash VARCHAR NOT NULL,
    withdrawn_utc TIMESTAMP NOT NULL,
    withdrawn_hash VARCHAR NOT NULL
);

-- Who holds which open step, and until when. The key makes a second holder impossible.
CREATE TABLE leases (
    flag_id VARCHAR PRIMARY KEY,
    step VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    since_utc TIMESTAMP NOT NULL,
    until_utc TIMESTAMP NOT NULL
);

CREATE TABLE skips (
    flag_id VARCHAR NOT NULL,
    review_round INTEGER NOT NULL,
    step VARCHAR NOT NULL,
    reviewer VARCHAR NOT NULL,
    skipped_utc TIMESTAMP NOT NULL
);

CREATE TABLE notes (
    flag_id VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    written_utc TIMESTAMP NOT NULL,
    audit_hash VARCHAR NOT NULL
);

CREATE TABLE users (
    user_id VARCHAR PRIMARY KEY,
    username VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('analis', 'penyelia', 'auditor', 'admin')),
    password_hash VARCHAR,
    oidc_subject VARCHAR,
    must_change BOOLEAN NOT NULL,
    language VARCHAR NOT NULL CHECK (language IN ('id', 'en')),
    shortcuts BOOLEAN NOT NULL,
    created_utc TIMESTAMP NOT NULL,
    disabled_utc TIMESTAMP
);

CREATE TABLE sessions (
    session_id VARCHAR PRIMARY KEY,
    user_id VARCHAR NOT NULL,
    csrf_token VARCHAR NOT NULL,
    device VARCHAR NOT NULL,
    created_utc TIMESTAMP NOT NULL,
    seen_utc TIMESTAMP NOT NULL,
    expires_utc TIMESTAMP NOT NULL
);

CREATE TABLE sign_ins (
    username_sha256 VARCHAR NOT NULL,
    address_sha256 VARCHAR NOT NULL,
    succeeded BOOLEAN NOT NULL,
    tried_utc TIMESTAMP NOT NULL
);

-- What follows once a review is final, or waits for an answer.
CREATE TABLE cases (
    case_id VARCHAR PRIMARY KEY,
    flag_id VARCHAR NOT NULL,
    opened_by VARCHAR NOT NULL,
    opened_utc TIMESTAMP NOT NULL,
    closed_utc TIMESTAMP
);

CREATE TABLE case_events (
    case_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN (
        'identitas_dibuka', 'klarifikasi_diminta', 'klarifikasi_diterima', 'dokumen_dibuat',
        'dirujuk', 'hasil', 'keberatan', 'keberatan_diputus', 'pengingat', 'catatan', 'ditutup')),
    actor VARCHAR NOT NULL,
    happened_utc TIMESTAMP NOT NULL,
    details VARCHAR NOT NULL,
    audit_hash VARCHAR NOT NULL
);
