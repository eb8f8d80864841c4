"""`python -m facilitator` is the `facilitator` command."""

import gc
import sys

from facilitator import keeper

# A request makes some hundred objects until it is answered. By Python's own measure of 700 it would look for
# garbage several times in each.
COLLECT_AFTER = 20_000, 20, 20


def main() -> None:
    """The console script."""
    gc.set_threshold(*COLLECT_AFTER)
    if is_for_one_process(sys.argv[1:]):
        keeper.part()
    # All that is loaded stays, so that to look for garbage in it takes a tenth of a start, for nothing.
    gc.disable()
    from facilitator.cli import main

    gc.freeze()
    gc.enable()
    main()


def is_for_one_process(words: list[str]) -> bool:
    """Whether a command serves in one process; several are gunicorn's, and share what it has loaded."""
    several = any(word.startswith("--processes") for word in words)
    return words[:1] in (["serve"], ["demo"]) and "--help" not in words and not several


if __name__ == "__main__":
    main()
