"""Rules of editions that the database itself keeps, whatever writes to it."""

from database.constraints import TriggerConstraint

# The application's "now" may differ this much from the database's "now".
CLOCK_TOLERANCE_SECONDS = 60

ONE_AT_A_TIME = TriggerConstraint(
    name="edition_one_at_a_time",
    sqlite=[
        f"""CREATE TRIGGER edition_one_at_a_time_{event.lower().split()[0]}
        AFTER {event} ON news_edition
        WHEN (NEW.live_until IS NULL OR NEW.live_until > NEW.live_from) AND EXISTS (
            SELECT 1 FROM news_edition other
            WHERE other.article_id = NEW.article_id AND other.id <> NEW.id
            AND (other.live_until IS NULL OR
                 (other.live_until > NEW.live_from AND other.live_until > other.live_from))
            AND (NEW.live_until IS NULL OR other.live_from < NEW.live_until))
        BEGIN SELECT RAISE(ABORT, 'edition_one_at_a_time'); END"""
        for event in ("INSERT", "UPDATE OF live_until")
    ],
    sqlite_end=[
        "DROP TRIGGER edition_one_at_a_time_insert",
        "DROP TRIGGER edition_one_at_a_time_update",
    ],
    # Not a trigger: two transactions at the same time would not see each other's edition.
    postgresql=[
        """ALTER TABLE news_edition ADD CONSTRAINT edition_one_at_a_time
        EXCLUDE USING gist (article_id WITH =, tstzrange(live_from, live_until) WITH &&)"""
    ],
    postgresql_end=["ALTER TABLE news_edition DROP CONSTRAINT edition_one_at_a_time"],
)

# A redaction may blank the columns of the first list, once the edition has ended or was cancelled
# (its end is its start). Nothing changes those of the second list. After a redaction the end is
# fixed too, so that readers never see the edition again.
_REDACTABLE_COLUMNS = "kicker title slug lead photo_id note correction document redacted_at".split()
_FIXED_COLUMNS = (
    "id article_id number section_id released_at live_from updated_at code digest "
    "published_by_id made_at"
).split()


def _changed(columns: list[str]) -> str:
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


FROZEN = TriggerConstraint(
    name="edition_frozen",
    sqlite=[
        f"""CREATE TRIGGER edition_frozen_words BEFORE UPDATE ON news_edition
        WHEN {_changed(_FIXED_COLUMNS)} OR (({_changed(_REDACTABLE_COLUMNS)}) AND NOT (
            OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND ifnull(
                OLD.live_until = OLD.live_from
                OR OLD.live_until < datetime('now', '+{CLOCK_TOLERANCE_SECONDS} seconds'), 0)))
        BEGIN SELECT RAISE(ABORT, 'edition_frozen'); END""",
        f"""CREATE TRIGGER edition_frozen_end BEFORE UPDATE OF live_until ON news_edition
        WHEN OLD.live_until IS NOT NEW.live_until AND (
            NEW.redacted_at IS NOT NULL
            OR OLD.live_until < datetime('now', '-{CLOCK_TOLERANCE_SECONDS} seconds')
            OR NEW.live_until < datetime('now', '-{CLOCK_TOLERANCE_SECONDS} seconds'))
        BEGIN SELECT RAISE(ABORT, 'edition_frozen'); END""",
        """CREATE TRIGGER edition_frozen_row BEFORE DELETE ON news_edition
        BEGIN SELECT RAISE(ABORT, 'edition_frozen'); END""",
    ],
    sqlite_end=[
        "DROP TRIGGER edition_frozen_words",
        "DROP TRIGGER edition_frozen_end",
        "DROP TRIGGER edition_frozen_row",
    ],
    # The whole row is compared, so a column that is added later is frozen too.
    postgresql=[
        f"""CREATE FUNCTION edition_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE'
            OR (to_jsonb(OLD) - 'live_until' <> to_jsonb(NEW) - 'live_until' AND NOT (
                OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL
                AND coalesce(OLD.live_until = OLD.live_from
                    OR OLD.live_until < now() + interval '{CLOCK_TOLERANCE_SECONDS} seconds', false)
                AND to_jsonb(OLD) - '{{live_until,{",".join(_REDACTABLE_COLUMNS)}}}'::text[]
                    = to_jsonb(NEW) - '{{live_until,{",".join(_REDACTABLE_COLUMNS)}}}'::text[]))
            OR (OLD.live_until IS DISTINCT FROM NEW.live_until AND (
                NEW.redacted_at IS NOT NULL
                OR OLD.live_until < now() - interval '{CLOCK_TOLERANCE_SECONDS} seconds'
                OR NEW.live_until < now() - interval '{CLOCK_TOLERANCE_SECONDS} seconds'))
            THEN RAISE EXCEPTION 'edition_frozen' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE TRIGGER edition_frozen BEFORE UPDATE OR DELETE ON news_edition
        FOR EACH ROW EXECUTE FUNCTION edition_frozen()""",
    ],
    postgresql_end=[
        "DROP TRIGGER edition_frozen ON news_edition",
        "DROP FUNCTION edition_frozen()",
    ],
)
