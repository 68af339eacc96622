"""News: articles, their editions, the workflow between them, and the pages that readers see."""
