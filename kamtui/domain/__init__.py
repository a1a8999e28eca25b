"""What is true about key accounts: the standard library only, no I/O, no clock, no SQL."""
