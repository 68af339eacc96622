"""The bottom floor: Vietnamese text and article bodies in plain Python.

No module here imports Django or writes messages. What an editor is told is returned as codes and
data (`text.body.removals`, `text.proof`), and the floors above turn it into sentences.
"""
