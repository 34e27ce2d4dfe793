"""`yolocam export`: a network in the format of another program."""

from __future__ import annotations

import argparse
from pathlib import Path

from yolocam.commands.console import Console
from yolocam.commands.models.text import warn
from yolocam.errors import ModelError
from yolocam.loading import model_files


def run(args: argparse.Namespace) -> int:
    """Write one file and say what it takes, gives, and how it was checked."""
    if args.model is None and args.cfg is None and args.weights is None:
        raise ModelError("name a model (see yolocam models), or give --cfg and --weights")
    if args.model is not None and (args.cfg is not None or args.weights is not None):
        raise ModelError(f"give either the model's name, {args.model}, or --cfg and --weights")
    if args.format == "weights" and (args.imgsz is not None or args.batch is not None):
        raise ModelError("--imgsz and --batch do not go with --format weights, which has neither")
    files = model_files(args.model or "", args.cfg, args.weights, args.names)

    # torch takes seconds to import; what can be said of the flags is said before.
    from yolocam.model.export.exporting import SUFFIXES, ModelToExport, export_model

    model = ModelToExport(files.name, files.cfg, files.weights, files.class_names, files.fit, args.names)
    target = args.output or Path(files.name + SUFFIXES[args.format])
    warn(files.notes)
    console = Console()
    with console.status(f"exporting {files.name}"):
        done = export_model(model, args.format, target, size_wh=args.imgsz, batch=args.batch)
    lines = [f"{done.path}, {done.size / 1e6:.1f} MB"]
    if done.input:
        lines += [f"input   {done.input}", f"output  {done.output}"]
    lines.append(done.check)
    console.tell("\n".join(lines))
    return 0
