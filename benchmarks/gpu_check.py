"""Proves the CUDA path on a machine with a GPU, within nine minutes: results as JSON lines and tables;
`table.md` is that of docs/gpu.md.

usage: gpu_check.py [--dry-run] [--out FOLDER] [--only STEP,STEP] [--seconds 540]

Each step is a process of its own with a limit of its own, so that one that hangs or ends its CUDA context
costs no other. `--dry-run` puts the CPU in the GPU's place and does everything once, small, in this process:
it finds mistakes in the check, and says nothing about a GPU.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

LIMITS_S = {
    "env": 30,
    "correct": 45,
    "tests": 70,
    "graphs": 40,
    "race": 30,
    "throughput": 50,
    "launches": 30,
    "layers": 40,
    "lost": 35,
    "switch": 30,
    "oom": 35,
    "video": 25,
    "decode": 20,
    "overlap": 20,
    "goldens": 40,
}
"""Step -> the seconds after which it is ended, in the order in which they run."""

LEAST_S = 10
"""With less time than this left a step is passed over."""

ROOT = Path(__file__).resolve().parents[1]


def main(argv: list[str] | None = None) -> int:
    """Run the steps; returns 1 if one of them failed."""
    parser = argparse.ArgumentParser(description="Proves the CUDA path on a machine with a GPU.")
    parser.add_argument("--dry-run", action="store_true", help="the CPU in the GPU's place, everything small")
    parser.add_argument("--out", type=Path, default=Path("gpu-check"), help="folder for the results")
    parser.add_argument("--only", default=",".join(LIMITS_S), help="steps, separated by commas")
    parser.add_argument("--seconds", type=float, default=540, help="for all steps together")
    parser.add_argument("--step", choices=LIMITS_S, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    unknown = [name for name in args.only.split(",") if name not in LIMITS_S]
    if unknown:
        parser.error(f"there is no step {unknown[0]}, expected some of {', '.join(LIMITS_S)}")
    args.out.mkdir(parents=True, exist_ok=True)
    results = args.out / "results.jsonl"
    if args.step:
        return _run_here(args.step, results, dry=False)
    results.write_text("", encoding="utf-8")
    ends = time.monotonic() + args.seconds
    for name in args.only.split(","):
        if args.dry_run:
            _run_here(name, results, dry=True)
        else:
            _run_apart(name, results, min(LIMITS_S[name], ends - time.monotonic()))
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    table = _table(lines)
    (args.out / "table.txt").write_text(table + "\n", encoding="utf-8")
    (args.out / "table.md").write_text(_for_docs(lines) + "\n", encoding="utf-8")
    print(table)
    return int(any("error" in line for line in lines))


def _run_here(name: str, results: Path, *, dry: bool) -> int:
    from gpu_check_parts import Check
    from gpu_check_steps import run_step

    return run_step(name, Check(results, name, dry=dry))


def _run_apart(name: str, results: Path, limit_s: float) -> None:
    if limit_s < LEAST_S:
        _append(results, {"step": name, "what": "passed over", "error": "no time is left"})
        return
    started = time.monotonic()
    command = [sys.executable, __file__, "--step", name, "--out", str(results.parent)]
    log = results.parent / f"{name}.log"
    ended: dict[str, Any] = {"step": name, "what": "ended"}
    try:
        with log.open("w", encoding="utf-8") as file:
            done = subprocess.run(command, cwd=ROOT, stdout=file, stderr=file, timeout=limit_s, check=False)
        if done.returncode:
            ended["error"] = f"ended with {done.returncode}, see {log.name}"
    except subprocess.TimeoutExpired:
        ended["error"] = f"did not end within {limit_s:.0f} s"
    ended["seconds"] = round(time.monotonic() - started, 1)
    _append(results, ended)


def _append(results: Path, line: dict[str, Any]) -> None:
    with results.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _table(lines: list[dict[str, Any]]) -> str:
    """Return a line for each result; `!` before what failed or missed its target."""
    rows = []
    for line in lines:
        bad = "error" in line or line.get("reached") is False
        facts = {key: value for key, value in line.items() if key not in ("step", "what")}
        text = " ".join(f"{key}={value}" for key, value in facts.items())
        rows.append(f"{'!' if bad else ' '} {line['step']:<11}{line['what']:<26}{text}"[:200])
    return "\n".join(rows)


def _for_docs(lines: list[dict[str, Any]]) -> str:
    """Return the results as docs/gpu.md takes them: which card, and each step with what it found."""
    machine = next((line for line in lines if line["what"] == "machine"), {})
    facts = ", ".join(f"{key} {machine[key]}" for key in ("gpu", "driver", "torch", "cuda") if key in machine)
    rows = [f"Run on: {facts or 'no card'}", ""]
    rows += ["| step | what | found | as it should be |", "|---|---|---|---|"]
    for line in lines:
        found = ", ".join(f"{k} {v}" for k, v in line.items() if k not in ("step", "what", "reached"))
        good = "no" if "error" in line else {True: "yes", False: "no"}.get(line.get("reached"), "")
        rows.append(f"| {line['step']} | {line['what']} | {found.replace('|', '/')[:160]} | {good} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    sys.exit(main())
