"""The product as an operator runs it: the `danvan` command in its own process, and HTTP on a free loopback port."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import IO, Any

from eval.bench.figures import latency, resident_mb, timed

_READY_WITHIN_S = 600.0
_STOP_WITHIN_S = 20.0
_POLL_S = 0.01


class BenchFailed(RuntimeError):
    """A command of the product ended otherwise than it should; its last words are the message."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    pid: int
    port: int
    ready_s: float


def environment(data_dir: Path, *, shipped: bool) -> dict[str, str]:
    """Return this process's environment with the product's own settings replaced by the benchmark's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DANVAN_")}  # noqa: TID251
    return kept | {"DANVAN_DATA_DIR": str(data_dir), "DANVAN_SHIPPED_DOCUMENTS": "true" if shipped else "false"}


def command(arguments: Sequence[str], env: dict[str, str], *, codes: Sequence[int] = (0,)) -> float:
    """Run a `danvan` command and return the seconds it took, from the shell's view."""
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command, our own arguments
        [sys.executable, "-m", "danvan", *arguments], env=env, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode not in codes:
        raise BenchFailed(f"danvan {arguments[0]} → {done.returncode}: {done.stderr.strip()[-400:]}")
    return seconds


def cold_asks(env: dict[str, str], questions: Sequence[str]) -> float:
    """Return the median seconds of `danvan ask` in a fresh process, no server running."""
    return round(median(command(["ask", question], env, codes=(0, 5)) for question in questions), 2)


@contextmanager
def serving(env: dict[str, str]) -> Iterator[Server]:
    """Start a server, wait until it is ready, and stop it in the end."""
    port = _free_port()
    start = time.perf_counter()
    words = tempfile.TemporaryFile()  # noqa: SIM115 - closed below; a pipe that nobody reads would fill up
    process = subprocess.Popen(  # noqa: S603 - our own command, our own arguments
        [sys.executable, "-m", "danvan", "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL, stderr=words
    )
    try:
        while not _is_ready(port):
            if process.poll() is not None:
                raise BenchFailed(f"danvan serve → {process.returncode}: {_last_words(words)}")
            if time.perf_counter() - start > _READY_WITHIN_S:
                raise BenchFailed(f"danvan serve was not ready within {_READY_WITHIN_S:.0f} s")
            time.sleep(_POLL_S)
        yield Server(process.pid, port, round(time.perf_counter() - start, 2))
    finally:
        process.terminate()
        try:
            process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        words.close()


def measured(server: Server, questions: Sequence[str], clients: int, seconds: float) -> dict[str, Any]:
    """Ask one by one, then with several clients at once for some seconds; both over kept-alive connections."""
    at_ready = resident_mb(server.pid)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    took, _ = timed(lambda question: _ask(connection, question), questions)
    connection.close()
    crowd, elapsed = _crowd(server.port, questions, clients, seconds)
    return {
        "ready_s": server.ready_s,
        "resident_ready_mb": at_ready,
        "resident_after_mb": resident_mb(server.pid),
        "http": asdict(latency(took)),
        "crowd": asdict(latency(crowd)),
        "clients": clients,
        "answers_per_s": round(len(crowd) / elapsed, 1),
    }


def _crowd(port: int, questions: Sequence[str], clients: int, seconds: float) -> tuple[list[float], float]:
    """Return the seconds of every answer that `clients` threads got, and how long it all took."""
    took: list[list[float]] = [[] for _ in range(clients)]
    failures: list[Exception] = []
    start = time.perf_counter()

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        turn = number * 7
        try:
            while time.perf_counter() - start < seconds:
                turn += 1
                took[number] += timed(lambda q: _ask(connection, q), [questions[turn % len(questions)]])[0]
        except (OSError, http.client.HTTPException, BenchFailed) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise BenchFailed(f"{len(failures)} clients failed, the first with {failures[0]!r}")
    return [second for one in took for second in one], time.perf_counter() - start


def _ask(connection: http.client.HTTPConnection, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    reply.read()
    if reply.status != 200:
        raise BenchFailed(f"POST /api/v1/ask → {reply.status}")


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _last_words(words: IO[bytes]) -> str:
    words.seek(0)
    return words.read().decode(errors="replace").strip()[-400:]
