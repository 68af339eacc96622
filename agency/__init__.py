"""Agency: who publishes the portal. One row, edited in the admin, in force at once."""
