"""The sample shop's people: accounts, what they do, what they have learnt."""
