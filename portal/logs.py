"""What the log leaves out."""

import logging


class Brief(logging.Filter):
    """What Django refuses as suspicious (a wrong Host, an odd path) is a line, not a traceback:
    anybody can have it written, and it says nothing of our code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = None
        return True
