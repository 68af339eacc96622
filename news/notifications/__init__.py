"""Staff are notified of what happens to articles, in the admin and by mail.

`notify` writes notifications together with the article's log, `inbox` shows each person those that
they may still see, `mail` sends them, `choices` stores what each person wants to be notified of.
Notices that readers see on every page are another subject (`agency`).
"""
