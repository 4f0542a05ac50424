"""Peer: Krippendorff's ordinal alpha with 2,000 resamples of units, by the package krippendorff in a loop."""
import argparse
import csv

import krippendorff
import numpy as np
from alone import timed, write


def matrix(path):
    """Units by raters, with missing values as NaN."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = {unit: at for at, unit in enumerate(dict.fromkeys(row["unit"] for row in rows))}
    raters = {rater: at for at, rater in enumerate(dict.fromkeys(row["rater"] for row in rows))}
    given = np.full((len(units), len(raters)), np.nan)
    for row in rows:
        if row["value"]:
            given[units[row["unit"]], raters[row["rater"]]] = float(row["value"])
    return given


def alpha(given):
    return krippendorff.alpha(given.T, level_of_measurement="ordinal", value_domain=[1, 2, 3, 4])


def report(given):
    chance = np.random.default_rng(1)
    units = len(given)
    resampled = [alpha(given[chance.integers(0, units, units)]) for _ in range(2_000)]
    low, high = np.quantile(resampled, [0.025, 0.975]).tolist()
    return {"alpha": float(alpha(given)), "alpha_low": low, "alpha_high": high}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ratings")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    given = matrix(args.ratings)
    write(args.out, timed(lambda: report(given)))


if __name__ == "__main__":
    main()
