"""When is a measured result evidence: intervals, tests, equivalence, selection, power, verdicts. Pure."""
