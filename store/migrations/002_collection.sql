-- What collecting remembers: runs, cursors, raw pages, outcomes, issues, and items gone missing.

CREATE TABLE runs (
    run_id VARCHAR PRIMARY KEY,
    night DATE NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 1),
    started_utc TIMESTAMP NOT NULL,
    finished_utc TIMESTAMP,
    summary VARCHAR NOT NULL DEFAULT '{}'
);

CREATE TABLE streams (
    account_id VARCHAR NOT NULL,
    stream VARCHAR NOT NULL,
    cursor VARCHAR,
    cursor_utc TIMESTAMP,
    last_listing_utc TIMESTAMP,
    PRIMARY KEY (account_id, stream)
);

-- The bytes lie in lake/pages; parsed_version is the connector version that read them last.
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
    parsed_utc TIMESTAMP,
    PRIMARY KEY (sha256, account_id, stream)
);

CREATE TABLE outcomes (
    run_id VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('ok', 'empty', 'partial', 'not_public', 'gone',
                                                'auth', 'blocked', 'changed', 'network')),
    pages INTEGER NOT NULL CHECK (pages >= 0),
    records INTEGER NOT NULL CHECK (records >= 0),
    detail VARCHAR NOT NULL,
    recorded_utc TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, account_id)
);

-- position is -1 where the whole page is meant.
CREATE TABLE issues (
    page_sha256 VARCHAR NOT NULL,
    account_id VARCHAR NOT NULL,
    position INTEGER NOT NULL CHECK (position >= -1),
    code VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    recorded_utc TIMESTAMP NOT NULL,
    PRIMARY KEY (page_sha256, account_id, position, code)
);

CREATE TABLE absences (
    activity_key VARCHAR PRIMARY KEY,
    first_run_id VARCHAR NOT NULL,
    first_missing_utc TIMESTAMP NOT NULL
);
