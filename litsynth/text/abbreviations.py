"""Word lists behind the sentence splitter: abbreviations by what may follow them, and words that open sentences.

All entries are in lower case and without the final full stop.
"""

NEVER_LAST = frozenset("i.e e.g ie eg cf vs viz resp approx ca incl esp w.r.t wrt a.k.a aka s.t".split())
"""A sentence does not end on these."""

BEFORE_NUMBER = frozenset(
    "fig figs tab tabs tbl sec secs sect eq eqs eqn eqns ref refs app appx ch chap vol pp p no nos nr thm lem "
    "prop def cor alg algo ex ver art pt par para arxiv ann".split()
)
"""Not the end of a sentence before a number, a letter or a bracket; some are words too ("app", "no")."""

TITLES = frozenset("dr mr mrs ms prof st messrs gen sen rev hon".split())
"""Not the end of a sentence before a name."""

RARELY_LAST = frozenset(
    "al inc ltd corp co jr sr u.s u.k e.u u.n ph.d m.sc b.sc i.i.d a.m p.m min max avg hr hrs est dept univ "
    "proc conf int trans assoc comput linguist jan feb mar apr jun jul aug sep sept oct nov dec dist temp orig".split()
)
"""The end of a sentence only before a word of `OPENERS`."""

OPENERS = frozenset(
    "a after again all also although among an and another any are as at based be because before besides both but by "
    "can compared consequently despite does do due during each either even every figure finally first following for "
    "from further furthermore given he hence her here his how however i if in indeed instead interestingly is it its "
    "last lastly later let like many moreover most neither nevertheless next no nonetheless none not note notably "
    "nothing now of on once one only or other others our out over overall per perhaps previous recall recent recently "
    "second secondly see several she should similar similarly simply since so some specifically such surprisingly "
    "table that the their then there therefore these they third this those though three through throughout thus to "
    "together two under unless unlike until unfortunately upon using was we were what when where whereas whether "
    "which while who whose why will with within without yet you your".split()
)
"""Words that, with a capital, open a sentence far more often than they continue a name."""
