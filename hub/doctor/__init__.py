"""Looks at a machine and its installation, says what is wrong and what to do, and changes nothing."""
