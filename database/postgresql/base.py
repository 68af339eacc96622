"""Django's own PostgreSQL, asked less often whether it is still there; nobody waits for a lock
without end."""

import select

from django.conf import settings
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Each request of a page begins with that question (`CONN_HEALTH_CHECKS`), and asking the
    server costs as much as a tenth of the page."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        # Not among the connection's options: those a pool of connections before it may refuse.
        with self.connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{settings.DB_LOCK_TIMEOUT_SECONDS}s'")
        if not self.get_autocommit():
            self.connection.commit()  # a rollback would take it back

    def is_usable(self) -> bool:
        """A server that went away has hung up: then, and after an error, it is asked."""
        if self.errors_occurred or self.connection.closed or _says_something(self.connection):
            return super().is_usable()
        return True


def _says_something(connection: object) -> bool:
    """Whether there is something to be read although nothing was asked."""
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(0))
