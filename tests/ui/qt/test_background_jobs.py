"""Jobs beside the window: their answers come, also those of jobs that an answer starts."""

from yolocam.errors import SourceError
from yolocam.ui.qt.background_jobs import Background


def refuse():
    raise SourceError("there is none")


def test_an_answer_may_start_the_next_job(qtbot):
    jobs, heard = Background(), []

    def again(number):
        heard.append(number)
        if number < 3:
            jobs.start(lambda: number + 1, again, heard.append)
        else:
            jobs.start(refuse, heard.append, heard.append)

    jobs.start(lambda: 1, again, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == [1, 2, 3, "there is none"]


def test_nothing_is_answered_once_it_is_stopped(qtbot):
    jobs, heard = Background(), []
    jobs.start(lambda: 1, heard.append, heard.append)
    jobs.stop()
    jobs.wait()
    qtbot.wait(50)
    assert not heard
