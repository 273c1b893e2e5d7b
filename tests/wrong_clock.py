"""A browser whose machine has a wrong clock."""

HOUR_MS = 3_600_000


def wrong_clock(fast_ms: int) -> str:
    """A script for a page to begin with: its clock is so much fast, until ``window.set_clock(fast_ms)``."""
    return f"""{{
      const Right = Date;
      let fast_ms = {fast_ms};
      globalThis.Date = class extends Right {{
        constructor(...given) {{
          super(...(given.length > 0 ? given : [Right.now() + fast_ms]));
        }}
        static now() {{
          return Right.now() + fast_ms;
        }}
      }};
      globalThis.set_clock = (now_fast_ms) => {{
        fast_ms = now_fast_ms;
      }};
    }}"""
