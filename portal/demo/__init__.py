"""The demo city: Hải Lam, an invented harbour city with its newsroom, its news and its pictures."""
