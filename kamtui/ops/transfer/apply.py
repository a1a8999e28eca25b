"""A read plan written into the book, as one change."""
