"""The pages of figures, one module for each kind of page."""
