"""Proofs of outcomes, positive and negative, and their renderings."""
