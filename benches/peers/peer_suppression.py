"""Peer: which counts of a table to hide besides those from 1 to 4, and what can be known of each hidden one, with HiGHS.

Choosing is a mixed-integer programme. It asks what is necessary against a reader who knows that zeros are shown: a hidden count can rise to 5 by
what the others of its row can fall, each to 1, and likewise in its column. It never hides a zero, may hide totals, and does not ask for cycles
through the table, so its optimum is a lower bound of what any protection hides. Then two linear programmes find the range of each hidden
count. With `--condition weak` a line with a hidden count has another one, and that is all: an even lower bound.

With `--check RELEASE.json` nothing is chosen: the ranges of the counts that the release hides are found, to be compared."""
import argparse
import csv
import json
import time

import highspy
import numpy as np
from alone import timed, write

THRESHOLD = 5


def read(path):
    """The table with its totals in the last row and column."""
    rows, columns, cells = {}, {}, {}
    with open(path, encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            row = rows.setdefault(line["area"], len(rows))
            cells[row, columns.setdefault(line["offence"], len(columns))] = int(line["n"])
    table = np.zeros((len(rows) + 1, len(columns) + 1), dtype=np.int64)
    for place, count in cells.items():
        table[place] = count
    table[:-1, -1] = table[:-1, :-1].sum(1)
    table[-1] = table[:-1].sum(0)
    return table


def solver():
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    return model


def lines_of(table):
    rows, columns = table.shape
    yield from ([(row, column) for column in range(columns)] for row in range(rows))
    yield from ([(row, column) for row in range(rows)] for column in range(columns))


def needs(table, line, place, condition):
    """What hiding `place` needs of the others in its line: their weights and the least sum."""
    others = [other for other in line if other != place and table[other] > 0]
    need = THRESHOLD - int(table[place])
    if condition == "weak" or need <= 0:
        return [(other, 1.0) for other in others], 1
    # A total and what it adds up stand on different sides of the sum: they rise together, without limit.
    weights = []
    for other in others:
        falls = (other == line[-1]) == (place == line[-1])
        weights.append((other, float(min(int(table[other]) - 1, need) if falls else need)))
    return [(other, weight) for other, weight in weights if weight > 0], need


def choose(table, condition):
    """The hidden places of the cheapest choice, and the least that HiGHS can prove."""
    model, number = solver(), {}
    for place in zip(*np.nonzero(table), strict=True):
        small = table[place] < THRESHOLD
        at = number[place] = len(number)
        model.addVar(1.0 if small else 0.0, 1.0)
        model.changeColCost(at, float(table[place]))
        model.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    for line in lines_of(table):
        for place in (place for place in line if place in number):
            weights, need = needs(table, line, place, condition)
            columns = [number[other] for other, _ in weights] + [number[place]]
            values = [weight for _, weight in weights] + [-float(need)]
            model.addRow(0.0, highspy.kHighsInf, len(columns), np.array(columns, dtype=np.int32), np.array(values))
    model.run()
    chosen = np.array(model.getSolution().col_value) > 0.5
    return [place for place, at in number.items() if chosen[at]], model.getInfo().mip_dual_bound


def audit(table, hidden):
    """The smallest and largest number that each hidden count can be; `None` without end."""
    model, number = solver(), {place: at for at, place in enumerate(hidden)}
    for _ in hidden:
        model.addVar(1.0, highspy.kHighsInf)
    for line in lines_of(table):
        signs = [1.0] * (len(line) - 1) + [-1.0]
        inside = [(number[place], sign) for place, sign in zip(line, signs, strict=True) if place in number]
        known = -sum(sign * int(table[place]) for place, sign in zip(line, signs, strict=True) if place not in number)
        if inside:
            columns, values = zip(*inside, strict=True)
            model.addRow(known, known, len(inside), np.array(columns, dtype=np.int32), np.array(values))
    return [tuple(end(model, at, sign) for sign in (1.0, -1.0)) for at in range(len(hidden))]


def end(model, at, sign):
    model.changeColCost(at, sign)
    model.run()
    best = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = round(sign * model.getInfo().objective_function_value) if best else None
    model.changeColCost(at, 0.0)
    return value


def work(args):
    table = read(args.table)
    begun = time.process_time()
    hidden, bound = choose(table, args.condition)
    chosen = time.process_time()
    ranges = audit(table, hidden)
    told = sum(high is not None and (low == high or (low >= 1 and high < THRESHOLD)) for low, high in ranges)
    return {
        "bound": bound,
        "hidden": len(hidden),
        "given_away": told,
        "cpu": {"choosing": chosen - begun, "auditing": time.process_time() - chosen},
    }


def check(args):
    """The range of every count that a release hides, with its labels."""
    with open(args.check, encoding="utf-8") as file:
        release = json.load(file)
    table = read(args.table)
    cells = [cell for cell in enumerate(release["table"]) if cell[1]["as"] == "hidden"]
    ranges = audit(table, [divmod(at, table.shape[1]) for at, _ in cells])
    return {"ranges": [[cell["row"], cell["col"], *ends] for (_, cell), ends in zip(cells, ranges, strict=True)]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table")
    parser.add_argument("--out", required=True)
    parser.add_argument("--condition", choices=["strong", "weak"], default="strong")
    parser.add_argument("--check", metavar="RELEASE.json")
    args = parser.parse_args()
    write(args.out, timed(lambda: check(args) if args.check else work(args)))


if __name__ == "__main__":
    main()
