-- What deleting a ticket and asking for an agent's accounted time look up.

-- Whoever deletes an article has every history row that could refer to it looked for.
CREATE INDEX ticket_history_article_id ON ticket_history (article_id) WHERE article_id IS NOT NULL;

CREATE INDEX time_accounting_create_by ON time_accounting (create_by, create_time);
