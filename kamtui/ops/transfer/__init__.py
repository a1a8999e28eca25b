"""Files in and out of the book: reading, deciding what columns hold, the plan of an import."""
