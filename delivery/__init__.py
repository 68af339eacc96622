"""Cached pages: their tags, purges and caches. Nothing here knows what the pages show."""
