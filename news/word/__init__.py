"""Fills an article's form from a Word file.

`import_file` checks the file, lets `text.word` read it in a child process, puts its pictures into
the photo library and cleans its text. `report` says in words what was not taken over.
"""
