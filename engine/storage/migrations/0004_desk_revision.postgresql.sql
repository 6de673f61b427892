-- A number that grows whenever reference data changes, by whatever statement, process or shell.
-- What is kept in memory is kept together with the number it was read at.

CREATE TABLE desk_revision (
    revision BIGINT NOT NULL
);

INSERT INTO desk_revision (revision) VALUES (1);

CREATE FUNCTION count_desk_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE desk_revision SET revision = revision + 1;
    RETURN NULL;
END $$;

DO $$
DECLARE kept TEXT;
BEGIN
    FOREACH kept IN ARRAY ARRAY[
        'setting',
        'users',
        'user_preferences',
        'groups_table',
        'group_user',
        'role_user',
        'group_role',
        'group_customer_user',
        'group_customer',
        'ticket_history_type',
        'ticket_state_type',
        'ticket_lock_type',
        'ticket_priority',
        'ticket_type',
        'article_sender_type',
        'auto_response_type',
        'communication_channel',
        'ticket_state',
        'queue',
        'service',
        'sla',
        'service_sla',
        'dynamic_field'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER desk_revision_counted AFTER INSERT OR UPDATE OR DELETE ON %I'
            ' FOR EACH ROW EXECUTE FUNCTION count_desk_revision()', kept);
    END LOOP;
END $$;
