"""What the log leaves out."""

import logging
import re

# Below it the address itself lets in (news.review_links.views).
_REVIEW_TOKEN = re.compile("(/xem-duyet/)[^/ ]+")


class LogFilter(logging.Filter):
    """What Django refuses as suspicious (a wrong Host, an odd path) is a line, not a traceback:
    anybody can have it written, and it says nothing of our code. The address of a review link
    is told to nobody."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = None
        if isinstance(record.args, tuple):
            record.args = tuple(
                _REVIEW_TOKEN.sub(r"\1…", each) if isinstance(each, str) else each
                for each in record.args
            )
        return True
