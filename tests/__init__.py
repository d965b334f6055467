"""Tests: mostly case files a lawyer can read, with a few tests of the engine around them."""
