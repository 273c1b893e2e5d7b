"""The wall: who is called where, for everybody in the hall. Its page is static files that the hub serves."""
