"""Questions to the book: a leaf of it, the deeds in it, what is not sealed yet."""

from dampak.audit.selectors.asking import Asked, Place
from dampak.audit.selectors.changes import LARGEST_TAIL
from dampak.audit.selectors.deeds import deeds_written
from dampak.audit.selectors.leaves import Leaf, leaf
from dampak.audit.selectors.pages import unsealed

__all__ = ["LARGEST_TAIL", "Asked", "Leaf", "Place", "deeds_written", "leaf", "unsealed"]
