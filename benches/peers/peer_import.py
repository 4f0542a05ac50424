"""Peer: reads the peers' cases and checks eight rules on every row, with polars; counts of errors by rule, and the valid rows.

--places FILE lists the line and column of each error as well, of a row with several the first: that is not timed.
"""
import argparse

import polars as pl
from alone import timed, write

ETHNICITIES = ["White", "Black", "Asian", "Mixed", "Other", "Not stated"]
DISPOSALS = ["Charge", "Community resolution", "Conditional caution", "Youth caution", "NFA evidential",
             "NFA public interest", "Outcome 22", "Simple caution"]


def broken(cases):
    """A column of true and false for each column of the cases, in their order."""
    age = pl.col("age").cast(pl.Int32, strict=False)
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
    return cases.select(
        case_ref=~pl.col("case_ref").str.contains(r"^C\d{8}$") | ~pl.col("case_ref").is_first_distinct(),
        force=~pl.col("force").str.contains(r"^F\d{2}$"),
        ethnicity=~pl.col("ethnicity").is_in(ETHNICITIES),
        sex=~pl.col("sex").is_in(["M", "F"]),
        age=~age.is_between(10, 110).fill_null(False) | ((pl.col("disposal") == "Youth caution") & (age > 17)),
        offence=~pl.col("offence").str.contains(r"^O\d{2}$"),
        disposal=~pl.col("disposal").is_in(DISPOSALS),
        date=~day.is_between(pl.date(2023, 4, 1), pl.date(2025, 3, 31)).fill_null(False),
    )


def read(path):
    """Every cell as text: an empty one is there and breaks its rule."""
    return pl.read_csv(path, infer_schema=False, empty_string_is_null=False)


def checked(path):
    cases = read(path)
    wrong = broken(cases)
    valid = cases.filter(~wrong.select(pl.any_horizontal(pl.all())).to_series()).group_by("disposal").len()
    return {"errors": wrong.sum().row(0, named=True), "valid": int(valid["len"].sum())}


def places(path):
    wrong = broken(read(path))
    first = pl.coalesce(pl.when(pl.col(name)).then(pl.lit(name)) for name in wrong.columns)
    told = wrong.select(line=pl.int_range(2, pl.len() + 2), column=first).drop_nulls()
    return [list(row) for row in told.iter_rows()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases")
    parser.add_argument("--out", required=True)
    parser.add_argument("--places")
    args = parser.parse_args()
    write(args.out, timed(lambda: checked(args.cases)))
    if args.places:
        write(args.places, places(args.cases))


if __name__ == "__main__":
    main()
