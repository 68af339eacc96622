"""The demo city: Hải Lam, an invented harbour city with its newsroom, its news and its pictures.

To add an article, write `articles/NN-its-slug.html`: a TOML head between two `+++` lines, then the
body in the markup of `markup.py`. To add a picture, lay `pictures/KEY.webp`, 1,600 pixels wide, and
describe it as a `[[photos]]` of `content.toml`. `content.load()` tells what does not fit.

No other module of the product imports this app: a portal whose folder `demo/` is removed works
without it.
"""
