"""What may go wrong with a backup, in words for whoever runs the command."""


class BackupError(Exception):
    """The argument is a sentence that says what is wrong and, where there is something, what to
    do."""


class Damaged(BackupError):
    """A stored file is missing, cut short, changed, or not encrypted to the given identity."""
