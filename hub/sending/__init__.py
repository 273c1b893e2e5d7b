"""Ways by which a proof leaves the machine; each may fail, and what comes twice does no harm."""
