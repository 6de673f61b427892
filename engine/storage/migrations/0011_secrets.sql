-- Secrets that services name as `secret:NAME`. Each value is sealed with a key of its own, that key
-- with one that is not in this database: `key_id` says with which.

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed_value BLOB NOT NULL,
    change_time TEXT NOT NULL,
    change_by TEXT NOT NULL
) WITHOUT ROWID;
