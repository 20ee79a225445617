-- How old a password is: one that an admin gave counts for some hours only (config/review.yaml).
-- What was given before counts from now.

ALTER TABLE users ADD COLUMN password_utc TIMESTAMP;
UPDATE users SET password_utc = now() AT TIME ZONE 'UTC' WHERE password_hash IS NOT NULL;
