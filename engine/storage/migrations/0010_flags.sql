-- Marks that an agent has on tickets and articles, `Seen` for one: `create_by` is whose it is.

CREATE TABLE ticket_flag (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    ticket_key TEXT NOT NULL,
    ticket_value TEXT,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, ticket_key, create_by)
) WITHOUT ROWID;

CREATE TABLE article_flag (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    article_key TEXT NOT NULL,
    article_value TEXT,
    create_time TEXT NOT NULL,
    create_by INTEGER NOT NULL,
    PRIMARY KEY (article_id, article_key, create_by)
) WITHOUT ROWID;
