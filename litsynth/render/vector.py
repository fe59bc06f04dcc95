"""An SVG as a drawing library writes it, made fit for a page: no style sheet, no fixed ink, no ids that clash."""

from typing import Any

from lxml import etree

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_BLACK = frozenset({"#000000", "#000", "black"})
_DROPPED = frozenset({f"{_NAMESPACE}metadata", f"{_NAMESPACE}style"})


def plain_svg(drawn: bytes, prefix: str, title: str, description: str) -> str:
    """The drawing with `title` and `description` for those who do not see it, ending in one newline.

    Styles become attributes, since a page's policy may forbid styles; black becomes the ink of the page (`currentColor`);
    ids begin with `prefix`. The same drawing gives the same text. Raises lxml's XMLSyntaxError on what is no XML.
    """
    root = etree.fromstring(drawn, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    for element in list(root.iter()):
        if element.tag in _DROPPED:
            element.getparent().remove(element)
        else:
            _attributes(element, prefix)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-description")
    for at, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{_NAMESPACE}{tag}", id=f"{prefix}-{'title' if at == 0 else 'description'}")
        element.text = text
        root.insert(at, element)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode")).strip() + "\n"


def _attributes(element: Any, prefix: str) -> None:
    for declared in (element.attrib.pop("style", "") or "").split(";"):
        name, _, value = (part.strip() for part in declared.partition(":"))
        if name:
            element.set(name, f"{value}, sans-serif" if name == "font-family" else value)
    for name in ("fill", "stroke"):
        if element.get(name, "") in _BLACK:
            element.set(name, "currentColor")
    if element.tag == f"{_NAMESPACE}text" and not element.get("fill"):
        element.set("fill", "currentColor")
    if element.get("id"):
        element.set("id", f"{prefix}-{element.get('id')}")
    if link := element.attrib.pop(_LINK, ""):
        element.set("href", f"#{prefix}-{link[1:]}")
    if clip := element.get("clip-path"):
        element.set("clip-path", clip.replace("url(#", f"url(#{prefix}-"))
