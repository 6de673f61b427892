-- Keys that act for somebody and end, failed log-ins counted for all processes, the moment from
-- which earlier sessions count no more, and who watches a ticket.

-- A key from before acts for nobody: it opens nothing until it is made anew.
ALTER TABLE api_key ADD COLUMN user_type TEXT;
ALTER TABLE api_key ADD COLUMN user_login TEXT;
ALTER TABLE api_key ADD COLUMN expire_time TEXT;

CREATE INDEX sessions_user ON sessions (user_type, user_login);

-- The subject is a hash: what people type as a login may be a password.
CREATE TABLE log_in_failure (
    subject TEXT PRIMARY KEY,
    failed INTEGER NOT NULL,
    last_epoch INTEGER NOT NULL
);

CREATE INDEX log_in_failure_last ON log_in_failure (last_epoch);

-- Times to the microsecond, 'YYYY-MM-DD hh:mm:ss.ffffff': a log-in right after a revocation counts.
CREATE TABLE session_revocation (
    user_type TEXT NOT NULL,
    user_login TEXT NOT NULL,
    revoked_time TEXT NOT NULL,
    PRIMARY KEY (user_type, user_login)
);

CREATE TABLE ticket_watcher (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, user_id)
);

CREATE INDEX ticket_watcher_user_id ON ticket_watcher (user_id);
