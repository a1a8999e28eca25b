"""Pictures of the real app on the sample book, for the README."""
