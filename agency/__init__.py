"""The agency that publishes the portal, and the notices at the top of every page. Staff edit both
in the admin, and a change is in force at once."""
