"""Values to lines of text; knows the domain only."""
