"""What a text names, and of which of it each of its figures is told."""

from litsynth.labels.aggregation import aggregation_of
from litsynth.labels.names import Kind, Label, labels_of
from litsynth.labels.told import CHANGES, ON_TOP, PASSIVE, STUDY, NameSet, Told, figures_told, is_trained_on

__all__ = [
    "CHANGES",
    "ON_TOP",
    "PASSIVE",
    "STUDY",
    "Kind",
    "Label",
    "NameSet",
    "Told",
    "aggregation_of",
    "figures_told",
    "is_trained_on",
    "labels_of",
]
