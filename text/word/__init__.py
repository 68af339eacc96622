"""Reads Word files (`.docx`) and makes the parts of an article from them.

`convert` is the program. It runs in a process of its own with little memory and time (`news.word`
starts it), opens no address, and writes only pictures, under names of our own. The steps: `package`
opens the archive, `reader` reads the text, `article_parts` separates title, lead, captions and
body, `to_html` writes the body.
"""
