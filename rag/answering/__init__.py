"""How an answer is found: scope, ranking, facts, evidence, and the words around them."""
