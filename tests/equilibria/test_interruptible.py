"""A call in a thread of its own: results and errors come back, and an interrupt does not wait for the call."""

import _thread
import threading

import pytest

from selten.equilibria.interruptible import interruptible


def test_result_and_error_come_back() -> None:
    assert interruptible(lambda: [1]) == [1]
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 // 0)


def test_an_interrupt_does_not_wait_for_the_call() -> None:
    over, ended = threading.Event(), []

    def work() -> None:
        _thread.interrupt_main()
        ended.append(over.wait(30))

    try:
        with pytest.raises(KeyboardInterrupt):
            interruptible(work)
        assert not ended
    finally:
        over.set()


def test_other_threads_call_directly() -> None:
    """They never hear Ctrl-C, so that a second thread would be of no use."""
    seen: list[int] = []
    caller = threading.Thread(target=lambda: seen.append(interruptible(threading.get_ident)))
    caller.start()
    caller.join()
    assert seen == [caller.ident]
