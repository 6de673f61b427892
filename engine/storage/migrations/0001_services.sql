-- Web services: the text as it was given, its validity, and every version there ever was.

-- AUTOINCREMENT, because traces and clients keep ids: the id of a deleted service never returns.
CREATE TABLE web_service (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    validity INTEGER NOT NULL CHECK (validity IN (1, 2, 3)),
    revision INTEGER NOT NULL,
    created_time TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_time TEXT NOT NULL,
    changed_by TEXT NOT NULL
);

-- In the reference the first service of one's own is number 2, and clients address it so.
INSERT INTO sqlite_sequence (name, seq) VALUES ('web_service', 1);

CREATE TABLE web_service_version (
    web_service_id INTEGER NOT NULL REFERENCES web_service (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    validity INTEGER NOT NULL,
    change TEXT NOT NULL,
    changed_time TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (web_service_id, number)
) WITHOUT ROWID;

-- Grows with every change of any service, so that other processes notice.
CREATE TABLE web_service_change (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    counter INTEGER NOT NULL
);

INSERT INTO web_service_change (only, counter) VALUES (1, 0);
