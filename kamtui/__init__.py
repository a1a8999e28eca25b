"""kamtui: key account management in the terminal."""

__version__ = "0.6.0"
