CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    key_hash TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
, user_type TEXT, user_login TEXT, expire_time TEXT);

CREATE TABLE "article" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    article_sender_type_id INTEGER NOT NULL REFERENCES article_sender_type (id),
    communication_channel_id INTEGER NOT NULL REFERENCES communication_channel (id),
    is_visible_for_customer INTEGER NOT NULL,
    search_index_needs_rebuild INTEGER NOT NULL DEFAULT 1,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE article_data_mime (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL UNIQUE REFERENCES article (id),
    a_from TEXT,
    a_reply_to TEXT,
    a_to TEXT,
    a_cc TEXT,
    a_bcc TEXT,
    a_subject TEXT,
    a_message_id TEXT,
    a_in_reply_to TEXT,
    a_references TEXT,
    a_content_type TEXT,
    a_body TEXT,
    incoming_time INTEGER NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE article_data_mime_attachment (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    filename TEXT,
    content_size TEXT,
    content_type TEXT,
    content_id TEXT,
    content_alternative TEXT,
    disposition TEXT,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE article_flag (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    article_key TEXT NOT NULL,
    article_value TEXT,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    PRIMARY KEY (article_id, article_key, create_by)
) WITHOUT ROWID;

CREATE TABLE article_search (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    from_text TEXT NOT NULL,
    to_text TEXT NOT NULL,
    cc_text TEXT NOT NULL,
    bcc_text TEXT NOT NULL,
    subject_text TEXT NOT NULL,
    body_text TEXT NOT NULL
);

CREATE TABLE article_sender_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE VIRTUAL TABLE article_trigram USING fts5 (
    from_text, to_text, cc_text, bcc_text, subject_text, body_text,
    content='article_search', content_rowid='article_id', columnsize=0, detail='none',
    tokenize='trigram case_sensitive 1'
);

CREATE TABLE 'article_trigram_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'article_trigram_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'article_trigram_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE attachment_search (
    attachment_id INTEGER PRIMARY KEY
        REFERENCES article_data_mime_attachment (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id),
    filename_text TEXT NOT NULL
);

CREATE VIRTUAL TABLE attachment_trigram USING fts5 (
    filename_text,
    content='attachment_search', content_rowid='attachment_id', columnsize=0, detail='none',
    tokenize='trigram case_sensitive 1'
);

CREATE TABLE 'attachment_trigram_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'attachment_trigram_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'attachment_trigram_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE auto_response_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE communication_channel (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    module TEXT NOT NULL,
    package_name TEXT NOT NULL,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
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

CREATE TABLE customer_user_customer (
    user_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL,
    PRIMARY KEY (user_id, customer_id)
);

CREATE TABLE desk_revision (
    revision INTEGER NOT NULL
);

CREATE TABLE dynamic_field (
    id INTEGER PRIMARY KEY,
    internal_field INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    field_order INTEGER NOT NULL,
    field_type TEXT NOT NULL,
    object_type TEXT NOT NULL,
    config TEXT NOT NULL,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE dynamic_field_value (
    id INTEGER PRIMARY KEY,
    field_id INTEGER NOT NULL REFERENCES dynamic_field (id),
    object_id INTEGER NOT NULL,
    value_text TEXT,
    value_date TEXT,
    value_int INTEGER,
    index_value INTEGER,
    index_set INTEGER
, search_value TEXT NOT NULL DEFAULT '');

CREATE TABLE follow_up_possible (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
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

CREATE TABLE log_in_failure (
    subject TEXT PRIMARY KEY,
    failed INTEGER NOT NULL,
    last_epoch INTEGER NOT NULL
);

CREATE TABLE queue (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    group_id INTEGER NOT NULL REFERENCES groups_table (id),
    unlock_timeout INTEGER,
    first_response_time INTEGER,
    first_response_notify INTEGER,
    update_time INTEGER,
    update_notify INTEGER,
    solution_time INTEGER,
    solution_notify INTEGER,
    calendar_name TEXT,
    follow_up_id INTEGER NOT NULL DEFAULT 1 REFERENCES follow_up_possible (id),
    follow_up_lock INTEGER NOT NULL DEFAULT 0,
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

CREATE TABLE schema_migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_time TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    key_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed_value BLOB NOT NULL,
    change_time TEXT NOT NULL,
    change_by TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE service (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    comments TEXT,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE service_customer_user (
    customer_user_login TEXT NOT NULL,
    service_id INTEGER NOT NULL REFERENCES service (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    PRIMARY KEY (customer_user_login, service_id)
);

CREATE TABLE service_sla (
    service_id INTEGER NOT NULL REFERENCES service (id),
    sla_id INTEGER NOT NULL REFERENCES sla (id),
    PRIMARY KEY (sla_id, service_id)
);

CREATE TABLE session_revocation (
    user_type TEXT NOT NULL,
    user_login TEXT NOT NULL,
    revoked_time TEXT NOT NULL,
    PRIMARY KEY (user_type, user_login)
);

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

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE sla (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    calendar_name TEXT,
    first_response_time INTEGER,
    first_response_notify INTEGER,
    update_time INTEGER,
    update_notify INTEGER,
    solution_time INTEGER,
    solution_notify INTEGER,
    comments TEXT,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE "ticket" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tn TEXT NOT NULL UNIQUE,
    title TEXT,
    queue_id INTEGER NOT NULL REFERENCES queue (id),
    ticket_lock_id INTEGER NOT NULL REFERENCES ticket_lock_type (id),
    type_id INTEGER REFERENCES ticket_type (id),
    service_id INTEGER REFERENCES service (id),
    sla_id INTEGER REFERENCES sla (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    responsible_user_id INTEGER NOT NULL REFERENCES users (id),
    ticket_priority_id INTEGER NOT NULL REFERENCES ticket_priority (id),
    ticket_state_id INTEGER NOT NULL REFERENCES ticket_state (id),
    customer_id TEXT,
    customer_user_id TEXT,
    timeout INTEGER NOT NULL DEFAULT 0,
    until_time INTEGER NOT NULL DEFAULT 0,
    escalation_time INTEGER NOT NULL DEFAULT 0,
    escalation_update_time INTEGER NOT NULL DEFAULT 0,
    escalation_response_time INTEGER NOT NULL DEFAULT 0,
    escalation_solution_time INTEGER NOT NULL DEFAULT 0,
    archive_flag INTEGER NOT NULL DEFAULT 0,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
, title_key TEXT NOT NULL DEFAULT '', customer_id_key TEXT NOT NULL DEFAULT '', customer_user_key TEXT NOT NULL DEFAULT '');

CREATE TABLE ticket_flag (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    ticket_key TEXT NOT NULL,
    ticket_value TEXT,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, ticket_key, create_by)
) WITHOUT ROWID;

CREATE TABLE ticket_history (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    history_type_id INTEGER NOT NULL REFERENCES ticket_history_type (id),
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    article_id INTEGER REFERENCES article (id),
    type_id INTEGER NOT NULL,
    queue_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    priority_id INTEGER NOT NULL,
    state_id INTEGER NOT NULL,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE ticket_history_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE ticket_lock_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE ticket_number_counter (
    id INTEGER PRIMARY KEY,
    counter INTEGER NOT NULL,
    counter_uid TEXT NOT NULL UNIQUE,
    create_time TEXT NOT NULL
);

CREATE TABLE ticket_priority (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE ticket_state (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    comments TEXT,
    type_id INTEGER NOT NULL REFERENCES ticket_state_type (id),
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE ticket_state_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE VIRTUAL TABLE ticket_trigram USING fts5 (
    title_key,
    content='ticket', content_rowid='id', columnsize=0, detail='none',
    tokenize='trigram case_sensitive 1'
);

CREATE TABLE 'ticket_trigram_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'ticket_trigram_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'ticket_trigram_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE ticket_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
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

CREATE TABLE time_accounting (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    article_id INTEGER REFERENCES article (id),
    time_unit TEXT NOT NULL,
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

CREATE TABLE valid (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

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

CREATE TABLE web_service_change (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    counter INTEGER NOT NULL
);

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

CREATE INDEX article_create_time ON article (create_time, ticket_id);

CREATE INDEX article_ticket_id ON article (ticket_id);

CREATE INDEX article_data_mime_attachment_article_id ON article_data_mime_attachment (article_id);

CREATE INDEX attachment_search_article_id ON attachment_search (article_id);

CREATE INDEX customer_user_email ON customer_user (email);

CREATE INDEX dynamic_field_value_object ON dynamic_field_value (object_id, field_id);

CREATE INDEX dynamic_field_value_search
ON dynamic_field_value (field_id, substr(search_value, 1, 100), object_id);

CREATE INDEX log_in_failure_last ON log_in_failure (last_epoch);

CREATE INDEX sessions_last_request ON sessions (user_last_request);

CREATE INDEX sessions_start ON sessions (user_session_start);

CREATE INDEX sessions_user ON sessions (user_type, user_login);

CREATE INDEX ticket_by_owner ON ticket (user_id, create_time, id);

CREATE INDEX ticket_by_queue ON ticket (queue_id, create_time, id);

CREATE INDEX ticket_by_state ON ticket (ticket_state_id, create_time, id);

CREATE INDEX ticket_change_time ON ticket (change_time, id);

CREATE INDEX ticket_create_time ON ticket (create_time, id);

CREATE INDEX ticket_customer_id_key ON ticket (customer_id_key, create_time, id);

CREATE INDEX ticket_customer_user_key ON ticket (customer_user_key, create_time, id);

CREATE INDEX ticket_escalation_response_time
ON ticket (escalation_response_time) WHERE escalation_response_time > 0;

CREATE INDEX ticket_escalation_solution_time
ON ticket (escalation_solution_time) WHERE escalation_solution_time > 0;

CREATE INDEX ticket_escalation_time ON ticket (escalation_time) WHERE escalation_time > 0;

CREATE INDEX ticket_escalation_update_time
ON ticket (escalation_update_time) WHERE escalation_update_time > 0;

CREATE INDEX ticket_title_key ON ticket (title_key, id);

CREATE INDEX ticket_until_time ON ticket (until_time) WHERE until_time > 0;

CREATE INDEX ticket_history_article_id ON ticket_history (article_id) WHERE article_id IS NOT NULL;

CREATE INDEX ticket_history_create_time ON ticket_history (create_time, ticket_id);

CREATE INDEX ticket_history_ticket_id ON ticket_history (ticket_id);

CREATE INDEX ticket_watcher_user_id ON ticket_watcher (user_id);

CREATE INDEX time_accounting_article_id ON time_accounting (article_id);

CREATE INDEX time_accounting_create_by ON time_accounting (create_by, create_time);

CREATE INDEX time_accounting_ticket_id ON time_accounting (ticket_id);

CREATE TRIGGER article_trigram_deleted AFTER DELETE ON article_search BEGIN
    INSERT INTO article_trigram
        (article_trigram, rowid, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
    VALUES ('delete', old.article_id,
        old.from_text, old.to_text, old.cc_text, old.bcc_text, old.subject_text, old.body_text);
END;

CREATE TRIGGER article_trigram_inserted AFTER INSERT ON article_search BEGIN
    INSERT INTO article_trigram
        (rowid, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
    VALUES (new.article_id,
        new.from_text, new.to_text, new.cc_text, new.bcc_text, new.subject_text, new.body_text);
END;

CREATE TRIGGER article_trigram_updated AFTER UPDATE ON article_search BEGIN
    INSERT INTO article_trigram
        (article_trigram, rowid, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
    VALUES ('delete', old.article_id,
        old.from_text, old.to_text, old.cc_text, old.bcc_text, old.subject_text, old.body_text);
    INSERT INTO article_trigram
        (rowid, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
    VALUES (new.article_id,
        new.from_text, new.to_text, new.cc_text, new.bcc_text, new.subject_text, new.body_text);
END;

CREATE TRIGGER article_sender_type_deleted AFTER DELETE ON article_sender_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER article_sender_type_inserted AFTER INSERT ON article_sender_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER article_sender_type_updated AFTER UPDATE ON article_sender_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER attachment_trigram_deleted AFTER DELETE ON attachment_search BEGIN
    INSERT INTO attachment_trigram (attachment_trigram, rowid, filename_text)
    VALUES ('delete', old.attachment_id, old.filename_text);
END;

CREATE TRIGGER attachment_trigram_inserted AFTER INSERT ON attachment_search BEGIN
    INSERT INTO attachment_trigram (rowid, filename_text) VALUES (new.attachment_id, new.filename_text);
END;

CREATE TRIGGER attachment_trigram_updated AFTER UPDATE ON attachment_search BEGIN
    INSERT INTO attachment_trigram (attachment_trigram, rowid, filename_text)
    VALUES ('delete', old.attachment_id, old.filename_text);
    INSERT INTO attachment_trigram (rowid, filename_text) VALUES (new.attachment_id, new.filename_text);
END;

CREATE TRIGGER auto_response_type_deleted AFTER DELETE ON auto_response_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER auto_response_type_inserted AFTER INSERT ON auto_response_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER auto_response_type_updated AFTER UPDATE ON auto_response_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER communication_channel_deleted AFTER DELETE ON communication_channel
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER communication_channel_inserted AFTER INSERT ON communication_channel
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER communication_channel_updated AFTER UPDATE ON communication_channel
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER dynamic_field_deleted AFTER DELETE ON dynamic_field
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER dynamic_field_inserted AFTER INSERT ON dynamic_field
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER dynamic_field_updated AFTER UPDATE ON dynamic_field
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_customer_deleted AFTER DELETE ON group_customer
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_customer_inserted AFTER INSERT ON group_customer
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_customer_updated AFTER UPDATE ON group_customer
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_customer_user_deleted AFTER DELETE ON group_customer_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_customer_user_inserted AFTER INSERT ON group_customer_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_customer_user_updated AFTER UPDATE ON group_customer_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_role_deleted AFTER DELETE ON group_role
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_role_inserted AFTER INSERT ON group_role
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_role_updated AFTER UPDATE ON group_role
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_user_deleted AFTER DELETE ON group_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_user_inserted AFTER INSERT ON group_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER group_user_updated AFTER UPDATE ON group_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER groups_table_deleted AFTER DELETE ON groups_table
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER groups_table_inserted AFTER INSERT ON groups_table
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER groups_table_updated AFTER UPDATE ON groups_table
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER queue_deleted AFTER DELETE ON queue
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER queue_inserted AFTER INSERT ON queue
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER queue_updated AFTER UPDATE ON queue
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER role_user_deleted AFTER DELETE ON role_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER role_user_inserted AFTER INSERT ON role_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER role_user_updated AFTER UPDATE ON role_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER service_deleted AFTER DELETE ON service
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER service_inserted AFTER INSERT ON service
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER service_updated AFTER UPDATE ON service
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER service_sla_deleted AFTER DELETE ON service_sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER service_sla_inserted AFTER INSERT ON service_sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER service_sla_updated AFTER UPDATE ON service_sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER setting_deleted AFTER DELETE ON setting
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER setting_inserted AFTER INSERT ON setting
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER setting_updated AFTER UPDATE ON setting
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER sla_deleted AFTER DELETE ON sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER sla_inserted AFTER INSERT ON sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER sla_updated AFTER UPDATE ON sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_trigram_deleted AFTER DELETE ON ticket BEGIN
    INSERT INTO ticket_trigram (ticket_trigram, rowid, title_key)
    VALUES ('delete', old.id, old.title_key);
END;

CREATE TRIGGER ticket_trigram_inserted AFTER INSERT ON ticket BEGIN
    INSERT INTO ticket_trigram (rowid, title_key) VALUES (new.id, new.title_key);
END;

CREATE TRIGGER ticket_trigram_updated AFTER UPDATE OF title_key ON ticket BEGIN
    INSERT INTO ticket_trigram (ticket_trigram, rowid, title_key)
    VALUES ('delete', old.id, old.title_key);
    INSERT INTO ticket_trigram (rowid, title_key) VALUES (new.id, new.title_key);
END;

CREATE TRIGGER ticket_history_type_deleted AFTER DELETE ON ticket_history_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_history_type_inserted AFTER INSERT ON ticket_history_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_history_type_updated AFTER UPDATE ON ticket_history_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_lock_type_deleted AFTER DELETE ON ticket_lock_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_lock_type_inserted AFTER INSERT ON ticket_lock_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_lock_type_updated AFTER UPDATE ON ticket_lock_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_priority_deleted AFTER DELETE ON ticket_priority
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_priority_inserted AFTER INSERT ON ticket_priority
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_priority_updated AFTER UPDATE ON ticket_priority
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_state_deleted AFTER DELETE ON ticket_state
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_state_inserted AFTER INSERT ON ticket_state
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_state_updated AFTER UPDATE ON ticket_state
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_state_type_deleted AFTER DELETE ON ticket_state_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_state_type_inserted AFTER INSERT ON ticket_state_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_state_type_updated AFTER UPDATE ON ticket_state_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_type_deleted AFTER DELETE ON ticket_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_type_inserted AFTER INSERT ON ticket_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER ticket_type_updated AFTER UPDATE ON ticket_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER user_preferences_deleted AFTER DELETE ON user_preferences
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER user_preferences_inserted AFTER INSERT ON user_preferences
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER user_preferences_updated AFTER UPDATE ON user_preferences
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER users_deleted AFTER DELETE ON users
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER users_inserted AFTER INSERT ON users
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;

CREATE TRIGGER users_updated AFTER UPDATE ON users
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
