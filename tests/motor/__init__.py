"""The engine against brute force: worlds, answers that settle, and months worked."""
