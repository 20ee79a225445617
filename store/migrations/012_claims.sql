-- Debunked claims: what posts are compared with to find shared hoaxes.
CREATE TABLE claims (
    claim_id VARCHAR PRIMARY KEY,
    text VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    conclusion VARCHAR NOT NULL,
    checked_on DATE,
    url VARCHAR NOT NULL,
    imported_utc TIMESTAMP NOT NULL
);
