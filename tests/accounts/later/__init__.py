"""The migrations of accounts, and one of a version that is still to come."""

import accounts.migrations

__path__ = [*accounts.migrations.__path__, *__path__]
