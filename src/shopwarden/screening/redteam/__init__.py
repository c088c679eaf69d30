"""The red team: known attacks, changed until a rule misses them, cheapest first.

It attacks the guide's own rules with the guide's own examples and invented
texts, never with a shop's data, and says what the cheapest way around each
rule would cost. It changes no rule.
"""
