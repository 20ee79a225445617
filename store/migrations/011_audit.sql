-- Append-only: hash is SHA-256 over the previous row's hash and this row's canonical JSON.
CREATE TABLE audit (
    seq BIGINT PRIMARY KEY CHECK (seq >= 1),
    recorded_utc TIMESTAMP NOT NULL,
    event VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    details VARCHAR NOT NULL,
    hash VARCHAR NOT NULL
);

-- The last row's number and hash, so that a cut-off tail is seen.
CREATE TABLE audit_head (
    seq BIGINT NOT NULL,
    hash VARCHAR NOT NULL
);

INSERT INTO audit_head VALUES (0, repeat('0', 64));
