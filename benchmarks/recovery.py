#!/usr/bin/env python3
"""Kills who coordinates a sweep and starts it again: Holdout against its peers; see benchmarks/README.md.

Prints a line of JSON for each measurement and a Markdown table, and writes the raw numbers as JSON. Needs the packages in
benchmarks/requirements-orchestration.txt and a built Holdout, as `benchmarks/run` provides.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from orchestration import ROOT, java, last_line, processor

# of the trials have a result at the kill
SHARE = 0.3
PATIENCE = 1200

# name of each, and what is killed and what is done then
WAYS = {
    "Holdout": "the coordinator's process is killed and started again at once; workers live on",
    "Holdout, two standbys": "the coordinator's process is killed and stays away; one that stood by goes on; workers live on",
    "Optuna, SQLite": "the study's processes are killed; the study is loaded again, what ran is failed and enqueued again",
    "Ray Tune": "the driver and the Ray processes it started are killed; Tuner.restore with unfinished and failed trials",
}
PEERS = {"Optuna, SQLite": "optuna", "Ray Tune": "ray"}


def descendants(pid):
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # the name, in parentheses, may hold anything
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child)
    return found


def kill(process):
    """All of it at one moment, as when a machine loses power; it has a session of its own."""
    victims = [process.pid, *descendants(process.pid)]
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


def notes(folder):
    """Of all executions: what, trial, milliseconds. The last line may be under way."""
    file = Path(folder, "executions")
    text = file.read_text() if file.exists() else ""
    return [(words[0], words[1], int(words[2])) for words in map(str.split, text.split("\n")[:-1])]


def wasted(lines):
    """Runs of trials that had ended, and of trials that had begun and not ended."""
    last, repeated, anew = {}, 0, 0
    for what, trial, _ in lines:
        if what == "began":
            repeated += last.get(trial) == "ended"
            anew += last.get(trial) == "began"
        if what != "kept":
            last[trial] = what
    return repeated, anew


def peer(name, slots, trials, millis, folder):
    script = [sys.executable, str(ROOT / "recovery_peer.py"), PEERS[name]]
    sizes = [str(slots), str(trials), str(millis), str(folder)]
    with open(Path(folder, "first.log"), "w") as log:
        first = subprocess.Popen(
            [*script, "begin", *sizes], stdout=subprocess.DEVNULL, stderr=log, start_new_session=True
        )
    deadline = time.monotonic() + PATIENCE
    while sum(what == "kept" for what, _, _ in notes(folder)) < SHARE * trials:
        if first.poll() is not None or time.monotonic() > deadline:
            kill(first)
            print(Path(folder, "first.log").read_text()[-2000:], file=sys.stderr)
            raise RuntimeError(f"{name} did not come to the middle of its sweep")
        time.sleep(0.01)
    killed = int(time.time() * 1000)
    kill(first)
    before = notes(folder)
    answer = last_line([*script, "resume", *sizes], folder)
    lines = notes(folder)
    after = lines[len(before) :]
    kept_before = {trial for what, trial, _ in before if what == "kept"}
    began_after = {trial for what, trial, _ in after if what == "began"}
    repeated, anew = wasted(lines)
    first_of = {what: min(at for kind, _, at in after if kind == what) for what in ("began", "kept")}
    return {
        "trials": len(answer["kept"]),
        "finished": len(kept_before),
        "nextDispatchSeconds": (first_of["began"] - killed) / 1000,
        "nextResultSeconds": (first_of["kept"] - killed) / 1000,
        "lost": len({trial for trial in kept_before if trial in began_after or trial not in answer["kept"]}),
        "repeated": repeated,
        "startedAnew": anew,
        "seconds": (lines[-1][2] - lines[0][2]) / 1000,
        "idealSeconds": trials * millis / slots / 1000,
        "version": answer["version"],
    }


def holdout(standbys, slots, trials, millis, folder):
    return last_line(java("io.holdout.cli.RecoveryBenchmark", folder, slots, trials, millis, standbys), folder)


def measure(arguments):
    slots, millis = (4, 100) if arguments.quick else (8, 100)
    results = []
    for turn in range(arguments.repeats):
        for name in WAYS:
            if arguments.only not in name:
                continue
            trials = 40 if arguments.quick else 100 if name == "Ray Tune" else 800
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                if name in PEERS:
                    answer = peer(name, slots, trials, millis, folder)
                else:
                    answer = holdout(2 if "standbys" in name else 0, slots, trials, millis, folder)
            result = {"name": name, "turn": turn + 1, "slots": slots, "millis": millis, "wanted": trials, **answer}
            results.append(result)
            print(json.dumps(result), flush=True)
    return results


def table(results):
    lines = [
        "| | trials | next dispatch, s | next result, s | lowest to highest | results lost | ended trials run again "
        "| trials started anew | time by ideal |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in WAYS:
        mine = [result for result in results if result["name"] == name]
        if not mine:
            continue
        next_results = [result["nextResultSeconds"] for result in mine]

        def median(key, mine=mine):
            return statistics.median(result[key] for result in mine)

        def most(key, mine=mine):
            return max(result[key] for result in mine)

        lines.append(
            f"| {name} | {mine[0]['wanted']} | {median('nextDispatchSeconds'):.1f} | {statistics.median(next_results):.1f} "
            f"| {min(next_results):.1f} to {max(next_results):.1f} | {most('lost')} | {most('repeated')} "
            f"| {most('startedAnew')} | {median('seconds') / mine[0]['idealSeconds']:.2f} |"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a smoke: a few trials of each, once")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", default="", help="measurements whose name has this in it")
    parser.add_argument("--out", type=Path, help="default: docs/results/recovery.json; target/ if only some are measured")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.repeats = 1
    part = arguments.quick or arguments.only
    out = arguments.out or (ROOT / "target" if part else ROOT.parent / "docs" / "results") / "recovery.json"
    load = os.getloadavg()
    results = measure(arguments)
    document = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "command": "benchmarks/run recovery " + " ".join(sys.argv[1:]),
        "machine": {"processor": processor(), "threads": os.cpu_count(), "load_before": load},
        "ways": WAYS,
        "results": results,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(document, indent=1) + "\n")
    print(table(results))
    for name, way in WAYS.items():
        print(f"- {name}: {way}.")
    print(f"raw numbers: {out}")


if __name__ == "__main__":
    main()
