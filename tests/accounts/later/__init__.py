"""The migrations of accounts and one of an invented later version."""

import accounts.migrations

__path__ = [*accounts.migrations.__path__, *__path__]
