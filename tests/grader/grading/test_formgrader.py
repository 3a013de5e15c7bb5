"""The formgrader, where written answers are read and marked, opens in the course folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

UNIT = "90-tiny"
# What `jupyter lab` does in the folder, without a browser: its server, with nbgrader's extension, asked once.
SERVER = """
import json, sys
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient

app = ServerApp(jpserver_extensions={"nbgrader.server_extensions.formgrader": True})
settings = {"token": "t", "port": "0", "open_browser": "False", "log_level": "50"}
app.initialize([f"--ServerApp.{name}={value}" for name, value in settings.items()], find_extensions=False)
app.http_server.start()

async def ask():
    (listening, *_) = app.http_server._sockets.values()
    answers = []
    for path in json.loads(sys.argv[1]):
        response = await AsyncHTTPClient().fetch(
            f"http://127.0.0.1:{listening.getsockname()[1]}{path}",
            headers={"Authorization": "token t"}, raise_error=False,
        )
        answers.append([response.code, response.body.decode()])
    print(json.dumps(answers))

app.io_loop.asyncio_loop.run_until_complete(ask())
"""


def test_the_formgrader_opens_a_submission(school, answered, course):
    """Status 200 with marks, answer and comment box, and nothing of a student's text runs in the browser."""
    text = "Porque <script>alert(7)</script><img src=x onerror=alert(8)> **hace ruido**"
    school.hand_in("Formgrader", answered("es", why_longest=text))
    school.grade("Formgrader")
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(UNIT, UNIT, "Formgrader").id
    paths = [f"/formgrader/submissions/{submission}/", "/formgrader/manage_submissions/" + UNIT]
    done = subprocess.run(
        [sys.executable, "-c", SERVER, json.dumps(paths)],
        cwd=course.root,
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])},
    )
    assert done.returncode == 0, done.stderr
    (status, page), (list_status, _) = json.loads(done.stdout.splitlines()[-1])
    assert status == list_status == 200, page[-2000:]
    assert "<strong>hace ruido</strong>" in page and ">double_it<" in page
    assert "<script>alert(7)" not in page and "onerror" not in page
