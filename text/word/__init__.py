"""Reading Word files (`.docx`): what stands in them becomes the parts of an article.

`child` is the program; it runs in a process of its own with little memory and time (`news.word`
starts it), and nothing here reads a file that was not sent: no address is followed, no part is
written but pictures, under names of ours. The steps: `package` opens the archive, `reader` reads
the text as it stands, `arrange` tells title, lead, captions and body apart, `markup` writes it.
"""
