"""Who is told what happens to an article, in the admin and by mail.

`telling` writes it down beside the log, `reading` shows each person what they may still see,
`mailing` sends it, `choosing` is what each wants to be told of. (What readers are told on every
page, `agency.current`, is another matter.)
"""
