"""Toetssteen puts a municipal ordinance to the test: facts in Dutch in, outcomes with reasons out."""

__version__ = "0.1.0"
