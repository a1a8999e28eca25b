"""Lists as they leave the book: rows whose columns are the fields that an import reads."""
