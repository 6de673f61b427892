-- Searches: folded copies of the texts that are searched in any case of letters, trigrams of the
-- long ones, and indexes in the order of the answers. `search_key`, `search_fold` and
-- `search_text` are functions of this program (engine/storage/search_text.py).

ALTER TABLE ticket ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN customer_id_key TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN customer_user_key TEXT NOT NULL DEFAULT '';

UPDATE ticket SET title_key = search_key(title), customer_id_key = search_key(customer_id),
    customer_user_key = search_key(customer_user_id);

ALTER TABLE dynamic_field_value ADD COLUMN search_value TEXT NOT NULL DEFAULT '';

UPDATE dynamic_field_value
SET search_value = search_fold(COALESCE(value_text, value_date, CAST(value_int AS TEXT)));

-- One row for each article, as searches read it.
CREATE TABLE article_search (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    from_text TEXT NOT NULL,
    to_text TEXT NOT NULL,
    cc_text TEXT NOT NULL,
    bcc_text TEXT NOT NULL,
    subject_text TEXT NOT NULL,
    body_text TEXT NOT NULL
);

-- Apart from the files: their content stands in the way of whatever comes behind it in a row.
CREATE TABLE attachment_search (
    attachment_id INTEGER PRIMARY KEY
        REFERENCES article_data_mime_attachment (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id),
    filename_text TEXT NOT NULL
);

-- Each holds the trigrams of the texts of its rows, and neither their places nor the texts: what
-- is found there is a candidate, compared with the text itself afterwards. Triggers keep them in
-- step, so that nobody who writes or deletes a row can forget it.
CREATE VIRTUAL TABLE article_trigram USING fts5 (
    from_text, to_text, cc_text, bcc_text, subject_text, body_text,
    content='article_search', content_rowid='article_id', columnsize=0, detail='none',
    tokenize='trigram case_sensitive 1'
);

CREATE VIRTUAL TABLE attachment_trigram USING fts5 (
    filename_text,
    content='attachment_search', content_rowid='attachment_id', columnsize=0, detail='none',
    tokenize='trigram case_sensitive 1'
);

CREATE VIRTUAL TABLE ticket_trigram USING fts5 (
    title_key,
    content='ticket', content_rowid='id', columnsize=0, detail='none',
    tokenize='trigram case_sensitive 1'
);

-- Fewer and larger merges: with the usual 4 they cost a writer on a large desk as much as its writes.
INSERT INTO article_trigram (article_trigram, rank) VALUES ('automerge', 8);
INSERT INTO attachment_trigram (attachment_trigram, rank) VALUES ('automerge', 8);
INSERT INTO ticket_trigram (ticket_trigram, rank) VALUES ('automerge', 8);

CREATE TRIGGER article_trigram_inserted AFTER INSERT ON article_search BEGIN
    INSERT INTO article_trigram
        (rowid, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
    VALUES (new.article_id,
        new.from_text, new.to_text, new.cc_text, new.bcc_text, new.subject_text, new.body_text);
END;

CREATE TRIGGER article_trigram_deleted AFTER DELETE ON article_search BEGIN
    INSERT INTO article_trigram
        (article_trigram, rowid, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
    VALUES ('delete', old.article_id,
        old.from_text, old.to_text, old.cc_text, old.bcc_text, old.subject_text, old.body_text);
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

CREATE TRIGGER attachment_trigram_inserted AFTER INSERT ON attachment_search BEGIN
    INSERT INTO attachment_trigram (rowid, filename_text) VALUES (new.attachment_id, new.filename_text);
END;

CREATE TRIGGER attachment_trigram_deleted AFTER DELETE ON attachment_search BEGIN
    INSERT INTO attachment_trigram (attachment_trigram, rowid, filename_text)
    VALUES ('delete', old.attachment_id, old.filename_text);
END;

CREATE TRIGGER attachment_trigram_updated AFTER UPDATE ON attachment_search BEGIN
    INSERT INTO attachment_trigram (attachment_trigram, rowid, filename_text)
    VALUES ('delete', old.attachment_id, old.filename_text);
    INSERT INTO attachment_trigram (rowid, filename_text) VALUES (new.attachment_id, new.filename_text);
END;

CREATE TRIGGER ticket_trigram_inserted AFTER INSERT ON ticket BEGIN
    INSERT INTO ticket_trigram (rowid, title_key) VALUES (new.id, new.title_key);
END;

CREATE TRIGGER ticket_trigram_deleted AFTER DELETE ON ticket BEGIN
    INSERT INTO ticket_trigram (ticket_trigram, rowid, title_key)
    VALUES ('delete', old.id, old.title_key);
END;

CREATE TRIGGER ticket_trigram_updated AFTER UPDATE OF title_key ON ticket BEGIN
    INSERT INTO ticket_trigram (ticket_trigram, rowid, title_key)
    VALUES ('delete', old.id, old.title_key);
    INSERT INTO ticket_trigram (rowid, title_key) VALUES (new.id, new.title_key);
END;

INSERT INTO article_search
    (article_id, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
SELECT article_id, search_fold(a_from), search_fold(a_to), search_fold(a_cc), search_fold(a_bcc),
    search_text(a_subject), search_text(a_body) FROM article_data_mime;

INSERT INTO attachment_search (attachment_id, article_id, filename_text)
SELECT id, article_id, search_fold(filename) FROM article_data_mime_attachment;

INSERT INTO ticket_trigram (ticket_trigram) VALUES ('rebuild');

CREATE INDEX ticket_create_time ON ticket (create_time, id);
CREATE INDEX ticket_change_time ON ticket (change_time, id);
CREATE INDEX ticket_by_state ON ticket (ticket_state_id, create_time, id);
CREATE INDEX ticket_by_queue ON ticket (queue_id, create_time, id);
CREATE INDEX ticket_by_owner ON ticket (user_id, create_time, id);
CREATE INDEX ticket_title_key ON ticket (title_key, id);
CREATE INDEX ticket_customer_id_key ON ticket (customer_id_key, create_time, id);
CREATE INDEX ticket_customer_user_key ON ticket (customer_user_key, create_time, id);
CREATE INDEX ticket_until_time ON ticket (until_time) WHERE until_time > 0;
CREATE INDEX ticket_escalation_time ON ticket (escalation_time) WHERE escalation_time > 0;
CREATE INDEX ticket_escalation_update_time
ON ticket (escalation_update_time) WHERE escalation_update_time > 0;
CREATE INDEX ticket_escalation_response_time
ON ticket (escalation_response_time) WHERE escalation_response_time > 0;
CREATE INDEX ticket_escalation_solution_time
ON ticket (escalation_solution_time) WHERE escalation_solution_time > 0;
CREATE INDEX attachment_search_article_id ON attachment_search (article_id);
CREATE INDEX article_create_time ON article (create_time, ticket_id);
CREATE INDEX ticket_history_create_time ON ticket_history (create_time, ticket_id);
CREATE INDEX dynamic_field_value_search
ON dynamic_field_value (field_id, substr(search_value, 1, 100), object_id);
