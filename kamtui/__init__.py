"""kamtui: key account management in the terminal."""

__version__ = "0.8.0"
