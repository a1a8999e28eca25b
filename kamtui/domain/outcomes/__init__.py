"""What an operation did: one value per outcome, from which the command line and the app say their sentence.

The sentence stands in the module of the same name in `render.said`, the row for scripts in that in `cli.written`.
"""
