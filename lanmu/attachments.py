"""Which files may lie beside an article and go to the site with it."""

# What offices exchange. Not HTML, SVG and XML: they can hold script, which would run as the portal's own.
ALLOWED = frozenset(
    (
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "odt", "ods", "odp"),
        *("txt", "csv", "json", "zip", "rar", "7z", "png", "jpg", "jpeg", "gif", "webp", "mp3", "mp4"),
    )
)


def allowed(name: str) -> bool:
    """Whether a file of this name, or path below the article's folder, may be published; hidden files never are."""
    steps = name.split("/")
    ending = steps[-1].rpartition(".")[2]
    return not any(step.startswith(".") for step in steps) and "." in steps[-1] and ending.lower() in ALLOWED
