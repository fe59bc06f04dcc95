"""Which reading of a file this is."""

PARSER = 11
"""Raise it by one with every change after which the same bytes give another document, or a document other passages.

Every `Document` carries the number of the parser that made it; a corpus reads again what another one read
(`pipeline.renew`). `tests/test_store_renew.py` fails when a reading changes and this number does not.
"""
