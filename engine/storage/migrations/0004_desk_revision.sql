-- A number that grows whenever reference data changes, by whatever statement, process or shell.
-- What is kept in memory is kept together with the number it was read at.

CREATE TABLE desk_revision (
    revision INTEGER NOT NULL
);

INSERT INTO desk_revision (revision) VALUES (1);

CREATE TRIGGER setting_inserted AFTER INSERT ON setting
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER setting_updated AFTER UPDATE ON setting
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER setting_deleted AFTER DELETE ON setting
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER users_inserted AFTER INSERT ON users
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER users_updated AFTER UPDATE ON users
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER users_deleted AFTER DELETE ON users
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER user_preferences_inserted AFTER INSERT ON user_preferences
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER user_preferences_updated AFTER UPDATE ON user_preferences
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER user_preferences_deleted AFTER DELETE ON user_preferences
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER groups_table_inserted AFTER INSERT ON groups_table
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER groups_table_updated AFTER UPDATE ON groups_table
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER groups_table_deleted AFTER DELETE ON groups_table
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_user_inserted AFTER INSERT ON group_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_user_updated AFTER UPDATE ON group_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_user_deleted AFTER DELETE ON group_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER role_user_inserted AFTER INSERT ON role_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER role_user_updated AFTER UPDATE ON role_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER role_user_deleted AFTER DELETE ON role_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_role_inserted AFTER INSERT ON group_role
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_role_updated AFTER UPDATE ON group_role
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_role_deleted AFTER DELETE ON group_role
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_customer_user_inserted AFTER INSERT ON group_customer_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_customer_user_updated AFTER UPDATE ON group_customer_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_customer_user_deleted AFTER DELETE ON group_customer_user
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_customer_inserted AFTER INSERT ON group_customer
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_customer_updated AFTER UPDATE ON group_customer
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER group_customer_deleted AFTER DELETE ON group_customer
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_history_type_inserted AFTER INSERT ON ticket_history_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_history_type_updated AFTER UPDATE ON ticket_history_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_history_type_deleted AFTER DELETE ON ticket_history_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_state_type_inserted AFTER INSERT ON ticket_state_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_state_type_updated AFTER UPDATE ON ticket_state_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_state_type_deleted AFTER DELETE ON ticket_state_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_lock_type_inserted AFTER INSERT ON ticket_lock_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_lock_type_updated AFTER UPDATE ON ticket_lock_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_lock_type_deleted AFTER DELETE ON ticket_lock_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_priority_inserted AFTER INSERT ON ticket_priority
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_priority_updated AFTER UPDATE ON ticket_priority
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_priority_deleted AFTER DELETE ON ticket_priority
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_type_inserted AFTER INSERT ON ticket_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_type_updated AFTER UPDATE ON ticket_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_type_deleted AFTER DELETE ON ticket_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER article_sender_type_inserted AFTER INSERT ON article_sender_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER article_sender_type_updated AFTER UPDATE ON article_sender_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER article_sender_type_deleted AFTER DELETE ON article_sender_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER auto_response_type_inserted AFTER INSERT ON auto_response_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER auto_response_type_updated AFTER UPDATE ON auto_response_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER auto_response_type_deleted AFTER DELETE ON auto_response_type
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER communication_channel_inserted AFTER INSERT ON communication_channel
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER communication_channel_updated AFTER UPDATE ON communication_channel
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER communication_channel_deleted AFTER DELETE ON communication_channel
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_state_inserted AFTER INSERT ON ticket_state
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_state_updated AFTER UPDATE ON ticket_state
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER ticket_state_deleted AFTER DELETE ON ticket_state
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER queue_inserted AFTER INSERT ON queue
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER queue_updated AFTER UPDATE ON queue
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER queue_deleted AFTER DELETE ON queue
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER service_inserted AFTER INSERT ON service
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER service_updated AFTER UPDATE ON service
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER service_deleted AFTER DELETE ON service
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER sla_inserted AFTER INSERT ON sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER sla_updated AFTER UPDATE ON sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER sla_deleted AFTER DELETE ON sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER service_sla_inserted AFTER INSERT ON service_sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER service_sla_updated AFTER UPDATE ON service_sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER service_sla_deleted AFTER DELETE ON service_sla
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER dynamic_field_inserted AFTER INSERT ON dynamic_field
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER dynamic_field_updated AFTER UPDATE ON dynamic_field
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
CREATE TRIGGER dynamic_field_deleted AFTER DELETE ON dynamic_field
    BEGIN UPDATE desk_revision SET revision = revision + 1; END;
