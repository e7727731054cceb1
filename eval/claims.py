"""Measure the reading of quantities and times on the labelled sentences of eval/data/claims.

    python eval/claims.py               # crosscheck: exact figures, and speed
    python eval/claims.py --libraries   # beside it, where installed, libraries that could have done the work:
                                        # pip install quantulum3 text2num word2number dateparser parsedatetime
                                        #     recognizers-text-number recognizers-text-date-time "emoji<2"

"Exact" asks for the same span, interval and unit. "Lenient", which is fairer to libraries that know no
intervals, asks only that the spans overlap and the value lies in the labelled interval. Of the two halves of
each file only "dev" was looked at while the code was written; the labels were written before it. A label is a
quantity or date as crosscheck's docstrings define them (`claims/quantities.py`, `claims/times.py`). "mended"
are 35 sentences of kinds that a reviewer found to be read wrongly (South Asian figures, tolls without a noun,
what a change led to); they were labelled when the rules for them stood.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable

from claim_readings import Reader, Reading, Row, labelled_quantities, labelled_times, published
from newsroom_gold import DATA, read_jsonl

from crosscheck.claims.quantities import find_quantities
from crosscheck.claims.times import find_times

SPLITS = ("dev", "test", "mended")
ROUNDS = 5
"""Times that the sentences are read over, for a steady figure of speed."""

Match = Callable[[Reading, Reading], bool]


def read_quantities(row: Row) -> list[Reading]:
    """What crosscheck finds."""
    return [
        Reading(found.start, found.end, found.low, found.high, found.unit, found.counted)
        for found in find_quantities(row["text"])
    ]


def read_times(row: Row) -> list[Reading]:
    """What crosscheck finds."""
    return [
        Reading(found.start, found.end, found.earliest.toordinal(), found.latest.toordinal())
        for found in find_times(row["text"], published(row))
    ]


def score(rows: Iterable[Row], label: Reader, read: Reader, match: Match) -> tuple[float, float, float]:
    """Precision, recall and F1; every label and every reading counts once."""
    hits = found = wanted = 0
    for row in rows:
        labels, readings = label(row), read(row)
        found, wanted = found + len(readings), wanted + len(labels)
        for reading in readings:
            hit = next((one for one in labels if match(reading, one)), None)
            if hit:
                labels.remove(hit)
                hits += 1
    precision, recall = hits / max(found, 1), hits / max(wanted, 1)
    return precision, recall, 2 * hits / max(found + wanted, 1)


def counted_right(rows: Iterable[Row]) -> float:
    """Share of exactly found counts for which the counted noun is the labelled one."""
    right = total = 0
    for row in rows:
        for reading in read_quantities(row):
            label = next((one for one in labelled_quantities(row) if reading.equals(one)), None)
            if label and label.unit == "count":
                total += 1
                right += reading.counted == label.counted
    return right / total


def sentences_per_second(rows: list[Row], read: Reader) -> float:
    """How fast a reader is on these sentences, on one core."""
    begin = time.perf_counter()
    for row in rows:
        read(row)
    return len(rows) / (time.perf_counter() - begin)


def report(name: str, rows: list[Row], label: Reader, read: Reader) -> None:
    """Print one line per half and way of matching."""
    for split in SPLITS:
        half = [row for row in rows if row["split"] == split]
        if not half:
            continue
        for kind, match in (("exact", Reading.equals), ("lenient", Reading.fits)):
            precision, recall, f1 = score(half, label, read, match)
            figures = f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
            print(f"{name:<24}{split:<8}{kind:<9}{figures}")
    print(f"{name:<24}{sentences_per_second(rows, read):,.0f} sentences/s")


def main() -> None:
    """Print the figures."""
    quantities = list(read_jsonl(DATA / "claims" / "quantities.jsonl"))
    times = list(read_jsonl(DATA / "claims" / "times.jsonl"))
    print(f"quantities: {len(quantities)} sentences")
    report("crosscheck", quantities * ROUNDS, labelled_quantities, read_quantities)
    for split in SPLITS:
        share = counted_right(row for row in quantities if row["split"] == split)
        print(f"{'crosscheck':<24}{split:<8}{'counted noun':<13}{share:.3f}")
    print(f"\ntimes: {len(times)} sentences")
    report("crosscheck", times * ROUNDS, labelled_times, read_times)
    if "--libraries" in sys.argv[1:]:
        from claim_libraries import QUANTITY_READERS, TIME_READERS, installed, numerals_read  # noqa: PLC0415

        print("\nlibraries, quantities")
        for name, read in installed(QUANTITY_READERS):
            report(name, quantities, labelled_quantities, read)
        for name, right, total in numerals_read(quantities):
            print(f"{name:<24}given the labelled span of a count: {right} of {total} read rightly")
        print("\nlibraries, times")
        for name, read in installed(TIME_READERS):
            report(name, times, labelled_times, read)


if __name__ == "__main__":
    main()
