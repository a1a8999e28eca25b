"""The shared server: one account of the system, one SSH key per person, and a gate that knows who stands before it."""
