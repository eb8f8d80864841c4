"""Day one: cards (issues, enablers, political strategies, solutions), their wordings, evidence and links.

What interested cities answer on day two belongs to `validation`, and how sessions open and close to
`agenda`.
"""
