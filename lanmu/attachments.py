"""Which files may lie beside an article and go to the site with it."""

# What offices exchange. Not HTML, SVG and XML: they can hold script, which would run as the portal's own.
ALLOWED = frozenset(
    (
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "odt", "ods", "odp"),
        *("txt", "csv", "json", "zip", "rar", "7z", "png", "jpg", "jpeg", "gif", "webp", "mp3", "mp4"),
    )
)


ARTICLES = (".md", ".markdown", ".mdown")  # what an author may take for an article; each is judged as one
MAX_BYTES = 50 * 1024 * 1024  # of one attachment


def looks_like_article(path: str) -> bool:
    """Whether somebody may have meant the file as an article; what is hidden, or lies in a hidden folder, is none."""
    return path.lower().endswith(ARTICLES) and "/." not in f"/{path}"


def owner(path: str) -> str:
    """Path of the article in whose folder the file lies; "" where it lies in no such folder."""
    steps = path.split("/")
    return f"{'/'.join(steps[:4])}.md" if len(steps) > 4 else ""


def allowed(name: str) -> bool:
    """Whether a file of this name, or path below the article's folder, may be published; hidden files never are."""
    steps = name.split("/")
    ending = steps[-1].rpartition(".")[2]
    return not any(step.startswith(".") for step in steps) and "." in steps[-1] and ending.lower() in ALLOWED
