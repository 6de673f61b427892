-- Who may act: agents, customer users, groups, permissions, sessions, API keys; system settings.
-- Table and column names follow the reference, section 11.2; times are UTC, 'YYYY-MM-DD hh:mm:ss'.

CREATE TABLE valid (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE COLLATE NOCASE,
    pw TEXT,
    title TEXT,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE user_preferences (
    user_id INTEGER NOT NULL REFERENCES users (id),
    preferences_key TEXT NOT NULL,
    preferences_value TEXT,
    PRIMARY KEY (user_id, preferences_key)
);

CREATE TABLE groups_table (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    comments TEXT,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE group_user (
    user_id INTEGER NOT NULL REFERENCES users (id),
    group_id INTEGER NOT NULL REFERENCES groups_table (id),
    permission_key TEXT NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (user_id, group_id, permission_key)
);

CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    comments TEXT,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE role_user (
    user_id INTEGER NOT NULL REFERENCES users (id),
    role_id INTEGER NOT NULL REFERENCES roles (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (user_id, role_id)
);

CREATE TABLE group_role (
    role_id INTEGER NOT NULL REFERENCES roles (id),
    group_id INTEGER NOT NULL REFERENCES groups_table (id),
    permission_key TEXT NOT NULL,
    permission_value INTEGER NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (role_id, group_id, permission_key)
);

CREATE TABLE customer_company (
    customer_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    street TEXT,
    zip TEXT,
    city TEXT,
    country TEXT,
    url TEXT,
    comments TEXT,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE customer_user (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE COLLATE NOCASE,
    email TEXT NOT NULL COLLATE NOCASE,
    customer_id TEXT NOT NULL,
    pw TEXT,
    title TEXT,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    phone TEXT,
    fax TEXT,
    mobile TEXT,
    street TEXT,
    zip TEXT,
    city TEXT,
    country TEXT,
    comments TEXT,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE INDEX customer_user_email ON customer_user (email);

CREATE TABLE customer_user_customer (
    user_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (user_id, customer_id)
);

CREATE TABLE group_customer_user (
    user_id TEXT NOT NULL,
    group_id INTEGER NOT NULL REFERENCES groups_table (id),
    permission_key TEXT NOT NULL,
    permission_value INTEGER NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (user_id, group_id, permission_key)
);

CREATE TABLE group_customer (
    customer_id TEXT NOT NULL,
    group_id INTEGER NOT NULL REFERENCES groups_table (id),
    permission_key TEXT NOT NULL,
    permission_value INTEGER NOT NULL,
    permission_context TEXT NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (customer_id, group_id, permission_key, permission_context)
);

-- One row for each session, found by the SHA-256 of its id: a copy of the store opens no session.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL UNIQUE,
    user_type TEXT NOT NULL,
    user_login TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    user_session_start INTEGER NOT NULL,
    user_last_request INTEGER NOT NULL,
    user_remote_addr TEXT NOT NULL,
    data TEXT NOT NULL
);

CREATE INDEX sessions_start ON sessions (user_session_start);

CREATE INDEX sessions_last_request ON sessions (user_last_request);

CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    key_hash TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

INSERT INTO valid (id, name) VALUES
    (1, 'valid'),
    (2, 'invalid'),
    (3, 'invalid-temporarily');

-- The administrator has no password until one is set, and cannot log in before.
INSERT INTO users (id, login, pw, title, first_name, last_name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'root@localhost', NULL, NULL, 'Admin', 'Crosstie', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO user_preferences (user_id, preferences_key, preferences_value) VALUES
    (1, 'UserEmail', 'root@localhost');

INSERT INTO groups_table (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'users', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'admin', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'stats', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO group_user (user_id, group_id, permission_key, create_time, create_by, change_time, change_by) VALUES
    (1, 1, 'rw', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (1, 2, 'rw', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (1, 3, 'rw', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);
