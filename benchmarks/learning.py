#!/usr/bin/env python3
"""Measures Holdout's learning engine against PyTorch in Python, in turn, in one run; see benchmarks/README.md.

Prints a table and writes the raw numbers as JSON. Needs the Python packages in benchmarks/requirements-learning.txt for the peer
(`benchmarks/run` installs them into an environment of their own) and a built Holdout.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
CLASSES, PER_CLASS = 5, 240

# what the launcher of Holdout's workers sets, see ChildProcess
WORKER_ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "4294967296",
    "MALLOC_TOP_PAD_": "67108864",
}


class Server:
    """A process that measures on demand."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        self.version = self.process.stdout.readline().strip()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit(f"a measured process died at: {line}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)


def write_data(folder):
    """One dataset in MedIMeta's form: 1,200 images of 224 x 224, five kinds."""
    import h5py
    import numpy

    random = numpy.random.default_rng(7)
    count = CLASSES * PER_CLASS
    home = folder / "bench"
    (home / "task_labels").mkdir(parents=True)
    (home / "splits").mkdir()
    labels = numpy.arange(count) % CLASSES
    with h5py.File(home / "images.hdf5", "w") as file:
        images = file.create_dataset("images", (count, 224, 224, 3), dtype="uint8")
        rows = numpy.arange(224)[:, None, None]
        for i, label in enumerate(labels):
            wave = 127 + 60 * numpy.sin(rows * (label + 1) / 12 + random.uniform(0, 6))
            images[i] = numpy.clip(wave + random.normal(0, 40, (224, 224, 3)), 0, 255).astype("uint8")
    numpy.save(home / "task_labels" / "kind.npy", labels.astype("int64"))
    paths = [f"images/{i:06d}.tiff" for i in range(count)]
    splits = {"train": paths[:800], "val": paths[800:1000], "test": paths[1000:]}
    for name, lines in splits.items():
        (home / "splits" / f"{name}.txt").write_text("\n".join(lines) + "\n")
    sizes = "".join(f"  {name}: {len(lines)}\n" for name, lines in splits.items())
    kinds = "".join(f"      {i}: kind {i}\n" for i in range(CLASSES))
    (home / "info.yaml").write_text(
        "id: bench\nname: Bench\ndomain: Bench\ninput_size: [3, 224, 224]\n"
        f"total_num_samples: {count}\nsplits_num_samples:\n{sizes}original_splits_num_samples:\n{sizes}"
        "domain_overlaps: []\nsubject_overlaps: []\nlicense: none\n"
        f"tasks:\n  - task_name: kind\n    task_target: MULTICLASS_CLASSIFICATION\n    labels:\n{kinds}"
    )


def java(folder, threads):
    lib = ROOT / "target" / "lib"
    jar = next((ROOT / "target").glob("holdout-benchmarks-*.jar"))
    home = os.environ.get("JAVA_HOME")
    binary = Path(home, "bin", "java") if home else "java"
    return Server(
        [
            str(binary),
            "-Xmx1536m",
            "-XX:+UseSerialGC",
            "-cp",
            f"{jar}{os.pathsep}{lib}/*",
            "io.holdout.worker.learn.LearningBenchmark",
            str(folder),
            str(threads),
        ],
        WORKER_ENVIRONMENT,
    )


def python(folder, threads, layout):
    return Server([sys.executable, str(ROOT / "peer.py"), str(folder), str(threads), layout])


def measurements(quick, threads):
    """Name, line, repetitions, target ratio; the last word of episodes is trials at once."""
    if quick:
        return [
            ("ResNet-18 training step, 64 px, batch 8", "step 64 8 3", 1, None),
            ("loading with augmentation, 224 px, 128 images", "load 224 128", 1, None),
            ("fine-tuning conv4 64 px, 2 episodes of 5 steps", "episodes conv4 64 2 5 1", 1, None),
        ]
    return [
        ("ResNet-18 training step, 224 px, batch 32", "step 224 32 5", 3, 0.95),
        ("ResNet-18 fine-tuning step, 224 px, 25 images", "step 224 25 5", 3, 0.95),
        ("ResNet-18 training step, 64 px, batch 64", "step 64 64 15", 3, None),
        ("ResNet-18 fine-tuning step, 64 px, 25 images", "step 64 25 20", 3, None),
        ("loading with augmentation, 224 px, 1200 images", "load 224 1200", 7, 3.0),
        ("loading with augmentation, 64 px, 1200 images", "load 64 1200", 7, None),
        ("fine-tuning conv4, 28 px, 100 episodes of 50 steps", f"episodes conv4 28 100 50 {threads}", 1, 1.5),
        ("fine-tuning ResNet-18, 64 px, 4 episodes of 50 steps", f"episodes resnet18 64 4 50 {threads}", 3, 1.5),
    ]


def compare(folder, threads, quick, only):
    slots = {"one": java(folder, threads), "many": java(folder, 1)}
    peers = {layout: python(folder, threads, layout) for layout in ("default", "channels_last")}
    results = []
    for name, line, repetitions, target in measurements(quick, threads):
        if only and only not in name:
            continue
        # episodes run side by side, one thread each, as the workers of a machine do
        ours = slots["many" if line.startswith("episodes") else "one"]
        seconds = {"holdout": [], **{layout: [] for layout in peers}}
        for _ in range(repetitions):
            seconds["holdout"].append(float(ours.ask(line)))
            for layout, peer in peers.items():
                if layout == "default" or not line.startswith("load"):
                    seconds[layout].append(float(peer.ask(line)))
        medians = {who: statistics.median(all_) for who, all_ in seconds.items() if all_}
        ratios = {who: medians[who] / medians["holdout"] for who in medians if who != "holdout"}
        results.append({"name": name, "line": line, "seconds": seconds, "ratios": ratios, "target": target})
        print(row(results[-1]), flush=True)
    versions = {"holdout": slots["one"].version, "python": peers["default"].version}
    for server in [*slots.values(), *peers.values()]:
        server.close()
    return results, versions


def row(result):
    seconds = {who: statistics.median(all_) for who, all_ in result["seconds"].items() if all_}
    cells = [f"{result['name']:<56}", f"{seconds['holdout']:9.3f}"]
    for layout in ("default", "channels_last"):
        cells += [f"{seconds[layout]:9.3f}", f"{result['ratios'][layout]:6.2f}"] if layout in seconds else ["", ""]
    cells.append("" if result["target"] is None else f"{result['target']:5.2f}")
    return " | ".join(cells)


def memory(folder, threads, quick):
    server = java(folder, threads)
    steps = 100 if quick else 2000
    points = [point.split(":") for point in server.ask(f"memory 64 8 {steps}").split(",")]
    server.close()
    sizes = {int(step): int(size) for step, size in points}
    first, last = sizes[steps // 10], sizes[steps]
    print(f"resident memory, MB, ResNet-18 64 px batch 8: {sizes}; growth {100 * (last - first) / first:+.1f}%")
    return sizes


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--quick", action="store_true", help="a smoke of a minute")
    parser.add_argument("--only", default="", help="measurements whose name has this in it")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "learning.json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_data(Path(folder))
        print("median seconds | holdout | PyTorch default | ratio | channels last | ratio | target", flush=True)
        results, versions = compare(Path(folder), arguments.threads, arguments.quick, arguments.only)
        sizes = {} if arguments.only else memory(Path(folder), arguments.threads, arguments.quick)
    document = {
        "machine": {"processor": platform.processor() or platform.machine(), "threads": arguments.threads},
        "versions": versions,
        "results": results,
        "resident_megabytes": sizes,
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(document, indent=1) + "\n")
    print(f"raw numbers: {arguments.out}")


if __name__ == "__main__":
    main()
