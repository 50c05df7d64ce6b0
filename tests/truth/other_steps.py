"""Steps that change neither articles nor the table: theme, day, repository, cache, and builds that are refused."""

import os
import random
import shutil
from pathlib import Path

from tests.truth.step import ANY, kind, pick
from tests.truth.world import World

DAYS = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-25", "2026-12-01", "2026-11-10", "2026-03-04", "2025-01-01")
_NOISE = 4096  # bytes


@kind(ANY, 3)
def template(world: World, which: int, number: int) -> None:
    """A template, a partial or a file of macros, edited or as it was."""
    paths = sorted(path for path in world.ground.first if path.endswith(".html"))
    path = pick(paths, which)
    text = (world.ground.first[path] or b"").decode()
    # Every piece of markup is within a block or a macro, so that the edit shows.
    edited = text.replace('class="', f'class="v{number} ') if number else text
    world.edit_theme(path, edited.encode())


@kind(4)
def static(world: World, number: int) -> None:
    """A static file of the theme, edited or as it was, added or removed."""
    style = "static/css/main.css"
    if number < 2:
        world.edit_theme(style, (world.ground.first[style] or b"") + b"/* 1 */\n" * number)
    else:
        world.edit_theme("static/css/more.css", b"p {}\n" if number == 2 else None)


@kind()
def override(world: World) -> None:
    """A setting in pelicanconf.py: templates of the portal's own before those of the theme, or no longer."""
    world.portal.override[:] = [] if world.portal.override else ["own"]


@kind(len(DAYS))
def day(world: World, number: int) -> None:
    """The clock goes on, or back."""
    world.day = DAYS[number]


@kind(ANY)
def checkout(world: World, number: int) -> None:
    """Another commit, as switching branches does."""
    world.checkout(number)


@kind()
def commit(world: World) -> None:
    """All that is there becomes a commit, and nothing changes."""
    if not world.from_commits:
        world.commit()


@kind()
def by_commit(world: World) -> None:
    """From now on commits are built, or the working tree again."""
    world.from_commits = not world.from_commits


@kind(ANY)
def preview(world: World, article: int) -> None:
    """The working tree is built with an edit that is then taken back; in commit mode no commit ever has it."""
    if not world.stems:
        return
    path = f"content/{pick(world.stems, article)}.md"
    sound = world.on_disk[path]
    (world.root / path).write_bytes(sound.replace(b'title: "', b'title: "x', 1))
    world.build(by_commit=False)
    (world.root / path).write_bytes(sound)


@kind()
def hold(world: World) -> None:
    """The next change is built together with the one after it."""
    world.held = True


@kind(ANY)
def touch(world: World, number: int) -> None:
    """A file has a new time, and the same bytes."""
    os.utime(world.root / pick(sorted(world.on_disk), number))


@kind()
def keep_cache(world: World) -> None:
    """A copy of the cache is put aside."""
    world.keep_cache()


@kind(6, ANY)
def damage(world: World, form: int, which: int) -> None:
    """The cache is cut short, overwritten, lost in part, lost altogether, or that of an earlier day."""
    files = [path for path in world.cache.rglob("*") if path.is_file()]
    files.sort(key=lambda path: (not path.name.startswith("output-"), path))  # the index of the site before all
    if form == 5 and world.older.exists():
        shutil.rmtree(world.cache, ignore_errors=True)
        shutil.copytree(world.older, world.cache)
    elif form >= 4:
        shutil.rmtree(world.cache, ignore_errors=True)
    elif files:
        _spoil(files[0] if which < ANY // 2 else pick(files, which), form)


def _spoil(path: Path, form: int) -> None:
    size = path.stat().st_size
    noise = random.Random(size).randbytes(_NOISE)
    if form == 0:
        os.truncate(path, size // 2)
    elif form == 1:
        path.write_bytes(noise)
    elif form == 2 and path.suffix == ".sqlite":  # of a compiled template Python checks the beginning only
        with open(path, "r+b") as file:
            file.seek(size // 2)
            file.write(noise[:64])
    else:
        path.unlink()


@kind()
def no_output(world: World) -> None:
    """The output folder is gone, as after ``make clean``; the cache is not."""
    shutil.rmtree(world.output)


_BROKEN: tuple[tuple[str, bytes], ...] = (
    ("columns.yaml", b"site: {name: x}\n"),
    ("columns.yaml", b"site: [\n"),
    ("content/kjt/bmdt/2026-11-06-z.md", b"---\ntitle: x\n"),
    ("content/kjt/bmdt/2026-11-06-z.md", "---\ntitle: 没有日期\n---\n".encode()),
    ("content/kjt/bmdt/2026-11-06-z.md", b"---\ntitle: \xff\n---\n"),
    ("content/kjt/no-such/2026-11-06-z.md", "---\ntitle: 没有栏目\ndate: 2026-11-06 09:00\n---\n".encode()),
    ("content/stray.md", "---\ntitle: 放错了\ndate: 2026-11-06 09:00\n---\n".encode()),
)


@kind(len(_BROKEN), ANY, 2)
def refused(world: World, which: int, article: int, more: int) -> None:
    """A build that cannot be, maybe with a sound change beside the fault; then the fault is mended."""
    if more and world.stems:
        world.portal.articles[pick(world.stems, article)].fields["title"] = "连同错误一起改的标题"
    world.write()
    path, data = _BROKEN[which]
    world.put(path, data)
    assert world.refused(), f"{path} did not refuse the build"
    world.put(path, world.on_disk.get(path))
