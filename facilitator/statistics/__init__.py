"""What the ratings say: pure functions over plain values that claim no more than a few cities carry.

The unit is the city. What a city's people answered comes as a tally, a mapping from the answer to the
number of people who gave it, None being "can't say": a Counter of their scores, or the counts of a
grouped statement through `tallies.tallied`. A city's value is the median of its people's scores, or what
its speaker set (`voices`). Each module has one question and names the source of its method.

| question                                      | ask                                                   |
| --------------------------------------------- | ----------------------------------------------------- |
| one word, median, spread and counts           | `ratings.rated`                                       |
| the word alone, for values at hand            | `words.word_for`                                      |
| which shares the verdicts won, and how sure   | `verdicts.judged`; in words `intervals.in_ten`        |
| the value of each city                        | `cities.city_values`; over criteria `weighted_values` |
| in which order the issues stand, how sure     | `ordering.ranks`                                      |
| does the order hang on the criteria's weights | `weights.top_under_weights`                           |
| in which place at the workshop's own weights  | `weights.places_at_weights`                           |
| do lighthouse and interested cities differ    | `gap.gap`                                             |
| do both panels agree                          | `consensus.panel`, then `consensus.consensus`         |
| what first                                    | `priorities.priority`                                 |
| did the cities rank alike                     | `concordance.concordance`                             |
| who moved in the second round                 | `stability.stability`                                 |
| how days could be spread over needs           | `days.spread_days`                                    |

Below five cities (four on each side of a gap or in each panel) a result is `few`: it holds the dots and
no figure, so that a page which forgets to ask fails and does not claim. `ordering` and `weights` leave
such issues out, `concordance` is None, and `wilson` refuses. The rest (`kendalls_w`, `welch`,
`group_informed_consensus`, `mann_whitney_p`, `distributions`) are the formulas behind: a page does not
call them.

Draws come from Random.random() with a fixed seed and sums from fsum: the figures are the same on every
Python. Nothing here imports Flask, the database, or a scientific library.
"""
