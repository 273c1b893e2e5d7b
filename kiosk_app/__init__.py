"""The kiosk: its page, the agent between page and hub, the paper and the demo's paper tray."""
