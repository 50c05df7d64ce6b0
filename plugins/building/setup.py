"""What a build is made with: program, settings, theme. Whatever of it changes means a full build."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment
from pelican.settings import DEFAULT_CONFIG

from lanmu import cache, index
from lanmu.page import Copy
from plugins.building import render
from plugins.family import Draft, Family

_PLUGINS = Path(__file__).parent.parent
# Settings that say where things are or how Pelican talks; what a page shows of them is asked for elsewhere.
_WITHOUT_EFFECT = frozenset(
    (
        *("PATH", "OUTPUT_PATH", "LANMU_ROOT", "LANMU_ON", "LANMU_COMMIT", "LANMU_FULL", "LANMU_JOBS", "LANMU_SAY"),
        *("PELICAN_CLASS", "THEME", "THEME_TEMPLATES_OVERRIDES", "PLUGINS", "PLUGIN_PATHS", "CACHE_PATH", "DEBUG"),
        *("LOG_HANDLER", "LOG_FILTER", "VERBOSITY", "BIND", "PORT", "LISTEN", "AUTORELOAD", "FATAL"),
    )
)
_KNOWN = _WITHOUT_EFFECT | DEFAULT_CONFIG.keys() | {"TIMEZONE", "FEED_DOMAIN", "LANMU_STAFF"}
_HOOKS = ("JINJA_GLOBALS", "JINJA_FILTERS", "JINJA_TESTS")  # Pelican's ways to bring anything into a template


@dataclass(frozen=True)
class Setup:
    """Everything but the sources and the day."""

    root: Path
    settings: Mapping[str, Any]
    families: tuple[Family, ...]

    @cached_property
    def theme(self) -> Path:
        """The theme's folder."""
        return Path(self.settings["THEME"])

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Folders of templates, those that override first."""
        return (*map(str, self.settings["THEME_TEMPLATES_OVERRIDES"]), str(self.theme / "templates"))

    @cached_property
    def environment(self) -> Environment:
        """Jinja for the theme."""
        folder = cache.folder(self.root)
        compiled = str(folder) if folder else ""
        if not self.closures:
            return render.environment(self.folders, compiled)
        return render.known_environment(self.folders, compiled, frozenset(self.closures.items()))

    @property
    def closures(self) -> dict[str, str]:
        """Digest of each template with all that it includes; none where one is not understood."""
        return self._templates[0]

    @cached_property
    def _templates(self) -> tuple[dict[str, str], str]:
        """The closures, and why there are none."""
        try:
            return render.closures(self.folders), ""
        except render.NotUnderstood as reason:
            return {}, str(reason)

    @cached_property
    def states(self) -> dict[str, str]:
        """What an index must have been made with to be believed: what it is, in Chinese, and its state."""
        return {
            "索引的格式": index.VERSION,
            "程序或它用的库": cache.code(_PLUGINS),
            "插件": " ".join(map(str, self.settings["PLUGINS"])),
            "设置": _digest(_written(self.settings)),
        }

    def not_understood(self) -> str:
        """Why nobody can tell what depends on what, "" where all is known."""
        strange = [str(plugin) for plugin in self.settings["PLUGINS"] if not _is_ours(plugin)]
        if strange:
            return f"有不认识的插件：{'、'.join(strange)}"
        unknown = sorted(name for name in self.settings if _matters(name) and name not in _KNOWN)
        if unknown:
            return f"有不认识的设置：{'、'.join(unknown)}"
        used = [name for name in _HOOKS if self.settings.get(name)]
        if used:
            return f"模板能看到设置 {'、'.join(used)} 带来的东西"
        return self._templates[1]

    def static(self) -> Iterator[Draft]:
        """The theme's static files."""
        folder = self.theme / "static"
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield _draft(f"theme/{path.relative_to(folder).as_posix()}", path)


def _draft(path: str, source: Path) -> Draft:
    return Draft(path, lambda: Copy(path, source.read_bytes()))


def _matters(name: str) -> bool:
    """Whether Pelican takes a name of the settings file for a setting."""
    return name.isupper() and not name.startswith("_")


def _is_ours(plugin: object) -> bool:
    name = getattr(plugin, "__name__", plugin)
    return str(name).startswith("plugins.") and (_PLUGINS / f"{str(name).partition('.')[2]}.py").is_file()


def _written(settings: Mapping[str, Any]) -> str:
    """Settings that may matter, as text; functions and classes by their names."""
    shown = {name: value for name, value in settings.items() if _matters(name) and name not in _WITHOUT_EFFECT}
    return json.dumps(shown, sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, (set, frozenset)):
        return str(sorted(map(str, value)))
    return str(getattr(value, "__qualname__", None) or type(value).__qualname__)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
