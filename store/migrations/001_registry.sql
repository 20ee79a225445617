-- The registry: units, people and the accounts they registered. A row leaves service by its
-- active_to or by removed_utc and is never deleted by an import: decisions refer to it.

CREATE SEQUENCE person_numbers;
CREATE SEQUENCE account_numbers;

CREATE TABLE units (
    unit_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    parent_id VARCHAR,
    removed_utc TIMESTAMP,
    changed_utc TIMESTAMP NOT NULL,
    CHECK (parent_id IS NULL OR parent_id <> unit_id)
);

CREATE TABLE people (
    person_id VARCHAR PRIMARY KEY,
    nip VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('pns', 'cpns', 'pppk', 'pppk_paruh_waktu')),
    unit_id VARCHAR NOT NULL,
    position VARCHAR NOT NULL,
    active_from DATE,
    active_to DATE,
    removed_utc TIMESTAMP,
    changed_utc TIMESTAMP NOT NULL
);

-- Every number a person has had: a move from PPPK to PNS brings a new one.
CREATE TABLE person_nips (
    nip VARCHAR PRIMARY KEY,
    person_id VARCHAR NOT NULL,
    since_utc TIMESTAMP NOT NULL
);

-- One account as held by one owner: a handle that passes to someone else is a new account_id,
-- so that nothing said under the earlier owner is ever laid at the later one's door.
CREATE TABLE accounts (
    account_id VARCHAR PRIMARY KEY,
    platform VARCHAR NOT NULL,
    handle VARCHAR NOT NULL,
    person_id VARCHAR,
    institution_id VARCHAR,
    confirmed_by VARCHAR NOT NULL CHECK (confirmed_by IN ('asn', 'kepegawaian', 'unit', 'belum')),
    note VARCHAR NOT NULL DEFAULT '',
    stable_id VARCHAR,
    home VARCHAR,
    active_from DATE,
    active_to DATE,
    removed_utc TIMESTAMP,
    changed_utc TIMESTAMP NOT NULL,
    CHECK (person_id IS NOT NULL OR institution_id IS NOT NULL)
);

-- What a handle has resolved to over time; the newest row is the present one.
CREATE TABLE account_identities (
    account_id VARCHAR NOT NULL,
    handle VARCHAR NOT NULL,
    stable_id VARCHAR NOT NULL,
    home VARCHAR NOT NULL,
    seen_utc TIMESTAMP NOT NULL
);
