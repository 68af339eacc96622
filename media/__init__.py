"""Photos and documents. This app does not import news; upper floors tell it where a file is used
(`media.usage`)."""
