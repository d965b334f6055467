"""Choosing grants under ceilings."""
