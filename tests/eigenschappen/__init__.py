"""Properties of the law proved for every case of a given shape by the solver."""
