"""Peer: intervals in bulk.

hypergeometric   exact, equal-tailed: every population count that neither tail of scipy's distribution rejects
koopman          score interval of a ratio of rates, by statsmodels
"""
import argparse
import csv

import numpy as np
from alone import timed, write

AS_WRITTEN = argparse.RawDescriptionHelpFormatter


def hypergeometric():
    from scipy.stats import hypergeom

    def interval(x, n, population):
        counts = np.arange(x, population - (n - x) + 1)
        tail = 0.025 * (1 + 1e-11)
        below, above = hypergeom.cdf(x, population, counts, n), hypergeom.sf(x - 1, population, counts, n)
        kept = counts[(below > tail) & (above > tail)]
        return int(kept[0]), int(kept[-1])

    return interval


def koopman():
    from statsmodels.stats.proportion import confint_proportions_2indep

    def interval(events, base, ref_events, ref_base):
        found = confint_proportions_2indep(
            events, base, ref_events, ref_base, compare="ratio", method="score", correction=False
        )
        return float(found[0]), float(found[1])

    return interval


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=AS_WRITTEN)
    kinds = {"hypergeometric": hypergeometric, "koopman": koopman}
    parser.add_argument("kind", choices=kinds)
    parser.add_argument("tables")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    with open(args.tables, encoding="utf-8", newline="") as file:
        tables = [tuple(map(int, row)) for row in list(csv.reader(file))[1:]]
    interval = kinds[args.kind]()
    write(args.out, timed(lambda: [interval(*table) for table in tables]))


if __name__ == "__main__":
    main()
