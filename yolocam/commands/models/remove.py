"""`yolocam models remove`: forgets a user's own network, or deletes a download."""

from __future__ import annotations

import argparse

from yolocam.commands.console import Console
from yolocam.zoo.library import Library


def run(args: argparse.Namespace) -> int:
    """Remove one model and say what became of its files."""
    deleted = Library().remove(args.name)
    console = Console()
    lines = [f"deleted {path}" for path in deleted] or [
        f"{args.name} is forgotten, its files stay where they are"
    ]
    for line in lines:
        console.tell(line)
    return 0
