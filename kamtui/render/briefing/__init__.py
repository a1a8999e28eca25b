"""The briefing on paper and on screen: what is said stands in `sections`; text, Markdown and HTML only lay it out."""
