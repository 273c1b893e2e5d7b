"""The clerk's page and the rating page of a counter: static files that the hub serves."""
