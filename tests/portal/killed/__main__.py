"""`python -m tests.portal.killed`, in the surroundings of a portal: see `looking`."""

import django

django.setup()

from .looking import main  # noqa: E402

main()
