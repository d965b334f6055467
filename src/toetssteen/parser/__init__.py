"""The Dutch fact language: reading, writing and explaining what is wrong with a case."""
