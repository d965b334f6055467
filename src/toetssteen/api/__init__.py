"""The Python interface: read a case, decide it, ask why; every result shows itself in a notebook.

The names are Dutch, like those of the commands and of the JSON that they give. Results cannot be changed. What a person gets
wrong raises ``ToetssteenFout`` with the findings; nothing is guessed. ``toetssteen`` itself names all that is here.
"""
