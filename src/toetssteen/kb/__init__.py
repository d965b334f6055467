"""The law as data and rules, and the little Python that loads, indexes, checks and solves it."""
