"""Not there, as on a hub's machine: only the tests' readers of QR codes bring numpy.

sqlite-utils takes it where it is, so every hub of the tests would import it, a sixth of what its start costs.
"""

raise ModuleNotFoundError("numpy is not there where a hub works", name="numpy")
