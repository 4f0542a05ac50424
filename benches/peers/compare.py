"""Whether peer and ours say the same, in a few words; `DIFFER` first when they do not."""
import csv
import json
import math


def close(one, other, tolerance):
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)


def tables(theirs, mine, keys, tolerance):
    """Two CSV files of one heading: the same rows by their first cells, the others close or blank in both."""
    (heading, one), (own_heading, other) = read(theirs, keys), read(mine, keys)
    if heading != own_heading:
        return f"DIFFER: headings {heading} and {own_heading}"
    if one.keys() != other.keys():
        return f"DIFFER: {len(one.keys() ^ other.keys())} rows are in one only"
    worst = 0.0
    for key, cells in one.items():
        for cell, own in zip(cells, other[key], strict=True):
            if cell == own:
                continue
            if not cell or not own or not close(float(cell), float(own), tolerance):
                return f"DIFFER at {', '.join(key)}: {cell} and {own}"
            worst = max(worst, abs(float(cell) - float(own)))
    return f"{len(one):,} rows, worst {worst:.0e}"


def read(path, keys):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        return next(rows), {tuple(row[:keys]): row[keys:] for row in rows}


def draws(theirs, mine, same):
    """The draws themselves where the peer follows sdraw/1; elsewhere how many different refs were drawn."""
    drawn, own = load(theirs), mine["drawn"] + mine["reserves"]
    if same:
        return f"{len(own):,} refs in order" if drawn == own else "DIFFER: other refs or another order"
    many = len(mine["drawn"])
    return f"{many:,} refs each" if len(set(drawn)) == many else f"DIFFER: {len(set(drawn))} refs and {many}"


def suppressions(theirs, mine, checked):
    """Our audit is green, the peer finds the same ranges, and we hide at most 1.05 of what it proves must be hidden."""
    ours = load(mine)
    if not ours["audit"]["ok"]:
        return "DIFFER: our audit is not green"
    own = {(one["row"], one["col"]): (one["low"], one["high"]) for one in ours["audit"]["ranges"]}
    found = {(row, col): (low, high) for row, col, low, high in load(checked)["ranges"]}
    if own != found:
        places = [place for place in own.keys() | found.keys() if own.get(place) != found.get(place)]
        return f"DIFFER: {len(places)} of {len(found)} ranges"
    share = ours["cost"] / load(theirs)["bound"]
    return f"{'' if share <= 1.05 else 'DIFFER: '}hidden {share:.4f} of bound, ranges =="


def errors(counted, places, mine):
    """Every error on the same line and in the same column, and as many valid rows."""
    ours, peer, own = load(mine), load(counted), load(places)
    if ours["valid"] != peer["valid"]:
        return f"DIFFER: {peer['valid']} valid rows and {ours['valid']}"
    if ours["errors"] != own:
        found = {tuple(place) for place in ours["errors"]} ^ {tuple(place) for place in own}
        return f"DIFFER: {len(found)} places, such as {min(found)}"
    columns = len({column for _, column in own})
    return f"{len(own):,} errors in {columns} columns, line and column =="


def alphas(theirs, mine):
    """Alpha itself to 1e-9; the bootstraps draw different units, so their bounds to 0.01."""
    peer = load(theirs)
    if not close(peer["alpha"], mine["alpha"], 1e-9):
        return f"DIFFER: alpha {peer['alpha']} and {mine['alpha']}"
    for key in ("alpha_low", "alpha_high"):
        if not close(peer[key], mine[key], 0.01):
            return f"DIFFER: {key} {peer[key]} and {mine[key]}"
    return f"alpha {mine['alpha']:.6f}, bounds to 0.01"


def bounds(theirs, mine, tolerance):
    """Lists of lower and upper bounds, in the same order."""
    one, other = load(theirs), load(mine)
    if len(one) != len(other):
        return f"DIFFER: {len(one)} and {len(other)} intervals"
    worst = 0.0
    for at, (pair, own) in enumerate(zip(one, other, strict=True)):
        for bound, own_bound in zip(pair, own, strict=True):
            if not close(bound, own_bound, tolerance):
                return f"DIFFER at {at}: {pair} and {own}"
            worst = max(worst, abs(bound - own_bound))
    return f"{len(one):,} intervals, worst {worst:.0e}"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)
