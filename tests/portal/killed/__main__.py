"""`python -m tests.portal.killed`, with the environment of a portal: runs `looking.main`."""

import django

django.setup()

from .looking import main  # noqa: E402

main()
