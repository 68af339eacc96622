"""A small Wagtail site with the portal's articles: what the benchmark compares with.

Not part of the portal. The benchmark copies this folder, and runs the copy in a virtual
environment of its own, which has Wagtail (`requirements.lock`).
"""
