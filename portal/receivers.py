"""One-liners that join the floors: what an event on one floor means for another."""
