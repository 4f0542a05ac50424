"""Makes the inputs, all of it invented: the same bytes on every machine with the same numpy.

    make_input.py cases|faulty|frame|plan|table|ratings|hypergeometric|koopman --out FILE [--rows N]
"""
import argparse
import csv
import hashlib
import json
import os

SEED = 20240307
BLOCK = 500_000
AS_WRITTEN = argparse.RawDescriptionHelpFormatter


def cases(out, rows):
    """Resolutions of 43 forces, six ethnic groups, eight disposals: eight columns, three of them needed."""
    import numpy as np

    chance = np.random.default_rng(SEED)
    forces = np.array([f"F{number:02}" for number in range(43)])
    shares = chance.dirichlet(np.full(43, 2.0))
    groups = np.array(["White", "Black", "Asian", "Mixed", "Other", "Not stated"])
    disposals = np.array(
        ["Charge", "Community resolution", "Conditional caution", "Youth caution", "NFA evidential",
         "NFA public interest", "Outcome 22", "Simple caution"]
    )
    days = np.datetime64("2023-04-01") + np.arange(731)
    with open(out, "w", encoding="utf-8", newline="") as file:
        file.write("case_ref,force,ethnicity,sex,age,offence,disposal,date\n")
        for start in range(0, rows, BLOCK):
            many = min(BLOCK, rows - start)
            columns = (
                forces[chance.choice(43, many, p=shares)],
                groups[chance.choice(6, many, p=[0.62, 0.12, 0.09, 0.04, 0.03, 0.10])],
                np.array(["M", "F"])[(chance.random(many) < 0.22).astype(int)],
                chance.integers(10, 85, many).astype(str),
                chance.integers(0, 12, many),
                disposals[chance.choice(8, many, p=[0.12, 0.17, 0.05, 0.03, 0.40, 0.10, 0.05, 0.08])],
                days[chance.integers(0, 731, many)].astype(str),
            )
            for at, (f, g, s, a, o, d, day) in enumerate(zip(*columns, strict=True), start):
                file.write(f"C{at:08},{f},{g},{s},{a},O{o:02},{d},{day}\n")


def faulty(out, rows):
    """The same cases, one in 50 spoilt in one cell: each of the eight columns in several ways."""
    ways = (
        ("case_ref", "C0000000X"), ("case_ref", "C00000000"), ("force", "f01"), ("force", ""), ("ethnicity", "white"),
        ("ethnicity", ""), ("sex", "U"), ("age", "9"), ("age", "111"), ("age", "x"), ("age", ""), ("offence", "O1"),
        ("offence", "007"), ("disposal", "Words"), ("disposal", ""), ("date", "2024-02-30"), ("date", "2023-03-31"),
        ("date", "2025-04-01"), ("date", "01/04/2024"), ("date", ""),
    )
    whole = out + ".whole"
    cases(whole, rows)
    with open(whole, encoding="utf-8", newline="") as file, open(out, "w", encoding="utf-8", newline="") as spoilt:
        heading = file.readline()
        spoilt.write(heading)
        columns = heading.strip().split(",")
        for at, line in enumerate(file):
            if at % 50 == 49 and "Youth caution" not in line:
                column, cell = ways[at // 50 % len(ways)]
                cells = line.rstrip("\n").split(",")
                cells[columns.index(column)] = cell
                line = ",".join(cells) + "\n"
            spoilt.write(line)
    os.remove(whole)


def frame(out, rows):
    """Records for a draw, in the order of their refs, each with a salt."""
    with open(out, "w", encoding="utf-8", newline="") as file:
        file.write("ref,stratum,size,salt\n")
        salts = (hashlib.sha256(at.to_bytes(8, "big")).hexdigest()[:32] for at in range(rows))
        file.writelines(f"CR-{at:08},all,1,{salt}\n" for at, salt in enumerate(salts))


def plan(out, _):
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"method": "srs", "n": {"all": 10_000}, "reserves": {"all": 1_000}, "seed": ["dice"]}, file)


def table(out, rows):
    """Counts of areas and 20 offences of very different sizes: more than a tenth of them are from 1 to 4."""
    import numpy as np

    chance = np.random.default_rng(SEED)
    means = np.outer(chance.gamma(1.8, 1.0, rows), chance.gamma(1.2, 30.0, 20))
    write(out, ["area", "offence", "n"], (
        (f"A{row:04}", f"O{column:02}", count)
        for row, counts in enumerate(chance.poisson(means).tolist())
        for column, count in enumerate(counts)
    ))


def ratings(out, _):
    """1,000 units by 12 raters, four ordered classes, a tenth missing."""
    import numpy as np

    chance = np.random.default_rng(7)
    truth = chance.choice(4, 1000, p=[0.35, 0.4, 0.2, 0.05]) + 1
    given = np.clip(truth[:, None] + chance.choice([-1, 0, 0, 0, 1], (1000, 12)), 1, 4)
    missing = chance.random(given.shape) < 0.10
    write(out, ["unit", "rater", "value"], (
        (f"U{unit:04}", f"R{rater:02}", "" if missing[unit, rater] else int(given[unit, rater]))
        for unit in range(1000)
        for rater in range(12)
    ))


def hypergeometric(out, _):
    """100 samples of 30 from populations of 100 to 5,000."""
    import numpy as np

    chance = np.random.default_rng(3)
    populations = chance.integers(100, 5001, 100).tolist()
    write(out, ["x", "n", "population"], ((at % 31, 30, many) for at, many in enumerate(populations)))


def koopman(out, _):
    """1,000 pairs of groups, from small to some thousands."""
    import numpy as np

    chance = np.random.default_rng(3)
    base, reference = chance.integers(20, 400, 1000), chance.integers(20, 4000, 1000)
    events, others = chance.binomial(base, 0.2), chance.binomial(reference, 0.1)
    columns = (np.maximum(events, 1), base, np.maximum(others, 1), reference)
    rows = np.column_stack(columns).tolist()
    write(out, ["events", "base", "ref_events", "ref_base"], rows)


def write(out, heading, rows):
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


KINDS = {kind.__name__: kind for kind in (cases, faulty, frame, plan, table, ratings, hypergeometric, koopman)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=AS_WRITTEN)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--out", required=True)
    parser.add_argument("--rows", type=int, default=1000)
    args = parser.parse_args()
    KINDS[args.kind](args.out, args.rows)


if __name__ == "__main__":
    main()
