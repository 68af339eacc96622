"""Delivery: tags, purges and what keeps pages. It knows nothing of what it delivers."""
