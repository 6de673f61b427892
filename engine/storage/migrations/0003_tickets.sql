-- The ticket desk: reference data, tickets, articles, fields, history; and what a new desk starts with.
-- Table and column names follow the reference, sections 11.2 and 11.3.

CREATE TABLE ticket_history_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
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

CREATE TABLE ticket_lock_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
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

CREATE TABLE ticket_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
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

CREATE TABLE auto_response_type (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    valid_id INTEGER NOT NULL DEFAULT 1 REFERENCES valid (id),
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    change_time TEXT NOT NULL,
    change_by INTEGER NOT NULL
);

CREATE TABLE follow_up_possible (
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

CREATE TABLE service_sla (
    service_id INTEGER NOT NULL REFERENCES service (id),
    sla_id INTEGER NOT NULL REFERENCES sla (id),
    PRIMARY KEY (sla_id, service_id)
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
);

CREATE INDEX dynamic_field_value_object ON dynamic_field_value (object_id, field_id);

-- One row for each day; counter_uid is the day, 'YYYYMMDD'.
CREATE TABLE ticket_number_counter (
    id INTEGER PRIMARY KEY,
    counter INTEGER NOT NULL,
    counter_uid TEXT NOT NULL UNIQUE,
    create_time TEXT NOT NULL
);

CREATE TABLE ticket (
    id INTEGER PRIMARY KEY,
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

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
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

CREATE INDEX article_ticket_id ON article (ticket_id);

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

-- The content is the last column, so that a list of files reads none of it.
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

CREATE INDEX article_data_mime_attachment_article_id ON article_data_mime_attachment (article_id);

-- time_unit is a decimal as text: sums of binary fractions are not what was accounted.
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

CREATE INDEX time_accounting_ticket_id ON time_accounting (ticket_id);

CREATE INDEX time_accounting_article_id ON time_accounting (article_id);

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

CREATE INDEX ticket_history_ticket_id ON ticket_history (ticket_id);

INSERT INTO ticket_history_type (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'NewTicket', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'FollowUp', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'SendAutoReject', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, 'SendAutoReply', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (5, 'SendAutoFollowUp', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (6, 'Forward', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (7, 'Bounce', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (8, 'SendAnswer', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (9, 'SendAgentNotification', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (10, 'SendCustomerNotification', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (11, 'EmailAgent', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (12, 'EmailCustomer', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (13, 'PhoneCallAgent', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (14, 'PhoneCallCustomer', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (15, 'AddNote', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (16, 'Move', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (17, 'Lock', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (18, 'Unlock', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (19, 'Remove', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (20, 'TimeAccounting', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (21, 'CustomerUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (22, 'PriorityUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (23, 'OwnerUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (24, 'LoopProtection', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (25, 'Misc', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (26, 'SetPendingTime', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (27, 'StateUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (28, 'TicketDynamicFieldUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (29, 'WebRequestCustomer', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (30, 'TicketLinkAdd', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (31, 'TicketLinkDelete', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (32, 'SystemRequest', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (33, 'Merged', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (34, 'ResponsibleUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (35, 'Subscribe', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (36, 'Unsubscribe', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (37, 'TypeUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (38, 'ServiceUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (39, 'SLAUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (40, 'ArchiveFlagUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (41, 'EscalationSolutionTimeStop', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (42, 'EscalationResponseTimeStart', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (43, 'EscalationUpdateTimeStart', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (44, 'EscalationSolutionTimeStart', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (45, 'EscalationResponseTimeNotifyBefore', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (46, 'EscalationUpdateTimeNotifyBefore', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (47, 'EscalationSolutionTimeNotifyBefore', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (48, 'EscalationResponseTimeStop', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (49, 'EscalationUpdateTimeStop', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (50, 'TitleUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (51, 'EmailResend', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (52, 'ArticleDynamicFieldUpdate', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (53, 'ArticleEdit', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (54, 'ArticleRestore', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (55, 'ArticleDelete', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket_state_type (id, name, create_time, create_by, change_time, change_by) VALUES
    (1, 'new', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'open', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'closed', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, 'pending reminder', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (5, 'pending auto', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (6, 'removed', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (7, 'merged', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket_state (id, name, type_id, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'new', 1, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'closed successful', 3, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'closed unsuccessful', 3, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, 'open', 2, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (5, 'removed', 6, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (6, 'pending reminder', 4, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (7, 'pending auto close+', 5, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (8, 'pending auto close-', 5, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (9, 'merged', 7, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket_lock_type (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'unlock', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'lock', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'tmp_lock', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket_priority (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, '1 very low', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, '2 low', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, '3 normal', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, '4 high', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (5, '5 very high', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket_type (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'Unclassified', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO article_sender_type (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'agent', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'system', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'customer', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO auto_response_type (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'auto reply', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'auto reject', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'auto follow up', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, 'auto reply/new ticket', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (5, 'auto remove', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO follow_up_possible (id, name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'possible', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'reject', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'new ticket', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO communication_channel (id, name, module, package_name, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'Email', 'Email', 'Framework', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'Phone', 'Phone', 'Framework', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'Internal', 'Internal', 'Framework', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, 'Chat', 'Chat', 'Framework', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO queue (id, name, group_id, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'Postmaster', 1, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 'Raw', 1, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (3, 'Junk', 1, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (4, 'Misc', 1, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO dynamic_field (id, internal_field, name, label, field_order, field_type, object_type, config, valid_id, create_time, create_by, change_time, change_by) VALUES
    (1, 1, 'ProcessManagementProcessID', 'Process', 1, 'ProcessID', 'Ticket', '{"DefaultValue": ""}', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1),
    (2, 1, 'ProcessManagementActivityID', 'Activity', 2, 'ActivityID', 'Ticket', '{"DefaultValue": ""}', 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket (id, tn, title, queue_id, ticket_lock_id, type_id, user_id, responsible_user_id, ticket_priority_id, ticket_state_id, customer_id, customer_user_id, create_time, create_by, change_time, change_by) VALUES
    (1, '2015071510123456', 'Welcome to Crosstie', 2, 1, 1, 1, 1, 3, 1, NULL, NULL, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO article (id, ticket_id, article_sender_type_id, communication_channel_id, is_visible_for_customer, create_time, create_by, change_time, change_by) VALUES
    (1, 1, 3, 1, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO article_data_mime (id, article_id, a_from, a_to, a_subject, a_message_id, a_content_type, incoming_time, a_body, create_time, create_by, change_time, change_by) VALUES
    (1, 1, 'Crosstie <welcome@localhost>', 'This desk <desk@localhost>', 'Welcome to Crosstie', '<welcome@localhost>', 'text/plain; charset=utf-8', 1436963696, 'Hello,

this is the first ticket of your desk. It is here so that there is something to read
before a partner has sent anything: ask for it with TicketGet and the TicketID 1.

When services and partners are in place, close it and work on.
', '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);

INSERT INTO ticket_history (id, name, history_type_id, ticket_id, article_id, type_id, queue_id, owner_id, priority_id, state_id, create_time, create_by, change_time, change_by) VALUES
    (1, 'New Ticket [2015071510123456] created.', 1, 1, 1, 1, 2, 1, 3, 1, '2015-07-15 12:34:56', 1, '2015-07-15 12:34:56', 1);
