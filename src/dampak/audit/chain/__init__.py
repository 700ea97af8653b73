"""The chain: pages of lines, each sealed with a digest that holds that of the page before."""

from dampak.audit.chain.head import Head, heads_kept
from dampak.audit.chain.sealing import seal_pages
from dampak.audit.chain.verifying import verify

__all__ = ["Head", "heads_kept", "seal_pages", "verify"]
