"""Pictures: flows, histograms, curves and heat maps, each as a drawing, as lines of a terminal and in words."""
