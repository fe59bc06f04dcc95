"""A ranking of the places that a claim about a paper can mean, where rules abstain."""

from litsynth.verify.ranking.lexis import Lexis, lexis_of
from litsynth.verify.ranking.own import may_be_placed, placed
from litsynth.verify.ranking.rank import Ranked, may_be_ranked, ranked
from litsynth.verify.ranking.weights import CELLS_RIGHT

__all__ = ["CELLS_RIGHT", "Lexis", "Ranked", "lexis_of", "may_be_placed", "may_be_ranked", "placed", "ranked"]
