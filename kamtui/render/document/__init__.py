"""Pages laid out as text, Markdown and HTML: what they say, briefing and reports know."""
