"""The bottom floor: Vietnamese text and article bodies in plain Python.

Nothing here knows Django, so nothing here can word a message: what an editor must hear is returned
as codes and data (`text.body.removals`, `text.proof`), and the floors above find the words.
"""
