"""Experiments on pretrained multilingual encoders, such as XLM-R and mBERT."""
