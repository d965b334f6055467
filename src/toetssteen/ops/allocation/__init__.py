"""Who gets what when it runs out: choosing grants under ceilings, proving the choice best, and saying why."""
