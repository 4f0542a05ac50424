"""Peer: force x ethnicity x disposal, CSV to CSV, with polars; rates by Wilson, ratios by Katz."""
import argparse

import polars as pl
from alone import timed

Z = 1.959963984540054
BY, GROUP, OUTCOME = "force", "ethnicity", "disposal"


def rates(path, out):
    counted = pl.scan_csv(path).group_by(BY, GROUP, OUTCOME).agg(pl.len().alias("d")).collect()
    grid = counted.select(pl.col(BY).unique())
    for column in (GROUP, OUTCOME):
        grid = grid.join(counted.select(pl.col(column).unique()), how="cross")
    grid = grid.join(counted, on=[BY, GROUP, OUTCOME], how="left").with_columns(
        pl.col("d").fill_null(0).cast(pl.Int64)
    )
    grid = grid.with_columns(n=pl.col("d").sum().over(BY, GROUP))
    d, n = pl.col("d"), pl.col("n")
    rate, shrink = d / n, 1 + Z * Z / n
    half = Z * (rate * (1 - rate) / n + Z * Z / (4 * n * n)).sqrt() / shrink
    middle = (rate + Z * Z / (2 * n)) / shrink
    grid = grid.with_columns(rate=rate, lo=middle - half, hi=middle + half)
    reference = grid.filter(pl.col(GROUP) == "White").select(BY, OUTCOME, d0="d", n0="n")
    grid = grid.join(reference, on=[BY, OUTCOME])
    ratio = pl.when(pl.col("d0") > 0).then(rate / (pl.col("d0") / pl.col("n0")))
    spread = Z * (1 / d - 1 / n + 1 / pl.col("d0") - 1 / pl.col("n0")).sqrt()
    both = (d > 0) & (pl.col("d0") > 0)
    grid = grid.with_columns(
        rr=ratio,
        rr_lo=pl.when(both).then(ratio * (-spread).exp()),
        rr_hi=pl.when(both).then(ratio * spread.exp()),
    ).drop("d0", "n0")
    grid.with_columns(pl.selectors.float().fill_nan(None)).sort(BY, GROUP, OUTCOME).write_csv(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    timed(lambda: rates(args.cases, args.out))


if __name__ == "__main__":
    main()
