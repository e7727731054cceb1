"""`crosscheck serve`, as it is started."""

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from click.testing import CliRunner

from crosscheck.cli import cli
from crosscheck.desk.listening import listen
from crosscheck.desk.settings import DeskSettings


@pytest.fixture
def served(tmp_path):
    """A desk in a process of its own, and its address."""
    command = [
        sys.executable,
        "-m",
        "crosscheck",
        "serve",
        "--archive",
        str(tmp_path / "n.db"),
        "--port",
        "0",
    ]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        line = process.stderr.readline()
        yield process, re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_the_desk_answers_where_it_says_and_stops_when_told(served):
    _, address = served
    answer = httpx.get(address)
    assert "The archive holds no articles yet" in answer.text
    assert "server" not in answer.headers


def test_a_small_answer_does_not_wait_for_more():
    with listen(DeskSettings(port=0)) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("name", ["serve", "review"])
def test_other_machines_need_a_token(name, tmp_path, monkeypatch):
    monkeypatch.delenv("CROSSCHECK_TOKEN", raising=False)
    result = CliRunner().invoke(cli, [name, "--archive", str(tmp_path / "n.db"), "--host", "0.0.0.0"])
    assert result.exit_code == 2
    assert "a token is needed: --token or CROSSCHECK_TOKEN" in result.output
    assert not (tmp_path / "n.db").exists()


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [
            sys.executable,
            "-m",
            "crosscheck",
            "serve",
            "--archive",
            str(tmp_path / "n.db"),
            "--port",
            port,
        ]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 4
    assert re.fullmatch(
        r"crosscheck: 127\.0\.0\.1, port \d+: cannot be listened on .*--port.*\n", result.stderr
    )
