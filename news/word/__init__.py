"""A Word file becomes what an article's form is filled with.

`reading` judges the file and has `text.word` read it in a child process; `taking` puts its
pictures into the library and its text into canonical form; `report` says in words what was not
taken over.
"""
