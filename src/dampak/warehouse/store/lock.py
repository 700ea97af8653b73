"""One writer at a time; readers need no lock."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dampak.foundation.text import Sentence
from dampak.warehouse.sentences import said


class CannotPublish(Exception):
    """Says, in words for the person at the screen, why the snapshot stays as it is."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(said(sentence))
        self.sentence = sentence


@contextmanager
def writing(home: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the pen of a store; when somebody else holds it, refuse at once or ``wait`` for it.

    The operating system takes the pen back when the holder dies, so no crash leaves it behind.
    """
    with (home / "LOCK").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise CannotPublish(
                Sentence(
                    "Another import is being published at this moment. Nothing was changed. "
                    "Wait until it has finished and try again."
                )
            ) from None
        yield
