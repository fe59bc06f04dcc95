"""Making a verifier from labelled data: recipe, sources, mixture, fit, export."""
