"""What one character may be printed as: the tables that comparing quotes rests on."""

LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "...",
}  # fmt: skip
DOUBLE_QUOTES = "“”„«»″"
SINGLE_QUOTES = "‘’‚`´′"
DASHES = "‐‑‒–—−"
INVISIBLE = "\u00ad\u200b\u200c\u200d\ufeff"
"""Soft hyphen, zero-width characters, byte order mark."""

SAME = str.maketrans(
    {
        **LIGATURES,
        **dict.fromkeys(DOUBLE_QUOTES, '"'),
        **dict.fromkeys(SINGLE_QUOTES, "'"),
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(INVISIBLE, ""),
        "∼": "~",
    }
)
"""For `str.translate`: each character as the plainest one that means the same."""
