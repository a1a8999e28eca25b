"""The command line: parse, call one operation or read, print."""
