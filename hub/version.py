"""The version of the program, as its backups and its package name it."""

VERSION = "0.1.0"
