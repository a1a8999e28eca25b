"""kamtui: key account management in the terminal."""

__version__ = "0.4.0"
