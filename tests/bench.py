"""`make bench`: figures side by side; nothing is asserted. `python -m tests.bench plan` runs one of them."""

import sys
from importlib import import_module

from tests.benches.telling import say

BENCHES = ("words", "plan", "digests", "courier", "turn")


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        say(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    for name in wanted or BENCHES:
        say(f"=== {name} ===")
        import_module(f"tests.benches.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
