"""A process that adds batches to an archive until it is killed: `python adder.py FILE FIRST LAST`."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from newsroom import fire, newsroom  # noqa: E402 - needs the path

PLACES = ("Halden", "Vestby", "Rovik", "Lindal")
SOURCES = ("Meridian Wire", "Harbour Courier", "Coast Weekly")
BATCHES = [
    [
        fire(source, 3 + (turn + number) % 5, 8 + turn % 12, place=place)
        for number, source in enumerate(SOURCES)
    ]
    for turn, place in enumerate(PLACES)
]

if __name__ == "__main__":
    file, first, last = sys.argv[1], *map(int, sys.argv[2:])
    with newsroom().archive(file) as archive:
        for batch in BATCHES[first:last]:
            print("adding", flush=True)  # noqa: T201 - the signal to kill at any time from now
            archive.add(batch)
    print("done", flush=True)  # noqa: T201
