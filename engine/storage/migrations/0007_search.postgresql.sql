-- Searches: folded copies of the texts that are searched in any case of letters, trigrams of the
-- long ones, and indexes in the order of the answers. What a new store holds is plain ASCII, for
-- which `lower` folds as engine/storage/search_text.py does.

-- Trigrams as lexemes. A text of more than 100000 has none: a tsvector holds one megabyte
-- (PostgreSQL manual, 12.11), and its row is a candidate of every search.
CREATE FUNCTION search_trigrams(searched TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN count(*) <= 100000
        THEN array_to_tsvector(COALESCE(array_agg(trigram), CAST('{}' AS TEXT[]))) END
    FROM (
        SELECT DISTINCT letter || lead(letter) OVER place || lead(letter, 2) OVER place AS trigram
        FROM unnest(string_to_array(searched, NULL)) WITH ORDINALITY AS letters (letter, number)
        WINDOW place AS (ORDER BY number)
    ) AS trigrams
    WHERE trigram IS NOT NULL
$$;

ALTER TABLE ticket
    ADD COLUMN title_key TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN customer_id_key TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN customer_user_key TEXT COLLATE "C" NOT NULL DEFAULT '';

UPDATE ticket SET title_key = lower(COALESCE(title, '')),
    customer_id_key = lower(COALESCE(customer_id, '')),
    customer_user_key = lower(COALESCE(customer_user_id, ''));

ALTER TABLE ticket
    ADD COLUMN title_trigrams TSVECTOR GENERATED ALWAYS AS (search_trigrams(title_key)) STORED;

ALTER TABLE dynamic_field_value ADD COLUMN search_value TEXT COLLATE "C" NOT NULL DEFAULT '';

UPDATE dynamic_field_value
SET search_value = lower(COALESCE(value_text, value_date, CAST(value_int AS TEXT), ''));

CREATE TABLE article_search (
    article_id BIGINT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    from_text TEXT COLLATE "C" NOT NULL,
    to_text TEXT COLLATE "C" NOT NULL,
    cc_text TEXT COLLATE "C" NOT NULL,
    bcc_text TEXT COLLATE "C" NOT NULL,
    subject_text TEXT COLLATE "C" NOT NULL,
    body_text TEXT COLLATE "C" NOT NULL,
    trigrams TSVECTOR GENERATED ALWAYS AS (search_trigrams(
        from_text || chr(10) || to_text || chr(10) || cc_text || chr(10) || bcc_text || chr(10)
        || subject_text || chr(10) || body_text)) STORED
);

CREATE TABLE attachment_search (
    attachment_id BIGINT PRIMARY KEY
        REFERENCES article_data_mime_attachment (id) ON DELETE CASCADE,
    article_id BIGINT NOT NULL REFERENCES article (id),
    filename_text TEXT COLLATE "C" NOT NULL,
    trigrams TSVECTOR GENERATED ALWAYS AS (search_trigrams(filename_text)) STORED
);

INSERT INTO article_search
    (article_id, from_text, to_text, cc_text, bcc_text, subject_text, body_text)
SELECT article_id, lower(COALESCE(a_from, '')), lower(COALESCE(a_to, '')),
    lower(COALESCE(a_cc, '')), lower(COALESCE(a_bcc, '')), lower(COALESCE(a_subject, '')),
    lower(COALESCE(a_body, ''))
FROM article_data_mime;

INSERT INTO attachment_search (attachment_id, article_id, filename_text)
SELECT id, article_id, lower(COALESCE(filename, '')) FROM article_data_mime_attachment;

CREATE INDEX ticket_title_trigrams ON ticket USING gin (title_trigrams);
CREATE INDEX article_search_trigrams ON article_search USING gin (trigrams);
CREATE INDEX article_search_without_trigrams ON article_search (article_id)
WHERE trigrams IS NULL;
CREATE INDEX attachment_search_trigrams ON attachment_search USING gin (trigrams);
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
