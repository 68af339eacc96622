"""Django's own PostgreSQL, asked less often whether it is still there."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Each request of a page begins with that question (`CONN_HEALTH_CHECKS`), and asking the
    server costs as much as a tenth of the page."""

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
