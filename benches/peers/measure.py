"""Runs whole processes and says what they took: time gone by, processor time of all threads, peak memory."""
import json
import os
import statistics
import subprocess
import tempfile
import time


class Failed(Exception):
    """A command that did not do its work; the message is its own last words."""


class Took:
    """What one process took; and what it says its work alone took, without start and inputs."""

    def __init__(self, command):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
            begun = time.perf_counter()
            process = subprocess.Popen(command, stdout=out, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            self.cpu = usage.ru_utime + usage.ru_stime
            self.megabytes = usage.ru_maxrss / 1024
            if process.returncode != 0:
                words = reason(said)
                name = " ".join(os.path.basename(str(word)) for word in command[:3])
                raise Failed(f"{name}: ended with {process.returncode}: {words}")
            self.alone = alone(last_line(out))


def last_line(file):
    file.seek(0)
    lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def reason(said):
    """What a failed command says: its first line when that is an error, else its last, as Python does."""
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines() or ["it said nothing"]
    return lines[0] if lines[0].startswith("error:") else lines[-1]


def alone(line):
    """`{"alone": {"wall": ..., "cpu": ...}}` as a peer or the bench prints it; `None` for anything else."""
    try:
        said = json.loads(line).get("alone")
    except (AttributeError, ValueError):
        return None
    return said and (said["wall"], said["cpu"])


class Pair:
    """Peer and ours, run one after the other."""

    def __init__(self, peer, ours):
        self.peer, self.ours = median(peer), median(ours)
        self.each = None

    def only_the_work(self, many):
        """Calls into a library: the processes around them do not count."""
        for side in (self.peer, self.ours):
            side["wall"], side["cpu"] = side["alone"]
            side["alone"] = None
        self.each = 1e6 * self.ours["cpu"] / many


def median(runs):
    if not runs:
        return None
    middle = statistics.median
    told = [run.alone for run in runs if run.alone]
    return {
        "wall": middle(run.wall for run in runs),
        "cpu": middle(run.cpu for run in runs),
        "mb": max(run.megabytes for run in runs),
        "alone": (middle(wall for wall, _ in told), middle(cpu for _, cpu in told)) if told else None,
    }


def run_pair(peer, ours, runs):
    """One run of each that is not timed, then both in turn, so that a busy machine is busy for both."""
    Took(peer), Took(ours)
    taken = [(Took(peer), Took(ours)) for _ in range(runs)]
    return Pair([one for one, _ in taken], [other for _, other in taken])


def run_ours(ours, runs):
    Took(ours)
    return Pair([], [Took(ours) for _ in range(runs)])


class Figures:
    """One line of the table."""

    HEADING = (
        f"{'work':<38}{'peer':<20}{'outputs':<34}"
        f"{'peer wall':>10}{'cpu':>9}{'MB':>6}{'ours wall':>11}{'cpu':>9}{'MB':>6}"
        f"{'wall ratio':>12}{'cpu ratio':>11}{'to its work alone':>19}  asked"
    )

    def __init__(self, work, peer, outputs, pair, asked):
        self.work, self.peer, self.outputs, self.pair, self.asked = work, peer, outputs, pair, asked
        self.ratios = {}
        if pair.peer:
            self.ratios = {key: pair.ours[key] / pair.peer[key] for key in ("wall", "cpu")}
        #  Ours as a whole process against the peer's work without its start: the harder comparison.
        self.to_work = None
        if pair.peer and pair.peer["alone"]:
            wall, cpu = pair.peer["alone"]
            self.to_work = {"wall": pair.ours["wall"] / wall, "cpu": pair.ours["cpu"] / cpu}

    def verdicts(self):
        """What was asked, with what came out and whether it is met."""
        had = {**self.ratios, "ours_mb": self.pair.ours["mb"], "each_us": self.pair.each}
        names = {"wall": "wall", "cpu": "cpu", "ours_mb": "MB", "each_us": "microseconds each"}
        for key, most in self.asked.items():
            met = "met" if had[key] <= most else "MISSED"
            yield f"{names[key]} {most:.4g}: {had[key]:.4g} {met}"

    def __str__(self):
        def side(figures):
            if not figures:
                return f"{'-':>10}{'-':>9}{'-':>6}"
            return f"{figures['wall']:>10.4f}{figures['cpu']:>9.4f}{figures['mb']:>6.0f}"

        def ratio(ratios):
            return f"{ratios['wall']:.3f} / {ratios['cpu']:.3f}" if ratios else "-"

        both = self.ratios or {"wall": float("nan"), "cpu": float("nan")}
        asked = "; ".join(self.verdicts())
        return (
            f"{self.work:<38}{self.peer:<20}{self.outputs:<34}{side(self.pair.peer)} {side(self.pair.ours)}"
            f"{both['wall']:>12.4f}{both['cpu']:>11.4f}{ratio(self.to_work):>19}  {asked}"
        )

    def as_json(self):
        return {
            "work": self.work,
            "peer": self.peer,
            "outputs": self.outputs,
            "outputs_agree": not self.outputs.startswith("DIFFER"),
            "figures": {"peer": self.pair.peer, "ours": self.pair.ours},
            "ratios": self.ratios,
            "ratios_to_work_alone": self.to_work,
            "microseconds_each": self.pair.each,
            "asked": self.asked,
            "verdicts": list(self.verdicts()),
        }


def cpu_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return "unknown processor"
