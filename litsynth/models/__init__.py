"""The edge that loads weights: the embedded verifier, XLM-R, the embedder."""
