"""A Word file becomes what an article's form is filled with.

`import_file` judges the file, has `text.word` read it in a child process, puts its pictures into
the library and its text into canonical form. `report` says in words what was not taken over.
"""
