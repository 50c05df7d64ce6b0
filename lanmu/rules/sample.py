"""A small portal without a fault: what every rule's examples are laid over, and the tests' ground."""

COLUMNS = "columns.yaml"
NEWS = "content/kjt/bmdt/2026-03-20-gong-zuo-tui-jin-hui.md"
DOCUMENT = "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md"
ATTACHMENT = "content/kjt/zcwj/2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv"

_COLUMNS_YAML = """\
site:
  id: shifan
  name: 示范省人民政府门户网站
  domain: www.shifan.gov.cn
  identifier: "1400000001"
  organiser: 省政府办公厅
  operator: 省政务信息中心
  contact: {office: 省政府办公厅, phone: 0351-0000001, email: bgt@shifan.gov.cn}
  filing: {icp: 示ICP备00000001号, police: 示公网安备 14000000000001号}
office: bgt
roles:
  leading_group: shifan-ldxz
  office: bgt
  supervisor: bgt
  operator: bgt
  publisher: bgt
  editor: bgt-liaison
  inspector: shifan-dcs
  webmaster: bgt-webmaster
  secrecy_reviewer: bgt-bmy
  rechecker: bgt-fcr
accounts:
  shifan-ldxz: {title: 省政务公开领导小组}
  shifan-dcs: {title: 省政府督查室}
  bgt-head: {title: 省政府办公厅负责人}
  bgt-leader: {title: 省政府办公厅分管领导}
  bgt-liaison: {title: 省政府办公厅信息员}
  bgt-webmaster: {title: 门户网站管理员}
  bgt-bmy: {title: 保密审查员}
  bgt-fcr: {title: 上网信息复查员}
  kjt-head: {title: 省科技厅负责人}
  kjt-leader: {title: 省科技厅分管领导}
  kjt-liaison: {title: 省科技厅信息员}
  lyj-head: {title: 省旅游局负责人}
  lyj-leader: {title: 省旅游局分管领导}
  lyj-liaison: {title: 省旅游局信息员}
groups:
  各厅局: [kjt, lyj]
departments:
  bgt:
    name: 省政府办公厅
    aliases: [办公厅]
    responsible: bgt-head
    leader: bgt-leader
    liaisons: [bgt-liaison]
    contact: {office: 省政府办公厅信息处, phone: 0351-0000001}
  kjt:
    name: 省科技厅
    aliases: [科学技术厅, 科技厅]
    responsible: kjt-head
    leader: kjt-leader
    liaisons: [kjt-liaison]
    contact: {office: 省科技厅办公室, phone: 0351-0000002}
  lyj:
    name: 省旅游局
    aliases: [旅游局]
    responsible: lyj-head
    leader: lyj-leader
    liaisons: [lyj-liaison]
    contact: {office: 省旅游局办公室, phone: 0351-0000003}
sections:
  xinwen: {name: 新闻}
  gongkai: {name: 政务公开}
  hudong: {name: 互动交流}
columns:
  bmdt:
    name: 部门动态
    section: xinwen
    category: 公开
    modes: [信息报送]
    departments: [各厅局]
    lead: kjt
    types: [新闻]
  zcwj:
    name: 政策文件
    section: gongkai
    category: 公开
    modes: [栏目共建]
    departments: [bgt, kjt]
    types: [文件, 通知公告]
    co_building: {basis: 栏目共建方案, date: 2026-01-05, kind: 合作}
  zxzx:
    name: 在线咨询
    section: hudong
    category: 互动
    modes: [信息报送]
    departments: [lyj]
    types: [信件, 办事指南, 统计]
"""

_NEWS = """\
---
title: 省科技厅召开科技计划工作推进会
date: 2026-03-20 09:30
source: 省科技厅
author: 省科技厅信息员
keywords: [科技计划, 推进会]
---

3月19日，省科技厅召开科技计划工作推进会，部署全年项目申报和验收工作。

会议印发的办法见[省级科技计划项目管理办法](../zcwj/2026-03-01-ke-ji-ji-hua-ban-fa.md)。
"""

_DOCUMENT = """\
---
title: 关于印发省级科技计划项目管理办法的通知
date: 2026-03-01 10:00
source: 省科技厅
index_number: 11140000000000000X/2026-00001
subject: 科技
issuer: 省科技厅
issued: 2026-02-26
doc_number: 示科发〔2026〕8号
effective: 2026-04-01
validity: 有效
attachments:
  - file: 2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv
    title: 项目申报表
---

各市科技局：

现将《省级科技计划项目管理办法》印发给你们，请遵照执行。

附件：[项目申报表](2026-03-01-ke-ji-ji-hua-ban-fa/shen-bao-biao.csv)
"""

_ATTACHMENT = "项目名称,申报单位,起止年月\n"

FILES: dict[str, str] = {COLUMNS: _COLUMNS_YAML, NEWS: _NEWS, DOCUMENT: _DOCUMENT, ATTACHMENT: _ATTACHMENT}


def edited(path: str, *changes: tuple[str, str]) -> dict[str, str]:
    """The file at ``path`` of the sample with each ``(old, new)`` applied; every old text must be there."""
    text = FILES[path]
    for old, new in changes:
        if old not in text:
            raise ValueError(f"{path}: {old!r} is not in the sample")
        text = text.replace(old, new, 1)
    return {path: text}
