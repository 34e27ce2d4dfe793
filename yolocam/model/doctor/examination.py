"""Examines the files one after the other and collects the findings of each check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from yolocam.darknet.cfg import parse_cfg
from yolocam.errors import CfgError, WeightsError
from yolocam.files.text_file import encoding_note
from yolocam.model.doctor.anchors_check import anchor_findings
from yolocam.model.doctor.cfg_check import fit_findings, key_findings, network_findings, size_findings
from yolocam.model.doctor.diagnosis import Diagnosis, Finding, Severity, Totals
from yolocam.model.doctor.heads_check import mend_heads
from yolocam.model.doctor.layout import NET, Layout, altered
from yolocam.model.doctor.names_check import names_findings
from yolocam.model.doctor.size_mismatch import mismatch_finding
from yolocam.model.doctor.table import layer_rows, totals
from yolocam.model.doctor.values import (
    Spoiled,
    WeightsFile,
    first_spoiled,
    is_swapped,
    open_weights,
    zeros_from,
)

Fit = Literal["letterbox", "stretch"]

_ORDER: tuple[Severity, ...] = ("error", "warning", "note")


def examination(
    cfg: Path, weights: Path | None, names: Path | None, *, size_wh: tuple[int, int] | None, fit: Fit | None
) -> Diagnosis:
    """Do what `examine` promises."""
    layout, findings = _examined_cfg(cfg, size_wh)
    sound = not findings
    rows = () if layout is None else layer_rows(layout)
    figures = None if layout is None else totals(layout, rows, fit)
    if layout is not None and figures is not None:
        findings += [*size_findings(layout, figures), *key_findings(layout)]
        findings += anchor_findings(layout, figures.heads, figures.input[:2])
        findings += () if fit is not None else fit_findings(layout)
    note = encoding_note(cfg, guesses=True)
    findings += [] if note is None else [Finding("note", note)]
    if weights is not None:
        found, file = _opened(weights)
        findings += found
        if layout is not None and figures is not None and file is not None:
            figures = _with_file(figures, file)
            findings += _weights_findings(layout, file, sound)
        elif file is not None:
            findings.append(Finding("note", f"{weights} was not compared, for the network cannot be built"))
    if names is not None:
        findings += names_findings(names, figures.classes if figures is not None and sound else None)
    short = [
        replace(finding, text=_with_short_names(finding.text, (cfg, weights, names))) for finding in findings
    ]
    return Diagnosis(rows, figures, tuple(sorted(short, key=lambda finding: _ORDER.index(finding.severity))))


def _examined_cfg(path: Path, size_wh: tuple[int, int] | None) -> tuple[Layout | None, list[Finding]]:
    """Return the layers, and the errors for which the cfg is refused."""
    try:
        cfg = parse_cfg(path)
    except CfgError as error:
        return None, [Finding("error", str(error), error.line)]
    if size_wh is not None:
        cfg = altered(cfg, {NET: {"width": size_wh[0], "height": size_wh[1]}})
    layout, findings = mend_heads(cfg)
    if layout.error is not None:
        number = None if layout.failed is None else layout.failed.number
        findings.append(Finding("error", str(layout.error), layout.error.line, number))
    if not findings:
        findings += network_findings(layout)
    return layout, findings


def _opened(path: Path) -> tuple[list[Finding], WeightsFile | None]:
    try:
        return [], open_weights(path)
    except WeightsError as error:
        return [Finding("error", str(error))], None


def _with_file(figures: Totals, file: WeightsFile) -> Totals:
    header = file.header
    return replace(
        figures,
        bytes_expected=header.size + 4 * figures.parameters,
        bytes_found=file.size,
        version=header.version,
        seen=header.seen,
        header_bytes=header.size,
    )


def _weights_findings(layout: Layout, file: WeightsFile, sound: bool) -> Iterator[Finding]:
    """Yield what is wrong with the values; `sound` where the cfg is as it stands in the file."""
    if len(file.values) != layout.count or file.rest:
        yield mismatch_finding(layout, file)
        return
    spoiled = first_spoiled(layout.layers, file.values)
    if spoiled is not None:
        yield _spoiled_finding(layout, file, spoiled)
        return
    zeros = zeros_from(layout.layers, file.values)
    if zeros is not None:
        section = zeros.layer.section
        text = (
            f"{file.path.name} holds only zeros from the {zeros.name} of layer {zeros.layer.number} "
            f"({layout.cfg.path.name} line {section.line}) on: a download or copy that reserved its room, "
            "but broke off"
        )
        yield Finding("error", text, section.line, section.number)
    elif not sound and layout.heads:
        head = layout.heads[0]
        wanted = f"classes={head.num_classes} with filters={head.channels_before} before each head"
        text = f"{file.path.name} fits {wanted}"
        yield Finding("note", text)


def _spoiled_finding(layout: Layout, file: WeightsFile, spoiled: Spoiled) -> Finding:
    tensor, what = spoiled
    section = tensor.layer.section
    where = f"the {tensor.name} of layer {section.number} ({layout.cfg.path.name} line {section.line})"
    if is_swapped(layout.layers, file.values):
        cause = "the bytes of each value stand in the reverse order (big-endian)"
    elif tensor.name == "variances":
        cause = "these are another cfg's weights of the same length"
    else:
        cause = "training failed, or the file is damaged"
    return Finding("error", f"{file.path.name} has {what} in {where}: {cause}", section.line, section.number)


def _with_short_names(text: str, paths: Iterable[Path | None]) -> str:
    """A finding is read beside the paths it is about."""
    for path in paths:
        text = text if path is None else text.replace(str(path), path.name)
    return text
