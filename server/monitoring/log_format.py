"""The lines of the log: what they leave out, and their form as JSON."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from database import request_ids

# Anybody who knows such an address may read the text (news.review_links.views), or set a password
# (accounts.pages.password_reset).
_TOKEN = re.compile("(/xem-duyet/|/admin/reset/[^/ ]+/)[^/ ]+")
# Attributes of `server.monitoring.exchange.Exchange` that stand in its line.
_EXCHANGE = ("method", "path", "route", "status", "milliseconds", "cache", "account", "address")


def mask_tokens(text: str) -> str:
    """The text with `…` in place of what opens a page to whoever knows it."""
    return _TOKEN.sub(r"\1…", text)


class LogFilter(logging.Filter):
    """Removes the tracebacks of requests that Django refuses as suspicious (a wrong Host, an odd
    path): anybody can cause them, and they say nothing about our code. Masks tokens in addresses.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = None
        if isinstance(record.args, tuple):
            record.args = tuple(
                mask_tokens(each) if isinstance(each, str) else each for each in record.args
            )
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object to a line. It holds what is named here and nothing else: Django's records
    have the whole request among their attributes, with the words of its query."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        exchange = getattr(record, "exchange", None)
        if exchange is not None:
            line["request_id"] = exchange.request_id
            line |= {name: found for name in _EXCHANGE if (found := getattr(exchange, name))}
        elif found := request_ids.current():
            line["request_id"] = found
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
