"""Speed and remaining time of a download."""

import pytest

from yolocam.ui.models.download.download_rate import DownloadRate
from yolocam.ui.models.download.download_thread import DownloadState
from yolocam.ui.models.model_text import download_text
from yolocam.ui.widgets.formatting import percent_text


def test_the_rate_is_the_mean_of_the_last_seconds():
    rate = DownloadRate()
    for tenth in range(100):
        rate.add(tenth / 10, 1000 * tenth if tenth < 50 else 50_000 + 3000 * (tenth - 50))
    assert rate.bytes_per_s == pytest.approx(30_000, rel=0.03)
    assert rate.seconds_left(50_000 + 3000 * 49 + 60_000) == pytest.approx(2.0, rel=0.05)


def test_nothing_is_said_too_soon_or_without_a_whole():
    rate = DownloadRate()
    assert rate.bytes_per_s is None
    rate.add(0.0, 0)
    rate.add(0.2, 90_000)
    assert rate.bytes_per_s is None and rate.seconds_left(100_000) is None
    rate.add(2.0, 100_000)
    assert rate.seconds_left(None) is None
    assert rate.seconds_left(100_000) == 0


def test_a_stall_has_no_end_and_a_new_beginning_is_no_negative_speed():
    rate = DownloadRate()
    rate.add(0.0, 5000)
    rate.add(2.0, 5000)
    assert rate.bytes_per_s == 0 and rate.seconds_left(9000) is None
    rate.add(2.2, 10)  # another address, from the beginning
    rate.add(3.4, 2410)
    assert rate.bytes_per_s == pytest.approx(2000)


@pytest.mark.slow
def test_words():
    state = DownloadState("running", 12_000_000, 24_000_000, 4_000_000.0, 3.0)
    assert download_text(state) == "12.0 MB of 24.0 MB, 4.0 MB/s, 3 seconds left"
    assert download_text(DownloadState("running", 12_000_000)) == "12.0 MB"
    assert [percent_text(done, 200) for done in (0, 1, 199, 200, 400)] == [
        "0 %",
        "0 %",
        "99 %",
        "100 %",
        "100 %",
    ]
