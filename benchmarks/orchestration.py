#!/usr/bin/env python3
"""Measures the orchestration of trials that do nothing, or wait: Holdout against its peers; see benchmarks/README.md.

Prints a Markdown table and writes the raw numbers as JSON. Each measurement has processes and a folder of its own; `--only` takes
those whose name has a text in it. Needs the packages in benchmarks/requirements-orchestration.txt and a built Holdout, as
`benchmarks/run` provides.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SLOTS = (1, 4, 16)
# trials that run first in the same processes, where it says warm: by then most is compiled
WARM_UP = 40_000

# name of each, and what is on disk when a result counts
DURABILITY = {
    "Holdout, embedded, cold": "event in SQLite's log and result in an artifact's file, both synced, as Holdout acknowledges them",
    "Holdout, embedded, warm": "the same",
    "Holdout, Cassandra, cold": "event in one node's commit log, synced in batches before each answer",
    "Holdout, Cassandra, warm": "the same",
    "Optuna, SQLite": "a committed transaction of SQLite",
    "Optuna, journal file": "a line in a file, synced each time",
    "Dask": "none: results in memory",
    "Dask, results written": "a file of each result, synced by its task; the scheduler's state is in memory",
    "Ray Tune": "a checkpoint and result files of each trial, not synced; the state of all now and then",
}
PEERS = {
    "Optuna, SQLite": "optuna-sqlite",
    "Optuna, journal file": "optuna-journal",
    "Dask": "dask-none",
    "Dask, results written": "dask-durable",
    "Ray Tune": "ray",
}


def java(*arguments, options=()):
    lib = ROOT / "target" / "lib"
    jar = next((ROOT / "target").glob("holdout-benchmarks-*.jar"))
    home = os.environ.get("JAVA_HOME")
    binary = Path(home, "bin", "java") if home else "java"
    return [str(binary), *options, "-cp", f"{jar}{os.pathsep}{lib}/*", *map(str, arguments)]


class Cassandra:
    """One node, started when it is first needed."""

    def __init__(self):
        self.process = None
        self.keyspaces = 0

    def journal(self):
        """An address with a keyspace of its own."""
        if self.process is None:
            server = ROOT.parent / "cassandra-server" / "target" / "lib"
            self.process = subprocess.Popen(
                java("io.holdout.coordinator.journal.cassandra.CassandraAlone", options=[f"-Dcassandra.lib={server}", "-Dcassandra.heap=1g"]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self.address = self.process.stdout.readline().strip()
            if not self.address:
                sys.exit("Cassandra did not start")
        self.keyspaces += 1
        return f"cassandra://{self.address}/bench_{self.keyspaces}?dc=datacenter1"

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(timeout=60)


def last_line(command, folder, given=None):
    """The answer of a process; what it prints besides is in its log."""
    log = Path(folder, "log")
    with open(log, "w") as errors:
        done = subprocess.run(
            command, input=given, stdout=subprocess.PIPE, stderr=errors, text=True, timeout=1800, check=False
        )
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        print(log.read_text()[-2000:], file=sys.stderr)
        raise RuntimeError(f"its process ended with {done.returncode}")
    return json.loads(lines[-1])


def holdout(name, cassandra, slots, trials, millis, warmup, folder):
    workers = min(2, slots)
    journal = cassandra.journal() if "Cassandra" in name else "embedded"
    before = warmup if name.endswith("warm") else 1
    line = f"{journal} {workers} {slots // workers} {trials} {millis} {before}\n"
    return last_line(java("io.holdout.cli.OrchestrationBenchmark", folder), folder, line)


def peer(name, slots, trials, millis, folder):
    script = str(ROOT / "orchestration_peer.py")
    return last_line([sys.executable, script, PEERS[name], str(slots), str(trials), str(millis), folder], folder)


def plan(name, quick):
    """Milliseconds of a trial, slots and trials; few of those that are slow, so that each lasts some seconds."""
    if quick:
        return [(0, 2, 20), (100, 2, 6)]
    many = {"Ray Tune": 50, "Optuna, SQLite": 200}.get(name, 4_000)
    if name.startswith("Holdout"):
        many = 60_000 if name.endswith("warm") else 20_000
    # a warm-up runs as long trials as the sweep, so waiting trials are measured cold only
    waiting = [] if name.endswith("warm") else [(1000, slots, 30 * slots) for slots in SLOTS]
    return [(0, slots, many) for slots in SLOTS] + waiting


def is_long(name, millis):
    """Runs in the first turn only: trials that wait, which differ little, and what takes a minute for 50 trials."""
    return millis > 0 or name == "Ray Tune"


def one(name, cassandra, slots, trials, millis, quick):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if name in PEERS:
            answer = peer(name, slots, trials, millis, folder)
        else:
            answer = holdout(name, cassandra, slots, trials, millis, 20 if quick else WARM_UP, folder)
    if answer["trials"] != trials:
        raise RuntimeError(f"{answer['trials']} results of {trials} trials")
    return answer


def measure(arguments, cassandra, failures):
    results = {}
    for turn in range(arguments.repeats):
        for name in DURABILITY:
            for millis, slots, trials in plan(name, arguments.quick):
                title = f"{name}, {slots} slots, {millis} ms"
                if arguments.only not in title or (turn > 0 and is_long(name, millis)):
                    continue
                try:
                    answer = one(name, cassandra, slots, trials, millis, arguments.quick)
                except RuntimeError as e:
                    if arguments.quick:
                        raise
                    # the others are still worth their time
                    failures.append(f"{turn + 1}: {title}: {e}")
                    print(failures[-1], file=sys.stderr, flush=True)
                    continue
                empty = {"name": name, "slots": slots, "millis": millis, "trials": trials, "answers": []}
                results.setdefault(title, empty)["answers"].append(answer)
                print(f"{turn + 1}: {title}: {trials / answer['seconds']:.1f} trials/s", file=sys.stderr, flush=True)
    return list(results.values())


def table(results):
    lines = ["| | slots | trials | trials/s | lowest to highest | efficiency |", "|---|---|---|---|---|---|"]
    for result in sorted(results, key=lambda each: (each["millis"] > 0, each["slots"])):
        rates = [result["trials"] / answer["seconds"] for answer in result["answers"]]
        median = statistics.median(rates)
        efficiency = f"{median * result['millis'] / 1000 / result['slots']:.3f}" if result["millis"] else ""
        what = f"{result['name']}, {'no-op' if not result['millis'] else str(result['millis']) + ' ms'}"
        lines.append(
            f"| {what} | {result['slots']} | {result['trials']} | {median:.1f} "
            f"| {min(rates):.1f} to {max(rates):.1f} | {efficiency} |"
        )
    return "\n".join(lines)


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a smoke: a few trials of each, once")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", default="", help="measurements whose name has this in it")
    parser.add_argument("--out", type=Path, help="default: docs/results/orchestration.json; target/ if only some are measured")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.repeats = 1
    part = arguments.quick or arguments.only
    kept = ROOT / "target" if part else ROOT.parent / "docs" / "results"
    out = arguments.out or kept / "orchestration.json"
    cassandra = Cassandra()
    load = os.getloadavg()
    failures = []
    try:
        results = measure(arguments, cassandra, failures)
    finally:
        cassandra.close()
    document = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "command": "benchmarks/run orchestration " + " ".join(sys.argv[1:]),
        "machine": {"processor": processor(), "threads": os.cpu_count(), "load_before": load},
        "python": platform.python_version(),
        "java": subprocess.run(
            java(options=["-version"])[:2], capture_output=True, text=True, check=True
        ).stderr.splitlines()[0],
        "durability": DURABILITY,
        "failures": failures,
        "results": results,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(document, indent=1) + "\n")
    print(table(results))
    for name, kept_where in DURABILITY.items():
        print(f"- {name}: {kept_where}.")
    print(f"raw numbers: {out}")


if __name__ == "__main__":
    main()
