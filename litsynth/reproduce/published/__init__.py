"""Published numbers, each with its source and a mark of how far it can be trusted. Pure: text in, findings out."""
