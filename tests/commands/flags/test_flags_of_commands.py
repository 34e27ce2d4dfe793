"""The flags of commands: none that changes nothing, none whose value does harm."""

import pytest

from yolocam.cli import main


@pytest.mark.parametrize("command", [["eval"], ["bench", "network"]])
@pytest.mark.parametrize("flag", ["--trails", "--colour-by=track", "--hide-labels", "--show-fps"])
def test_what_draws_nothing_has_no_flags_of_drawing(capsys, command: list[str], flag: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, flag])
    assert ended.value.code == 2
    assert f"there is no flag {flag.partition('=')[0]}" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["film.mp4"], ["view", "found.jsonl"]])
@pytest.mark.parametrize("text", ["-1", "0", "nan", "inf", "3e9", "soon"])
def test_a_window_closes_after_a_time_that_a_timer_has(capsys, command: list[str], text: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, f"--exit-after={text}"])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert f"'{text}' is not a number of seconds above 0" in told and told.count("\n") == 1
