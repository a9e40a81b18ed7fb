"""`nervemap check`: every fault of the content, with file, line and field."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nervemap.content import wording
from nervemap.content.atlas import built_in_folder, read_atlas
from nervemap.content.folder import ContentFolder


def register(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` to the command line."""
    parser = sub.add_parser("check", help="report every fault of the content", description="Report every fault.")
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, nargs="?", help="the content (default: the built-in one)"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder or arguments.data or built_in_folder()
    atlas, faults = read_atlas(folder)
    if folder.is_dir():
        faults = faults + wording.faults(ContentFolder(folder))
    if atlas is not None:
        # Geometry is compared with whole rows only.
        from nervemap.anatomy.check import faults as body_faults

        faults = faults + body_faults(atlas, folder)
    for fault in faults:
        print(f"nervemap: {fault}", file=sys.stderr)
    if not faults:
        print("No faults.")
    return 1 if faults else 0
