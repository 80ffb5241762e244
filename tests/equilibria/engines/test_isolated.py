"""Work in a process of its own: what it finds arrives, errors are sentences, and the limit really stops it."""

import os
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from selten.equilibria.engines.isolated import run

Emit = Callable[[Any], None]


def nothing() -> None:
    pass


def missing() -> None:
    raise ImportError("no such engine")


def counting(task: int, emit: Emit) -> str:
    for k in range(task):
        emit(k)
    return "counted"


def endless(task: Any, emit: Emit) -> str:
    emit("before")
    while True:
        pass


def failing(task: Any, emit: Emit) -> str:
    emit("before")
    raise ValueError("two\nlines")


def vanishing(task: Any, emit: Emit) -> str:
    emit("before")
    os._exit(3)


def noisy(task: Any, emit: Emit) -> str:
    print("noise on standard output")
    sys.stdout.flush()
    os.write(1, b"more noise")
    warnings.warn("divide by zero", RuntimeWarning, stacklevel=1)
    emit("after")
    return ""


@pytest.mark.parametrize("limit", [None, 30.0], ids=["here", "apart"])
def test_what_is_found_comes_back_in_order_with_the_note(limit: float | None) -> None:
    done = run(counting, 3, prepare=nothing, time_limit=limit)
    assert (done.found, done.note, done.outcome) == ((0, 1, 2), "counted", "finished")


@pytest.mark.parametrize("limit", [None, 30.0], ids=["here", "apart"])
def test_an_error_is_an_outcome_in_one_line_and_keeps_what_was_found(limit: float | None) -> None:
    done = run(failing, None, prepare=nothing, time_limit=limit)
    assert (done.found, done.outcome) == (("before",), "failed")
    assert done.note == "the engine failed: ValueError: two lines"


@pytest.mark.parametrize("limit", [None, 30.0], ids=["here", "apart"])
def test_an_engine_that_is_not_installed_is_missing(limit: float | None) -> None:
    assert run(counting, 1, prepare=missing, time_limit=limit).outcome == "missing"


def test_the_limit_ends_a_process_that_never_would() -> None:
    begun = time.monotonic()
    done = run(endless, None, prepare=nothing, time_limit=0.3)
    assert (done.found, done.outcome) == (("before",), "limit")
    assert time.monotonic() - begun - done.seconds_startup < 2


def test_a_process_that_dies_is_a_failure_with_what_was_found() -> None:
    done = run(vanishing, None, prepare=nothing, time_limit=30.0)
    assert (done.found, done.outcome) == (("before",), "failed")
    assert "ended without an answer" in done.note


def test_noise_of_the_engine_reaches_nobody_and_warnings_become_a_note(capfd: pytest.CaptureFixture[str]) -> None:
    done = run(noisy, None, prepare=nothing, time_limit=30.0)
    assert done.found == ("after",)
    assert done.note == "the engine warned 1 times, first: divide by zero"
    assert capfd.readouterr() == ("", "")
