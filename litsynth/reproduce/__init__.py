"""Experiments rerun: when papers disagree, measure.

Reading order: `spec` (what is declared), `plan` (what that means), `run` (the conductor), `stages` (one cached step),
`loop` (training), `objectives`, `plugins` and `encoders` (what is trained, on what), `compare` and `report` (what it says).
"""
