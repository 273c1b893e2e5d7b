"""The command line, one module a subject; ``run.py`` puts them together."""
