"""Near-duplicates among issues, in any language, offline and the same on every machine. Pure Python.

    known = KnownIssues(Issue(id=card.id, title=…, text=…, aspect="legal", measure="RET", cities=…) …)
    known.add(issue)        # new or edited: one of the same id is replaced
    known.remove(issue_id)  # merged, hidden or deleted

    known.similar_to(Issue(id=0, title="what is being typed"))  # → [Match(id, score, reason), …], best first
    known.likely_pairs()    # → [Pair(first, second, score, reason), …], for the merge desk

`aspect`, `measure` and `cities` may be any strings, empty where unknown; ids are whole numbers, 0 is free
for what has none yet. A score lies between 0 and 1, 1 for the same words; `LIKELY` is the least that
`similar_to` shows, `SURE` the least that `likely_pairs` does. A `Reason` holds the shared words as either
issue spells them, whether aspect and measure are the same, the cities both have, and whether it is an exact
copy: the same title and text, whatever case, accents and spaces.

Letters are compared, not meaning: whole words and runs of four letters (of two where a script has no spaces),
rare ones weighing more, whatever case, accent or inflection. Two wordings that share no words are not found.
"""

from facilitator.capture.similarity.issue import Issue, Match, Reason, SharedWord, SimilarPair
from facilitator.capture.similarity.known import KnownIssues
from facilitator.capture.similarity.score import LIKELY, SURE

__all__ = ["LIKELY", "SURE", "Issue", "KnownIssues", "Match", "Reason", "SharedWord", "SimilarPair"]
