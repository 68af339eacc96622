"""Full-text search in the portal's own database: `tokens` of an edition, their `index`, the `query`
that a reader types, `relevance` of results, `find`, `highlight` and the page (`views`)."""
