"""Making the embedded verifier from labelled pairs: recipe, data, fit, export."""
