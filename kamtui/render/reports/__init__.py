"""Reports laid out for people who never open a terminal."""
