"""How gaps and effects are measured, and what may be said of them."""
