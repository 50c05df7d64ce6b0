"""Planted leaks: for every rule about what may not be published, every disguise, every place.

Written from the regulations alone, as an adversary would: nothing here knows how the rules work.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, cycle
from random import Random
from typing import NamedTuple

from tests.leaks import attachments, carriers, disguises, legacy, listed, payloads, places, shapes
from tests.leaks.disguises import Disguise
from tests.leaks.payloads import Leak, Letter
from tests.leaks.places import Place, Written


class Case(NamedTuple):
    """A leak planted: ``files`` are laid over the sample portal, ``rule`` must be found at ``path``.

    ``lines``: first and last line on which the finding may point, None where it need not name one.
    ``where``: what its place inside the attachment must contain, None for an article or a whole file.
    """

    name: str
    rule: str
    files: Mapping[str, bytes]
    path: str
    lines: tuple[int, int] | None
    where: str | None
    disguise: str = "none"
    place: str = ""


class _Maker:
    """Numbers the cases of one seed and draws what they hold."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.numbers = count(1)
        self.seed = seed

    def leak(self, make: Callable[[Random], Leak], suits: Callable[[Leak], bool]) -> Leak | None:
        """A leak that suits, None where a hundred draws find none."""
        return next((leak for leak in (make(self.rng) for _ in range(100)) if suits(leak)), None)

    def dressed(
        self, make: Callable[[Random], Leak], disguise: Disguise, own: bool, tight: bool = False
    ) -> Leak | None:
        """A leak that the disguise changes, fit for a place."""
        for _ in range(100):
            leak = make(self.rng)
            text = disguise.dress(leak.text, self.rng)
            if leak.alone and not own:
                continue
            if tight and (leak.before or any(char.isspace() or char in "<>()：【】" for char in text)):
                continue
            if text != leak.text or disguise.name == "none":
                return leak._replace(text=text)
        return None

    def article(self, rule: str, written: Written, disguise: str, place: str, more: Mapping[str, bytes]) -> Case:
        """A case whose leak lies in the article itself."""
        files = {written.path: written.text.encode(), **more}
        name = f"{self.seed}-{rule}-{place}-{disguise}"
        return Case(name, rule, files, written.path, (written.first, written.last), None, disguise, place)

    def attached(
        self, rule: str, file: str, data: bytes, where: str | None, disguise: str, place: str, label: str = ""
    ) -> Case:
        """A case whose leak lies in an attachment of a clean article."""
        number = next(self.numbers)
        target = f"{places.slug(number)}/{file}"
        written = places.body(number, self.rng, "附件：[{}](" + target + ")", label or "附表")
        path = f"{places.NEWS_FOLDER}/{target}"
        files = {written.path: written.text.encode(), path: data}
        return Case(f"{self.seed}-{rule}-{place}-{disguise}", rule, files, path, None, where, disguise, place)


def cases(seed: int) -> Iterator[Case]:
    """Every case of a seed, the same each time."""
    maker = _Maker(seed)
    texts = {**payloads.TEXTS, **listed.texts()}
    for rule, make in texts.items():
        yield from _in_bodies(maker, rule, make)
        yield from _in_front(maker, rule, make)
    yield from _in_attachments(maker, texts)
    yield from _bare_marks(maker)
    yield from _letters(maker)
    yield from _hidden(maker)
    yield from _links(maker)
    yield from _file_names(maker)
    yield from _pictures(maker)


def _in_bodies(maker: _Maker, rule: str, make: Callable[[Random], Leak]) -> Iterator[Case]:
    """Every disguise somewhere, and every place under some disguise."""
    for disguise in disguises.ALL:
        fit = [place for place in places.BODY if place.level >= disguise.level]
        yield from _one(maker, rule, make, disguise, maker.rng.choice(fit))
    for place in places.BODY:
        fit_disguises = [disguise for disguise in disguises.ALL if disguise.level <= place.level]
        yield from _one(maker, rule, make, maker.rng.choice(fit_disguises), place)


def _one(maker: _Maker, rule: str, make: Callable[[Random], Leak], disguise: Disguise, place: Place) -> Iterator[Case]:
    leak = maker.dressed(make, disguise, place.own, place.tight)
    if leak is None:
        return
    template = place.template.replace("{}", f"{leak.before}{{}}{leak.after}", 1)
    written = places.body(next(maker.numbers), maker.rng, template, leak.text)
    yield maker.article(rule, written, disguise.name, place.name, {})


def _in_front(maker: _Maker, rule: str, make: Callable[[Random], Leak]) -> Iterator[Case]:
    styles = cycle(maker.rng.sample(sorted(places.STYLES), len(places.STYLES)))
    for place, (_, _, level) in places.FRONT.items():
        fit = [disguise for disguise in disguises.ALL if disguise.level <= level]
        disguise, style = maker.rng.choice(fit), next(styles)
        leak = maker.dressed(make, disguise, own=False)
        if leak is None:
            continue
        # A byte-order mark is no YAML: nothing of such a file is published, and nothing of it can be read.
        value = f"{leak.before}{leak.text}{leak.after}".replace("\ufeff", "\u200b")
        number = next(maker.numbers)
        written = places.front(number, maker.rng, place, style, value)
        more = {}
        if place == "attachment-title":
            more = {f"{places.NEWS_FOLDER}/{places.slug(number)}/fu-jian.csv": "序号,事项\n".encode()}
        case = maker.article(rule, written, disguise.name, place, more)
        yield case._replace(name=f"{case.name}-{style}")


def _fits(recipe: attachments.Recipe, leak: Leak) -> bool:
    whole = f"{leak.before}{leak.text}"
    if leak.alone and (recipe.exact or recipe.ending == "csv"):
        return False
    if recipe.exact == "digits":
        return leak.text.isdigit() and len(leak.text) == 11  # longer ones are rounded, or need the label
    if recipe.exact == "ascii":
        return leak.text.isascii() and leak.rule != "B213" and len(leak.text) != 15  # these two need their label
    if recipe.exact == "name":
        return len(whole) < 31 and not set(whole) & set("[]:*?/\\'：")
    return True


def _suited(
    maker: _Maker, rules: Iterable[str], texts: Mapping[str, Callable[[Random], Leak]], recipe: attachments.Recipe
) -> str:
    """The first of ``rules`` that has a leak for the recipe."""
    return next(rule for rule in rules if maker.leak(texts[rule], lambda leak: _fits(recipe, leak)))


def _in_attachments(maker: _Maker, texts: Mapping[str, Callable[[Random], Leak]]) -> Iterator[Case]:
    plain = [disguise for disguise in disguises.ALL if disguise.level == disguises.PLAIN]
    rules = cycle(maker.rng.sample(sorted(texts), len(texts)))
    for recipe in attachments.RECIPES:
        for disguise in (plain[0], maker.rng.choice(plain[1:])):
            if recipe.exact and disguise.name != "none":
                continue
            rule = next(rules)
            suits = _suited(maker, (rule, *sorted(texts)), texts, recipe)
            yield _attached(maker, suits, texts[suits], recipe, disguise)


def _attached(
    maker: _Maker, rule: str, make: Callable[[Random], Leak], recipe: attachments.Recipe, disguise: Disguise
) -> Case:
    leak = maker.leak(make, lambda leak: _fits(recipe, leak))
    if leak is None:
        raise ValueError(f"no leak of {rule} for {recipe.name}")
    dressed = disguise.dress(leak.text, maker.rng)
    if "gb18030" in recipe.name:
        dressed = dressed.replace("\u00ad", "\u200b")
    line = dressed if recipe.exact in ("digits", "ascii") else f"{leak.before}{dressed}{leak.after}"
    data = recipe.build(carriers.sentences(maker.rng, 3), [line])
    used = disguise.name if dressed != leak.text else "none"
    return maker.attached(rule, f"fu-jian.{recipe.ending}", data, recipe.where, used, recipe.name)


_HEAD_MARKS = ("绝密", "机密", "秘密", "绝 密", "机　密", "秘 密", "絕密", "機 密", "内部使用")


def _bare_marks(maker: _Maker) -> Iterator[Case]:
    """The bare word is a mark where it stands alone above the text of a document."""
    for mark in _HEAD_MARKS:
        rule = "B202" if mark == "内部使用" else "B201"
        number = next(maker.numbers)
        written = places.body(number, maker.rng, "{}", mark)
        lines = written.text.split("\n")
        top = lines.index("---", 1)
        text = "\n".join([*lines[: top + 1], "", mark, "", *[line for line in lines[top + 1 :] if line != mark]])
        yield maker.article(rule, written._replace(text=text, first=top + 3, last=top + 3), "none", "head", {})
    for place in ("docx-header", "docx-body", "pdf-first-page"):
        recipe = next(item for item in attachments.RECIPES if item.name == place)
        mark = maker.rng.choice(_HEAD_MARKS[:-1])
        around = carriers.sentences(maker.rng, 3)
        data = recipe.build(("省科技厅文件", *around[1:]), [mark])
        yield maker.attached("B201", f"fu-jian.{recipe.ending}", data, recipe.where, "none", f"{place}-head")


def _paragraphs(letter: Letter) -> list[str]:
    return [letter.salutation, *letter.paragraphs, letter.closing, *letter.signature]


def _letters(maker: _Maker) -> Iterator[Case]:
    names = (
        "none",
        "blanks",
        "zero-width",
        "traditional",
        "soft-hyphen",
        "combining",
        "entity-hex",
        "tags",
        "comments",
    )
    for rule in ("B203", "B204"):
        for name in names:
            disguise = next(item for item in disguises.ALL if item.name == name)
            yield _letter(maker, payloads.letter(rule, maker.rng), disguise)
        for kind in ("docx-body", "pdf-first-page", "doc", "wps", "odt", "txt-gb18030", "zip-docx", "pptx-slide"):
            recipe = next(item for item in attachments.RECIPES if item.name == kind)
            letter = payloads.letter(rule, maker.rng)
            top, *rest = [letter.title, *_paragraphs(letter)]
            data = recipe.build((top, *rest[-2:]), rest[:-2])
            yield maker.attached(rule, f"fu-jian.{recipe.ending}", data, "", "none", recipe.name)


def _letter(maker: _Maker, letter: Letter, disguise: Disguise) -> Case:
    """Such a letter as an article; a title renders no Markdown, so it is dressed only in what needs none."""
    number, rng = next(maker.numbers), maker.rng
    title = letter.title
    if disguise.level == disguises.PLAIN:
        title = disguise.dress(title, rng).replace("\ufeff", "\u200b")
    closing = disguise.dress(letter.closing, rng)
    texts = [letter.salutation, *letter.paragraphs, closing, *letter.signature]
    head = f'---\ntitle: "{title}"\ndate: {places.DAY} 09:30\nsource: 省科技厅\n---\n\n'
    path = f"{places.NEWS_FOLDER}/{places.slug(number)}.md"
    text = head + "\n\n".join(texts) + "\n"
    written = Written(path, text, 2, text.count("\n"))
    return maker.article(letter.rule, written, disguise.name, "letter", {})


def _hidden(maker: _Maker) -> Iterator[Case]:
    for name, template in shapes.HIDDEN.items():
        written = places.body(next(maker.numbers), maker.rng, "{}", template)
        yield maker.article("B212", written, f"hidden-{name}", "paragraph", {})


def _links(maker: _Maker) -> Iterator[Case]:
    """Every shape of link with a plain address, and every way to write the address."""
    hosts = cycle(listed.hosts())
    for name, template in shapes.LINKS.items():
        address = shapes.addresses(next(hosts))["plain"]
        written = places.body(next(maker.numbers), maker.rng, template, address)
        yield maker.article("B208", written, "none", f"link-{name}", {})
    for name in shapes.addresses("a.b"):
        address = shapes.addresses(next(hosts))[name]
        written = places.body(next(maker.numbers), maker.rng, shapes.LINKS["inline"], address)
        yield maker.article("B208", written, f"address-{name}", "link-inline", {})
    address = shapes.addresses(next(hosts))["plain"]
    written = places.body(next(maker.numbers), maker.rng, "{}", "全文见来源网站。", front=f"link: {address}")
    line = written.text[: written.text.index("link:")].count("\n") + 1
    yield maker.article("B208", written._replace(first=line, last=line), "none", "link-field", {})


def _file_names(maker: _Maker) -> Iterator[Case]:
    for rule, text in (("B201", "机密★5年-方案"), ("B201", "（绝密★启用前）试题"), ("B202", "【内部资料】方案")):
        yield maker.attached(rule, f"{text}.csv", "序号,事项\n".encode(), "", "none", "file-name", "方案")
    for rule, make in (("B205", payloads.identity), ("B206", payloads.mobile)):
        name = f"报名表-{make(maker.rng)}.csv"
        yield maker.attached(rule, name, "序号,事项\n".encode(), "", "none", "file-name", "报名表")


def _pictures(maker: _Maker) -> Iterator[Case]:
    for ending in ("jpg", "png"):
        data = legacy.picture(ending, gps=True)
        yield maker.attached("A609", f"xian-chang.{ending}", data, None, "none", f"picture-{ending}-gps")
