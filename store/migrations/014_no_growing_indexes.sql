-- A key's index is written anew at the checkpoint of every change to its table: with 240,000 pages
-- 0.2 s for one row, and it grows with the table. These three grow every night and are written by
-- every account or shard, so their keys are kept by the code that writes them, one transaction at a
-- time (store/upsert.py).

ALTER TABLE streams RENAME TO streams_with_key;
CREATE TABLE streams (
    account_id VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    cursor VARCHAR,
    cursor_utc TIMESTAMP,
    last_listing_utc TIMESTAMP
);
INSERT INTO streams SELECT account_id, stream, cursor, cursor_utc, last_listing_utc
FROM streams_with_key;
DROP TABLE streams_with_key;

ALTER TABLE pages RENAME TO pages_with_key;
CREATE TABLE pages (
    sha256 VARCHAR NOT NULL CHECK (length(sha256) = 64),
    account_id VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    status INTEGER NOT NULL,
    headers VARCHAR NOT NULL,
    fetched_utc TIMESTAMP NOT NULL,
    connector_version VARCHAR NOT NULL,
    cursor VARCHAR,
    records INTEGER NOT NULL CHECK (records >= 0),
    size_bytes BIGINT NOT NULL CHECK (size_bytes >= 0),
    parsed_version VARCHAR,
    parsed_utc TIMESTAMP
);
INSERT INTO pages SELECT sha256, account_id, stream, run_id, platform, url, status, headers,
    fetched_utc, connector_version, cursor, records, size_bytes, parsed_version, parsed_utc
FROM pages_with_key;
DROP TABLE pages_with_key;

ALTER TABLE outcomes RENAME TO outcomes_with_key;
CREATE TABLE outcomes (
    run_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('ok', 'empty', 'partial', 'not_public', 'gone',
                                                'auth', 'blocked', 'changed', 'network')),
    pages INTEGER NOT NULL CHECK (pages >= 0),
    records INTEGER NOT NULL CHECK (records >= 0),
    detail VARCHAR NOT NULL,
    recorded_utc TIMESTAMP NOT NULL
);
INSERT INTO outcomes SELECT run_id, account_id, outcome, pages, records, detail, recorded_utc
FROM outcomes_with_key;
DROP TABLE outcomes_with_key;
