"""Reading Word files (`.docx`): what stands in them becomes the parts of an article.

`convert` is the program. It runs in a process of its own with little memory and time (`news.word`
starts it), follows no address, and writes nothing but pictures, under names of ours. The steps:
`package` opens the archive, `reader` reads the text as it stands, `article_parts` tells title,
lead, captions and body apart, `to_html` writes the body.
"""
