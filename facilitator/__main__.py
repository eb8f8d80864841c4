"""`python -m facilitator` is the `facilitator` command."""

import gc

# A start makes some hundred thousand objects that stay, and a request some hundred until it is answered. By
# Python's own measure of 700 it would look for garbage hundreds of times in the one, several in the other.
COLLECT_AFTER = 20_000, 20, 20


def main() -> None:
    """The console script."""
    gc.set_threshold(*COLLECT_AFTER)
    from facilitator.cli import main

    main()


if __name__ == "__main__":
    main()
