"""Which results a projector shows, so many at a time that each has its full title."""

from facilitator.summary.results import IssueResult, MeasureResults

ROWS = 4


def answered_issues(results: MeasureResults) -> list[IssueResult]:
    """The issues of which some city has said something."""
    return [result for result in results.issues if result.answered.cities]


def listed_issues(results: MeasureResults) -> list[IssueResult]:
    """The issues that have a rank, in their order; where fewer than two have one, the answered by number."""
    ranked = [result for result in results.issues if result.issue.id in results.order.ranks]
    if len(ranked) > 1:
        return ranked
    return sorted(answered_issues(results), key=lambda result: result.issue.number)
