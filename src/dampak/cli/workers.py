"""Other processes that share a long computation, one thread each, and end when this one does."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@contextmanager
def workers(n: int) -> Iterator[ProcessPoolExecutor]:
    """So many fresh processes; ended at once when the block is left by an exception.

    They are spawned, not forked, so that the linear algebra under numpy reads its number of
    threads from the environment: as many processes as cores, each with many threads, are slower.
    """
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    spawning = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=n, mp_context=spawning, initializer=_begin)
    others = set(multiprocessing.active_children())
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        _end(pool, others)
        raise
    finally:
        _restore(before)


def _end(pool: ProcessPoolExecutor, others: set[BaseProcess]) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        if process not in others:
            process.terminate()


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _begin() -> None:
    """Ctrl-C is for the first process to handle; if that one is killed, none is left behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os._exit(1)
