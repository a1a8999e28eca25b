"""The sample book: its sources read through the normal import, its decisions taken by those who took them."""
