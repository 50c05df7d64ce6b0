"""What a portal asks of its sites: columns, categories, domains, approvals, names, settings."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lanmu.marked import Map, Text
from lanmu.model import Portal, Site
from lanmu.near import did_you_mean, listed
from lanmu.schema import Report
from lanmu.schema.declared import SETTINGS
from lanmu.schema.report import key_of
from lanmu.structure import pick, sites
from lanmu.structure.sites import Plot

_GOVERNMENT = ("政府", "部门")  # public utilities follow the rules by reference only (湘潭第三十七条)
_OFFERED = 8  # ids in a cure
_SUFFIX = re.compile(r"\.(?:政务|公益|中国|cn|网址)$")


def review(root: Map, portal: Portal, report: Report) -> None:
    """Report what is wrong with the sites of ``portal``."""
    body = pick.part(root, "site")
    _main(root, portal, report)
    found = tuple(pairs(root, portal))
    for plot, site in found:
        _wants(plot, site, body, portal, report)
        _domain(plot, site, body, report)
        _chinese_domain(plot, site, body, portal, report)
        _founding(plot, site, portal, report)
        _settings(plot, body, report)
        _kind(plot, site, report)
        _feeds(plot, portal, report)
    _unique(found, portal, report)


def pairs(root: Map, portal: Portal) -> Iterator[tuple[Plot, Site]]:
    """Every sub-site as written and as built, top down; both walk the same tree in the same order."""
    built = (site for top in portal.site.sites for site in top.walk())
    yield from zip(sites.plots(pick.part(root, "departments")), built, strict=True)


def _main(root: Map, portal: Portal, report: Report) -> None:
    body, site = pick.part(root, "site"), portal.site
    if not (site.settings.filing.icp and site.settings.filing.police):
        message = "site.filing：缺少ICP备案号或公安备案号"
        at = body.key("filing") if "filing" in body else key_of(root, "site")
        report.say("unfiled-site", at, message, "补上 filing: {icp: …, police: …}，写主管部门发给的备案号")
    for key, value in pick.part(body, "filing").items():
        if not any(character.isdecimal() for character in value):
            message = f"site.filing.{key}：“{value}”里没有数字，不是备案号"
            report.say("unfiled-site", value, message, "写主管部门发给的备案号；还没有备案的，先办理备案")
    if site.domain and site.type in _GOVERNMENT and not site.legacy and not site.domain.endswith(".gov.cn"):
        message = f"site.domain：“{site.domain}”不以 .gov.cn 结尾"
        report.say("foreign-domain", body[Text("domain")], message, "改用 .gov.cn 域名；沿用原有域名的写 legacy: true")
    offered = [column.category for column in portal.columns.values() if column.public and not column.site]
    for category in pick.items(body, "categories"):
        if not any(category in name for name in offered):
            message = f"site.categories：主网站没有“{category}”类的栏目"
            cure = f"{did_you_mean(category, offered)}在栏目的 category 里写上“{category}”，或增设这类栏目"
            report.say("basic-category-absent", category, message, cure)


def _wants(plot: Plot, site: Site, body: Map, portal: Portal, report: Report) -> None:
    """Columns and basic categories. A sub-site that is not up yet (no address) owes none."""
    if site.kind != "分站" and not site.url:
        return
    held = [portal.columns[id] for id in site.columns]
    fed = [portal.columns[link.column] for link in site.links if link.column in portal.columns]
    shown = [column for column in (*held, *fed) if column.public]
    names = {link.text for link in site.links} | {column.name for column in shown}
    kinds = {pick.text(link, "category") for link in pick.items(plot.body, "links")} | {c.category for c in shown}
    absent = [name for name in pick.texts(body, "require_columns") if name not in names]
    if absent:
        message = f"{plot.where}：{site.name}没有主网站要求的栏目{'、'.join(f'“{name}”' for name in absent)}"
        cure = "在这个网站的 links 里写上，或让该部门保障主网站的同名栏目"
        report.say("required-column-absent", plot.at, message, cure)
    lacking = [name for name in portal.categories if not any(name in kind for kind in kinds)]
    if lacking:
        message = f"{plot.where}：{site.name}没有基本栏目{'、'.join(f'“{name}”' for name in lacking)}"
        report.say("basic-category-absent", plot.at, message, "在 links 里补上这类栏目，写明 category")


def _domain(plot: Plot, site: Site, body: Map, report: Report) -> None:
    host = site.domain or urlsplit(site.url).hostname or ""
    if not host or site.legacy or site.type not in _GOVERNMENT:
        return
    at = key_of(plot.body, "domain" if site.domain else "url")
    pattern = pick.text(body, "domain_pattern")
    keep = "确实沿用原有域名的写 legacy: true"
    if not host.endswith(".gov.cn"):
        report.say("foreign-domain", at, f"{plot.where}：域名“{host}”不以 .gov.cn 结尾", f"改用 .gov.cn 域名；{keep}")
    elif pattern and (len(host) > 100 or re.fullmatch(pattern, host) is None):
        message = f"{plot.where}：域名“{host}”不合统一格式 {pattern}"
        report.say("foreign-domain", at, message, f"改成统一格式的域名；{keep}")


def _chinese_domain(plot: Plot, site: Site, body: Map, portal: Portal, report: Report) -> None:
    if not site.chinese_domain or site.legacy or not pick.text(body, "domain_pattern"):
        return
    names = [site.name, site.short_name]
    if not plot.deep:
        department = portal.departments[site.department]
        names += [department.name, department.full_name, *department.aliases]
    if _SUFFIX.sub("", site.chinese_domain) not in names:
        message = f"{plot.where}.chinese_domain：“{site.chinese_domain}”不是单位的全称或规范简称"
        cure = f"用{'或'.join(f'“{name}”' for name in dict.fromkeys(names))}"
        report.say("foreign-chinese-domain", plot.body[Text("chinese_domain")], message, cure)


def _founding(plot: Plot, site: Site, portal: Portal, report: Report) -> None:
    if portal.site.founding and not site.founding and site.kind in ("独立", "分站"):
        message = f"{plot.where}：{site.name}没有设立批准"
        cure = "补上 founding: {authority: 批准机关, number: 文号, date: 日期}"
        report.say("unfounded-site", plot.at, message, cure)


def _settings(plot: Plot, body: Map, report: Report) -> None:
    local = pick.texts(body, "local")
    for key in pick.part(plot.body, "settings"):
        if key in SETTINGS.keys and key not in local:
            message = f"{plot.where}.settings：{key}随主网站，子网站不能自定"
            allowed = f"可以自定的有：{'、'.join(local)}" if local else "主网站没有列出可以自定的设置"
            report.say("setting-not-local", key, message, f"删去这个键，或请办公室把它写进 site.local；{allowed}")


def _kind(plot: Plot, site: Site, report: Report) -> None:
    at = plot.at
    if "kind" not in plot.body:
        return
    if site.kind == "协办" and not site.services:
        message = f"{plot.where}：协办网站没有写得到的技术服务"
        report.say("site-kind-mismatch", at, message, "补上 services，如 [网站托管, 安全监测]")
    elif site.kind != "协办" and site.services:
        message = f"{plot.where}.services：{site.kind}网站不写技术服务"
        report.say("site-kind-mismatch", key_of(plot.body, "services"), message, "改为 kind: 协办，或删去 services")
    if site.kind != "分站" and "columns" in plot.body:
        message = f"{plot.where}.columns：{site.kind}网站的栏目不在本仓库"
        report.say("site-kind-mismatch", key_of(plot.body, "columns"), message, "改为 kind: 分站，或改写成 links")


def _feeds(plot: Plot, portal: Portal, report: Report) -> None:
    """Every portal column that a sub-site's column feeds is there, and is public."""
    known = {column.id: column.name for column in portal.columns.values()}
    for link in pick.items(plot.body, "links"):
        column = link.get(Text("column"))
        if column is None or column in known:
            continue
        by_name = next((id for id, name in known.items() if name == column), "")
        guess = f"是不是“{by_name}”？" if by_name else did_you_mean(column, known)
        message = f"{plot.where}.links：没有编号是“{column}”的主网站栏目"
        report.say("unknown-target", column, message, f"{guess}写栏目编号：{listed(known, _OFFERED)}")


def _identity(site: Site) -> tuple[tuple[str, str, str], ...]:
    """What only one site may have: how it is called, the key, the value."""
    return (
        ("名称", "name", site.name),
        ("编号", "", site.id),
        ("域名", "domain", site.domain),
        ("网址", "url", site.url),
    )


def _unique(found: tuple[tuple[Plot, Site], ...], portal: Portal, report: Report) -> None:
    seen = {(what, value) for what, _, value in _identity(portal.site)}
    for plot, site in found:
        for what, key, value in _identity(site):
            if value and (what, value) in seen:
                message = f"{plot.where}：{what}“{value}”已由另一个网站使用"
                at = key_of(plot.body, key) if key else plot.at
                report.say("site-name-twice", at, message, f"一个网站一个{what}：改掉其中一个，或合并成一个网站")
            seen.add((what, value))
