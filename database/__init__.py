"""What Django's databases lack: rules that they keep by themselves, search in folded words, several
counts at once."""
