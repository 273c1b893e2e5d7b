"""What an installation decides: settings, the sample centre, the device list and every text."""
