#!/usr/bin/env python3
"""Runs what a user would otherwise take, and ours, on the same work: outputs are compared first, then times.

    python3 benches/peers/run.py --venv VENV --work FOLDER [--only rates,draw]

Peer and ours run in turn, so a busy machine is busy for both; the ratio of the medians is what counts.
README.md beside this file says what is asked, how to repeat it and how to read the lines.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys

import compare
from measure import Failed, Figures, cpu_name, run_ours, run_pair

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NEEDED = {
    "rates": ["numpy", "polars"],
    "checks": ["numpy", "polars"],
    "draw": ["consistent_sampler"],
    "protect": ["numpy", "highspy"],
    "agreement": ["numpy", "krippendorff"],
    "hypergeometric": ["numpy", "scipy"],
    "koopman": ["numpy", "scipy", "statsmodels"],
}
ROLES = ["--by", "force", "--group", "ethnicity", "--outcome", "disposal", "--reference", "White"]
AS_WRITTEN = argparse.RawDescriptionHelpFormatter
DICE = "dice=71840263915520487316"


class Bench:
    """What every work needs: the binary, the peers' Python, a folder for inputs and outputs."""

    def __init__(self, args):
        self.args = args
        self.binary = str(args.binary.resolve())
        self.python = str(args.venv / "bin" / "python")
        self.work = args.work.resolve()
        self.lines = []

    def path(self, name):
        return str(self.work / name)

    def input(self, kind, name, *options):
        """Makes an input once; it is the same on every machine."""
        path = self.work / name
        if not path.exists():
            part = self.path(name + ".part")
            make = [self.python, str(HERE / "make_input.py"), kind, "--out", part]
            subprocess.run([*make, *map(str, options)], check=True)
            os.replace(part, path)
        return str(path)

    def peer(self, script, *options):
        return [self.python, str(HERE / script), *map(str, options)]

    def ours(self, *words):
        return [self.binary, *map(str, words)]

    def tell(self, work, peer, outputs, pair, asked):
        """Prints one line: outputs first, then the figures and their ratios."""
        figures = Figures(work, peer, outputs, pair, asked)
        self.lines.append(figures.as_json())
        print(figures, flush=True)


def rates(bench):
    for rows in bench.args.rows:
        cases = bench.input("cases", f"cases_{rows}.csv", "--rows", rows)
        theirs, mine = bench.path("rates_peer.csv"), bench.path("rates_ours.csv")
        pair = run_pair(
            bench.peer("peer_rates.py", cases, "--out", theirs),
            bench.ours("analyse", "rates", cases, *ROLES, "--out", mine, "--json"),
            bench.args.runs,
        )
        outputs = compare.tables(theirs, mine, keys=3, tolerance=1e-9)
        asked = {"wall": 0.6, "cpu": 0.5, "ours_mb": 60} if rows == 5_000_000 else {}
        bench.tell(f"rates, {rows:,} rows", "polars", outputs, pair, asked)


def checks(bench):
    """Reading and eight rules on 1,000,000 rows: as they are made, with errors of one rule alone, and with errors of all."""
    for kind, name in (("cases", "cases_1000000.csv"), ("faulty", "faulty_1000000.csv")):
        cases = bench.input(kind, name, "--rows", 1_000_000)
        counted, places, mine = (bench.path(f"checks_{part}.json") for part in ("peer", "places", "ours"))
        peer = bench.peer("peer_import.py", cases, "--out", counted)
        pair = run_pair(peer, [bench_binary(bench, "scrutineer", "cases"), cases, mine], bench.args.runs)
        subprocess.run([*peer, "--places", places], check=True, capture_output=True)
        outputs = compare.errors(counted, places, mine)
        bench.tell(f"read and 8 rules, 1,000,000 {kind}", "polars", outputs, pair, {"cpu": 0.5})


def draw(bench):
    frame = bench.input("frame", "frame_1000000.csv", "--rows", 1_000_000)
    plan = bench.input("plan", "plan.json")
    ours = bench.ours("draw", "run", "--frame", frame, "--plan", plan, "--source", DICE, "--json")
    drawn = json.loads(subprocess.run(ours, check=True, capture_output=True, text=True).stdout)
    for peer, asked in (("consistent_sampler", 1 / 8), ("hashlib+heapq", 1.0)):
        out = bench.path("draw_peer.json")
        command = bench.peer("peer_draw.py", frame, "--how", peer, "--seed", drawn["seed"], "--out", out)
        pair = run_pair(command, ours, bench.args.runs)
        outputs = compare.draws(out, drawn["strata"]["all"], same=peer == "hashlib+heapq")
        bench.tell("draw 10,000 of 1,000,000 with root", peer, outputs, pair, {"cpu": asked})


def protect(bench):
    words = ["--rows", "area", "--cols", "offence", "--count", "n", "--json"]
    table = bench.input("table", "table_500.csv", "--rows", 500)
    out, ours = bench.path("suppression_peer.json"), bench.ours("protect", table, *words)
    pair = run_pair(bench.peer("peer_suppression.py", table, "--out", out), ours, bench.args.runs)
    mine, ranges = bench.path("suppression_ours.json"), bench.path("suppression_ranges.json")
    with open(mine, "w", encoding="utf-8") as release:
        subprocess.run([*ours, "--ranges"], check=True, stdout=release)
    check = bench.peer("peer_suppression.py", table, "--check", mine, "--out", ranges)
    subprocess.run(check, check=True, capture_output=True)
    outputs = compare.suppressions(out, mine, ranges)
    bench.tell("protect and audit, 500 x 20", "HiGHS", outputs, pair, {"cpu": 0.1})
    #  The whole of ours against each half of the peer's: what holds for the whole holds for our halves.
    for half, cpu in compare.load(out)["cpu"].items():
        print(f"    HiGHS, {half} alone: {cpu:.3f} s of processor; ours, both: {pair.ours['cpu'] / cpu:.4f} of it")
    for rows in (100, 200, 500, 1000, 2000):
        table = bench.input("table", f"table_{rows}.csv", "--rows", rows)
        ours = bench.ours("protect", table, *words)
        bench.tell(f"protect, {rows:,} x 20", "none", "-", run_ours(ours, bench.args.runs), {})


def agreement(bench):
    ratings = bench.input("ratings", "ratings.csv")
    out = bench.path("agreement_peer.json")
    ours = bench.ours(
        "analyse", "agreement", ratings, "--metric", "ordinal", "--bootstrap", 2000, "--seed", 1, "--json"
    )
    pair = run_pair(bench.peer("peer_agreement.py", ratings, "--out", out), ours, bench.args.runs)
    mine = json.loads(subprocess.run(ours, check=True, capture_output=True, text=True).stdout)
    outputs = compare.alphas(out, mine)
    bench.tell("alpha, 2,000 resamples, 1,000 x 12", "krippendorff", outputs, pair, {"cpu": 0.1})


def hypergeometric(bench):
    intervals(bench, "hypergeometric", "scipy", {"each_us": 50}, tolerance=0)


def koopman(bench):
    intervals(bench, "koopman", "statsmodels", {"cpu": 1 / 50}, tolerance=1e-6)


def intervals(bench, kind, peer, asked, tolerance):
    """Calls into a library: both time their calls alone, and say so in their output."""
    tables = bench.input(kind, f"{kind}.csv")
    theirs, mine = bench.path(f"{kind}_peer.json"), bench.path(f"{kind}_ours.json")
    ours = [bench_binary(bench, "stats", "peers"), kind, tables, mine]
    pair = run_pair(bench.peer("peer_intervals.py", kind, tables, "--out", theirs), ours, bench.args.runs)
    outputs = compare.bounds(theirs, mine, tolerance)
    many = len(pathlib.Path(tables).read_text(encoding="utf-8").splitlines()) - 1
    pair.only_the_work(many)
    bench.tell(f"{many:,} intervals, {kind}", peer, outputs, pair, asked)


def bench_binary(bench, package, name):
    """The bench that answers for a library; built when it is not given."""
    given = bench.args.bench if package == "stats" else bench.args.cases
    if given:
        return str(given.resolve())
    build = ["cargo", "bench", "-p", package, "--bench", name, "--no-run", "--message-format=json"]
    if package == "scrutineer":
        build.append("--no-default-features")
    said = subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    made = [json.loads(line).get("executable") for line in said.splitlines() if line.startswith("{")]
    return next(path for path in made if path and os.path.basename(path).startswith(name))


WORKS = {work.__name__: work for work in (rates, checks, draw, protect, agreement, hypergeometric, koopman)}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=AS_WRITTEN)
    path, built = pathlib.Path, ROOT / "target/release/scrutineer"
    parser.add_argument("--binary", type=path, default=built, help="a release build")
    parser.add_argument("--bench", type=path, help="the bench `peers` of crate stats; built if not given")
    parser.add_argument("--cases", type=path, help="the bench `cases` of crate scrutineer; built if not given")
    parser.add_argument("--venv", type=path, required=True, help="the virtual environment with the peers")
    parser.add_argument("--work", type=path, required=True, help="a folder for inputs and outputs, some 2 GB")
    parser.add_argument("--only", default=",".join(WORKS), help="some of: " + ",".join(WORKS))
    parser.add_argument("--runs", type=int, default=5, help="timed runs of each, after one that is not timed")
    sizes = "10000,100000,1000000,5000000,10000000"
    parser.add_argument("--rows", default=sizes, help="sizes of the work `rates`")
    parser.add_argument("--json", type=path, help="also write every figure here, one JSON object a line")
    args = parser.parse_args()
    args.only = args.only.split(",")
    args.rows = [int(rows) for rows in args.rows.split(",")]
    if unknown := set(args.only) - set(WORKS):
        parser.error(f"there is no work {', '.join(sorted(unknown))}; choose from {', '.join(WORKS)}")
    return args


def missing(bench):
    """What must be installed before anything can run, as sentences."""
    if not pathlib.Path(bench.binary).is_file():
        yield f"{bench.binary} is not there; build it with: cargo build --release -p scrutineer"
    if not pathlib.Path(bench.python).is_file():
        yield f"{bench.python} is not there; make it with: python3 -m venv {bench.args.venv}"
        return
    wanted = sorted({package for work in bench.args.only for package in NEEDED[work]})
    look = "import importlib.util, sys; print(*[p for p in sys.argv[1:] if not importlib.util.find_spec(p)])"
    found = subprocess.run([bench.python, "-c", look, *wanted], check=True, capture_output=True, text=True)
    if absent := found.stdout.split():
        how = f"{bench.python} -m pip install {' '.join(absent)}"
        yield f"{bench.args.venv} lacks {', '.join(absent)}; install with: {how}"


def main():
    bench = Bench(arguments())
    if sentences := list(missing(bench)):
        sys.exit("\n".join(sentences))
    bench.work.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    print(f"{cpu_name()}, {os.cpu_count()} processors, load {load:.2f}, Python {platform.python_version()}")
    print(Figures.HEADING)
    failed = False
    for name in bench.args.only:
        try:
            WORKS[name](bench)
        except (Failed, subprocess.CalledProcessError) as why:
            failed = True
            print(f"{name}: {why}")
    print(f"load at the end {os.getloadavg()[0]:.2f}")
    if bench.args.json:
        bench.args.json.write_text("".join(json.dumps(line) + "\n" for line in bench.lines), encoding="utf-8")
    return int(failed or not all(line["outputs_agree"] for line in bench.lines))


if __name__ == "__main__":
    sys.exit(main())
