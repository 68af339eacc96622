"""Events of the workflow. Sent inside its transaction; receivers are one-liners.

Each is sent by `Article` with `article` and `by`; those about an edition with `edition` too.
"""

from django.dispatch import Signal

article_published = Signal()
article_scheduled = Signal()
article_withdrawn = Signal()
article_archived = Signal()
