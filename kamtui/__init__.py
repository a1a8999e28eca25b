"""kamtui: key account management in the terminal."""

__version__ = "0.7.0"
