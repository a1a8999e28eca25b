"""What must hold when things break or somebody means ill: faults, attacks, many people at once."""
