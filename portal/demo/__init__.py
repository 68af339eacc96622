"""The demo city: Hải Lam, an invented harbour city with its newsroom, its news and its pictures.

To add an article, write `articles/NN-its-slug.html`: a TOML head between two `+++` lines, then the
body in the markup of `markup.py`. To add a picture, write a function under `scenes/` with the
`@scene()` decorator, import its module in `scenes/__init__.py`, and describe it as a `[[photos]]`
of `content.toml`. `content.load()` tells what does not fit.
"""
