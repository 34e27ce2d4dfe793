"""Which encoders of video work here, each proved by encoding something."""

from __future__ import annotations

from yolocam.media.encoding.encoders import proved_encoders
from yolocam.selfcheck.check_finding import CheckFinding

_NAMES = {
    "libx264": "x264", "libx265": "x265", "libsvtav1": "SVT-AV1", "libopenh264": "OpenH264",
    "mpeg4": "MPEG-4", "h264_nvenc": "NVENC", "h264_qsv": "QSV",
    "h264_amf": "AMF", "h264_videotoolbox": "VideoToolbox", "h264_mf": "Media Foundation",
}  # fmt: skip


def check() -> list[CheckFinding]:
    """Try each encoder that yolocam might use, and those that other programs use."""
    proved = proved_encoders(tuple(_NAMES))
    works = [name for encoder, name in _NAMES.items() if encoder in proved]
    fails = [name for encoder, name in _NAMES.items() if encoder not in proved]
    if not works:
        text = "no encoder works: videos can be shown, but neither recorded nor annotated"
        return [
            CheckFinding("Video", "warning", text, "install PyAV again: pip install --force-reinstall av")
        ]
    text = f"{', '.join(works)} {'encodes' if len(works) == 1 else 'encode'}"
    return [CheckFinding("Video", "ok", text + (f"; not here: {', '.join(fails)}" if fails else ""))]
