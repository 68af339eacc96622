"""The rule that the database itself keeps: an entry is not changed, except by a redaction, and not
deleted for six months."""

from database.constraints import TriggerConstraint

# The law wants six months at least; the database deletes no younger row.
MIN_RETENTION_DAYS = 183
# Replaces the words that a redaction removed.
REDACTED = "█████"

_FACTS = "id at by_id who address kind about_model about_key".split()

ENTRY_IS_IMMUTABLE = TriggerConstraint(
    name="audit_entry_frozen",
    sqlite=[
        f"""CREATE TRIGGER audit_entry_frozen_words BEFORE UPDATE ON audit_entry
        WHEN {" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _FACTS)}
        OR NEW.about NOT IN (OLD.about, '{REDACTED}') OR NEW.detail NOT IN (OLD.detail, '{REDACTED}')
        OR NEW.folded <> '' OR '{REDACTED}' NOT IN (NEW.about, NEW.detail)
        BEGIN SELECT RAISE(ABORT, 'audit_entry_frozen'); END""",  # noqa: E501
        f"""CREATE TRIGGER audit_entry_frozen_row BEFORE DELETE ON audit_entry
        WHEN OLD.at > datetime('now', '-{MIN_RETENTION_DAYS} days')
        BEGIN SELECT RAISE(ABORT, 'audit_entry_frozen'); END""",
        # INSERT OR REPLACE deletes a row without firing the trigger above.
        """CREATE TRIGGER audit_entry_frozen_place BEFORE INSERT ON audit_entry
        WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'audit_entry_frozen'); END""",
    ],
    sqlite_end=[
        "DROP TRIGGER audit_entry_frozen_words",
        "DROP TRIGGER audit_entry_frozen_row",
        "DROP TRIGGER audit_entry_frozen_place",
    ],
    postgresql=[
        f"""CREATE OR REPLACE FUNCTION audit_entry_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{MIN_RETENTION_DAYS} days'
            THEN RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.folded = ''
            AND NEW.about IN (OLD.about, '{REDACTED}') AND NEW.detail IN (OLD.detail, '{REDACTED}')
            AND '{REDACTED}' IN (NEW.about, NEW.detail)
            AND to_jsonb(OLD) - '{{about,detail,folded}}'::text[]
                = to_jsonb(NEW) - '{{about,detail,folded}}'::text[]
            THEN RETURN NEW;
            END IF;
            RAISE EXCEPTION 'audit_entry_frozen' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        """CREATE TRIGGER audit_entry_frozen BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_entry_frozen()""",
    ],
    postgresql_end=[
        "DROP TRIGGER audit_entry_frozen ON audit_entry",
        "DROP FUNCTION audit_entry_frozen()",
    ],
)
