"""Full-text search, in the portal's own database: tokens, index, query, reading, highlights."""
