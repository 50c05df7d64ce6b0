"""The pages can be read: on a phone, magnified, without scripts, by keyboard, on paper, in the type the rule asks."""

import io

import pytest

from tests.e2e.built import KINDS, TEMPLATES, Site, address_of
from tests.e2e.toolbox import need, none

PHONE = {"viewport": {"width": 390, "height": 844}}
# A desk's window at 200 % zoom: half the CSS pixels, each twice as large.
ZOOMED = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}
CSS_LIMIT = 20_000  # bytes, all style sheets together

# Elements that reach beyond the window, but for those inside a box that scrolls by itself.
BEYOND = """() => {
  const boxed = (element) => {
    // What is placed absolutely scrolls with the box it is placed in, not with every box around it.
    const absolute = getComputedStyle(element).position === 'absolute';
    for (let box = absolute ? element.offsetParent : element.parentElement; box; box = box.parentElement)
      if (box !== document.documentElement && box !== document.body
          && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  const width = document.documentElement.clientWidth;
  const found = [...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !boxed(e))
    .map((e) => e.outerHTML.slice(0, 120));
  const whole = document.documentElement.scrollWidth;
  if (whole > width) found.push(`the page is ${whole} wide`);
  return found;
}"""

FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    html: element.outerHTML.slice(0, 120),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 1 && box.height > 1
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    end: element === document.body,
  };
}"""

REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({visibilityProperty: true})).length"""


@pytest.fixture
def opened(browser):
    """Opens an address in a fresh context with the given settings; gives the page."""
    contexts = []

    def open(url: str, **settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto(url)
        return page

    yield open
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("window", [PHONE, ZOOMED], ids=["phone", "zoomed"])
def test_no_sideways_scrolling(kind: str, window: dict, opened, main: Site, address: str) -> None:
    page = opened(f"{address}/{address_of(main, kind)}", **window)
    none(page.evaluate(BEYOND))


def test_a_page_that_is_too_wide_is_found(opened) -> None:
    wide = '<div style="{}"><p style="width: 500px">宽</p></div>'
    page = opened("about:blank", **PHONE)
    page.set_content(wide.format("overflow-x: auto"))
    assert page.evaluate(BEYOND) == []
    page.set_content(wide.format("overflow: hidden"))  # cut off is no better than sideways
    assert len(page.evaluate(BEYOND)) == 1
    page.set_content(wide.format(""))
    assert page.evaluate(BEYOND)[-1] == "the page is 508 wide"


@pytest.mark.parametrize("kind", ["article", "document", "interpretation"])
@pytest.mark.parametrize("window", [{}, PHONE], ids=["desk", "phone"])
def test_body_text_is_set_as_the_rule_asks(kind: str, window: dict, opened, main: Site, address: str) -> None:
    """5号宋体 (10.5 pt = 14 px), line spacing 18 pt = 24 px, black; headings are exempt (陕西工信厅办法)."""
    page = opened(f"{address}/{address_of(main, kind)}", **window)
    styles = (
        page.locator("article .body")
        .locator("p, li, td")
        .evaluate_all(
            "all => all.map(e => getComputedStyle(e)).map(s => [s.fontSize, s.lineHeight, s.color, s.fontFamily])"
        )
    )
    assert styles
    for size, leading, colour, family in styles:
        assert (size, leading, colour) == ("14px", "24px", "rgb(0, 0, 0)")
        assert "SimSun" in family


@pytest.mark.parametrize("kind", ["home", "column", *TEMPLATES])
def test_nothing_needs_a_script(kind: str, opened, main: Site, address: str) -> None:
    url = f"{address}/{address_of(main, kind)}"
    without = opened(url, java_script_enabled=False).locator("body").inner_text()
    assert len(without) > 100
    assert without == opened(url).locator("body").inner_text()


def active(html: str) -> list[str]:
    """Tags that run something, or that our own content policy would refuse (inline styles)."""
    from bs4 import BeautifulSoup

    return [
        str(tag)[:120]
        for tag in BeautifulSoup(html, "lxml").find_all(True)
        if (tag.name == "script" and tag.get("type") != "application/ld+json")
        or any(name.startswith("on") or name == "style" for name in tag.attrs)
        or str(tag.get("href", "")).strip().lower().startswith(("javascript:", "data:"))
    ]


def test_pages_carry_no_script(each: Site) -> None:
    """Structured data is no script; an author's handler or a javascript: link would be."""
    need("bs4")
    none([f"{path}: {tag}" for path in each.pages() for tag in active(path.read_text("utf-8"))])


def test_every_kind_of_script_is_found() -> None:
    need("bs4")
    assert active('<script type="application/ld+json">{}</script><a href="a.html" title="on">x</a>') == []
    for wrong in ("<script>x()</script>", "<p onclick='x()'>", "<p style='color:red'>", "<a href=' JavaScript:x()'>"):
        assert len(active(wrong)) == 1, wrong


@pytest.mark.parametrize("kind", ["home", "column", "article"])
def test_the_first_key_leads_to_the_text(kind: str, opened, main: Site, address: str) -> None:
    page = opened(f"{address}/{address_of(main, kind)}")
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUS)
    assert 'href="#main"' in first["html"]
    assert first["seen"], "the skip link stays out of sight"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "the skip link leads nowhere"


@pytest.mark.parametrize("kind", ["home", "column", "article", "guide", "duties"])
def test_every_link_can_be_reached_and_shows_it(kind: str, opened, main: Site, address: str) -> None:
    page = opened(f"{address}/{address_of(main, kind)}")
    stops = []
    for _ in range(page.evaluate(REACHABLE)):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
        assert not stops[-1]["end"], f"focus is lost after {len(stops)} steps"
    assert len({stop["html"] for stop in stops}) > 5
    none([str(stop) for stop in stops if stop["ring"] < 3 or not stop["seen"]])


def test_paper_shows_the_article_and_no_navigation(opened, main: Site, address: str) -> None:
    need("pypdf")
    from pypdf import PdfReader

    page = opened(f"{address}/{address_of(main, 'article')}")
    navigation = page.locator("nav a").evaluate_all("all => all.map(a => a.href)")
    assert len(navigation) > 5
    title = page.locator("h1").inner_text()
    published = page.locator("article time").first.inner_text()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    # Chromium writes some characters by their radicals' code points, so digits and links are what can be compared.
    text = "".join("".join(sheet.extract_text() for sheet in sheets).split())
    assert "".join(published.split()) in text
    assert page.locator("link[rel=canonical]").get_attribute("href") in text
    links = [note["/A"]["/URI"] for sheet in sheets for note in sheet.get("/Annots", []) if "/URI" in note["/A"]]
    own = page.locator("article .filed a").evaluate_all("all => all.map(a => a.href)")
    assert set(own) <= set(links)
    assert set(navigation) & (set(links) - set(own)) == set()
    page.emulate_media(media="print")
    paper = page.locator("body").inner_text()
    assert title in paper
    assert page.locator("nav:visible").count() == 0
    assert page.locator("body > a").first.is_hidden(), "the skip link is printed"


def test_paper_shows_where_links_lead(opened, main: Site, address: str) -> None:
    """Links within the site are written relatively; paper needs the whole address."""
    texts = ((path, path.read_text("utf-8")) for path in main.pages())
    found = next(path for path, text in texts if 'class="body"' in text and " data-url=" in text)
    page = opened(f"{address}/{found.relative_to(main.out).as_posix()}")
    page.emulate_media(media="print")
    links = page.locator(".piece a[data-url]").evaluate_all(
        "all => all.map(a => [getComputedStyle(a, '::after').content, new URL(a.href).pathname])"
    )
    home = page.locator("link[rel=canonical]").get_attribute("href").split("/")[2]
    assert links
    none([f"{printed} for {path}" for printed, path in links if f"https://{home}{path}" not in printed])


def test_sub_headings_grow_with_the_text(opened, main: Site, address: str) -> None:
    """An operator who sets a larger body size gets larger headings, too."""
    page = opened(f"{address}/{address_of(main, 'article')}")
    page.evaluate("document.querySelector('.body').insertAdjacentHTML('beforeend', '<h2>节</h2><h3>条</h3>')")
    size = "(name) => parseFloat(getComputedStyle(document.querySelector(`article .body ${name}`)).fontSize)"
    for _ in range(2):
        assert page.evaluate(size, "h2") > page.evaluate(size, "h3") > page.evaluate(size, "p")
        page.evaluate("document.documentElement.style.setProperty('--body-size', '20pt')")


@pytest.mark.parametrize("kind", ["home", "column", "article"])
def test_nothing_is_fetched_from_elsewhere(kind: str, opened, main: Site, address: str) -> None:
    page = opened("about:blank")
    asked, failed = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(f"{address}/{address_of(main, kind)}", wait_until="networkidle")
    assert len(asked) > 1
    assert [url for url in asked if not url.startswith(f"{address}/")] == []
    assert failed == []


def test_a_wrong_address_gives_a_whole_page(opened, address: str) -> None:
    page = opened("about:blank")
    answers = []
    page.on("response", lambda response: answers.append((response.status, response.request.resource_type)))
    page.goto(f"{address}/no/such/page.html", wait_until="networkidle")
    assert (404, "document") in answers
    assert (200, "stylesheet") in answers
    page.locator("nav[aria-label='主导航'] a").first.click()
    assert page.url == f"{address}/index.html"


def test_style_sheets_are_small(each: Site) -> None:
    sheets = list(each.out.rglob("*.css"))
    assert sheets
    assert sum(sheet.stat().st_size for sheet in sheets) < CSS_LIMIT
    for sheet in sheets:
        assert "@import" not in sheet.read_text("utf-8")
        assert "@font-face" not in sheet.read_text("utf-8")
