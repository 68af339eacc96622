"""What Django's databases lack: rules that they keep by themselves, and an index for search."""
