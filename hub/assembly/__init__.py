"""What browsers load of our pages: files as they lie in the folders, put together and packed where that is quicker."""
