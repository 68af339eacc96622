"""What Django's database layer lacks: rules that the database keeps by itself, search in folded
words, prepared statements, several counts in one query."""
