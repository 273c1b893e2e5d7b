"""The demo's devices of the hall as pictures that can be pressed, and the simulators behind them."""
