"""What can be done with a book: one typed function per verb, each given a transaction."""
