-- The id of a deleted ticket or article never returns: partners keep ids.

CREATE TABLE ticket_anew (
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
);

INSERT INTO ticket_anew (
    id, tn, title, queue_id, ticket_lock_id, type_id, service_id, sla_id, user_id,
    responsible_user_id, ticket_priority_id, ticket_state_id, customer_id, customer_user_id,
    timeout, until_time, escalation_time, escalation_update_time, escalation_response_time,
    escalation_solution_time, archive_flag, create_time, create_by, change_time, change_by)
SELECT id, tn, title, queue_id, ticket_lock_id, type_id, service_id, sla_id, user_id,
    responsible_user_id, ticket_priority_id, ticket_state_id, customer_id, customer_user_id,
    timeout, until_time, escalation_time, escalation_update_time, escalation_response_time,
    escalation_solution_time, archive_flag, create_time, create_by, change_time, change_by
FROM ticket;

DROP TABLE ticket;

ALTER TABLE ticket_anew RENAME TO ticket;

CREATE TABLE article_anew (
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

INSERT INTO article_anew (
    id, ticket_id, article_sender_type_id, communication_channel_id,
    is_visible_for_customer, search_index_needs_rebuild, create_time, create_by, change_time,
    change_by)
SELECT id, ticket_id, article_sender_type_id, communication_channel_id, is_visible_for_customer,
    search_index_needs_rebuild, create_time, create_by, change_time, change_by
FROM article;

DROP TABLE article;

ALTER TABLE article_anew RENAME TO article;

CREATE INDEX article_ticket_id ON article (ticket_id);
