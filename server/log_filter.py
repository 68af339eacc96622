"""The filter of the server's log: what it leaves out."""

import logging
import re

# Anybody who knows this address may read the text (news.review_links.views).
_REVIEW_TOKEN = re.compile("(/xem-duyet/)[^/ ]+")


class LogFilter(logging.Filter):
    """Removes the tracebacks of requests that Django refuses as suspicious (a wrong Host, an odd
    path): anybody can cause them, and they say nothing about our code. Masks the tokens of review
    links."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = None
        if isinstance(record.args, tuple):
            record.args = tuple(
                _REVIEW_TOKEN.sub(r"\1…", each) if isinstance(each, str) else each
                for each in record.args
            )
        return True
