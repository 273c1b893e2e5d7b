"""The hub's thread beside the loop: results and errors come back, and only the caller tells of them."""

import subprocess
import sys

ASK_THE_WORKER = """
from gevent import monkey; monkey.patch_all()
from hub.realtime.gevent_worker import GeventWorker
from hub.service.ports import StorageError

def fail():
    raise StorageError("the disk is full")

worker = GeventWorker()
print(worker.run(lambda: 7))
try:
    worker.run(fail)
except StorageError as error:
    print(error)
print(worker.run(lambda: None))
worker.close()
"""


def test_an_error_is_raised_where_the_job_was_asked_for_and_printed_nowhere() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ASK_THE_WORKER], capture_output=True, text=True, check=True, timeout=30
    )
    assert (ended.stdout.split("\n")[:3], ended.stderr) == (["7", "the disk is full", "None"], "")
