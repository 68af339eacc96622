"""The demo city: Hải Lam, an invented harbour city with its newsroom, its news and its pictures.

To add an article, write `articles/NN-its-slug.html`: a TOML head between two `+++` lines, then the
body in the markup of `markup.py`. To add a picture, put `pictures/KEY.webp`, 1,600 pixels wide, and
describe it in a `[[photos]]` table of `content.toml`. `content.load()` reports mistakes.

No other module of the product imports this app, so a portal works without the folder `demo/`.
"""
