# 栏目 Lanmu. `make help` lists the targets; each sets up what it needs.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --no-input
READY := $(VENV)/ready
DEV := $(VENV)/ready-dev
PORT := 8000
N := 10000
# By Ctrl-C, as one ends what serves.
ENDED := || [ $$? -eq 130 ]
# On all cores, but on four at most: a container may count those of a machine of which it has a share.
# A worker begins with neighbouring tests, so that what a folder or a file sets up is rarely set up twice.
SHARED_OUT := -n logical --maxprocesses 4 --dist worksteal

help:  ## 显示这份说明
	@echo '用法：make 目标'
	@echo
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## 只准备 .venv，不做别的

serve: check site  ## 准备、检查、生成，在 127.0.0.1:8000 浏览，保存后自动更新（换端口：make serve PORT=8001）
	@$(PY) -m tools serve --port $(PORT) $(ENDED)

site: $(READY)  ## 生成网站到 output
	@$(PY) -m tools build

check: $(READY)  ## 检查栏目表和文章
	@$(PY) -m tools check

hooks: $(READY)  ## 让每次 git commit 先检查（pre-commit）
	@$(VENV)/bin/pre-commit install

editor: $(READY) editor/node_modules  ## 在本机用表单写文章（Decap CMS，只供试用）：http://127.0.0.1:8090/admin/
	@$(PY) -m tools editor $(ENDED)

publish: check  ## 检查，核对上次发布以来的审批，然后按 publishconf.py 生成对外发布的网站
	@$(PY) -m tools review --released
	@$(PY) -m pelican content --settings publishconf.py --fatal errors --quiet
	@echo '网站已生成：output' >&2
	@$(PY) -m tools review --mark

test: $(DEV) node  ## 运行本机能运行的全部测试，并说明跳过了什么
	@$(PY) -m pytest $(SHARED_OUT) --cov --cov-report=term

lint: $(DEV)  ## 检查代码的写法和类型
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

generated: $(READY)  ## 重新生成由程序写的文件：docs/rules、schema、CODEOWNERS、合并请求的模板
	@$(PY) -m tools rules --write
	@$(PY) -m tools schema --write
	@$(PY) -m tools owners --write

soak: $(DEV)  ## 长时间地核对逐次更新与全部重做（5000 个序列，几小时；每次不同）
	@LANMU_SOAK=1 $(PY) -m pytest tests/truth -k incremental_is_full

e2e: $(DEV) node  ## 只运行网页检查（浏览器、HTML、链接、无障碍、性能）
	@$(PY) -m pytest $(SHARED_OUT) tests/e2e

bench: $(DEV) tests/bench/node_modules  ## 测速，打印对照表（换篇数：make bench N=1000；只测生成：make bench ONLY=build）
	@$(PY) -m tests.bench --articles $(N) $(if $(ONLY),--only $(ONLY))

corpus: $(READY)  ## 写出测速用的门户：make corpus N=10000 DIR=文件夹
	@test -n '$(DIR)' || { echo '写明放在哪里：make corpus N=10000 DIR=文件夹' >&2; exit 2; }
	@$(PY) -m tests.bench.corpus $(N) '$(DIR)'

clean:  ## 删除生成的网站和缓存，保留 .venv
	rm -rf output .lanmu build *.egg-info .pytest_cache .hypothesis .ruff_cache .mypy_cache .coverage
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# A stamp stands for an installed environment: new requirements make it stale.
$(READY): requirements.txt pyproject.toml
	@python=; for candidate in python3 python3.13 python3.12 python3.11; do \
		if $$candidate -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo '需要 Python 3.11 或更新的版本，并带 venv。' >&2; \
		echo '    改法  Debian、Ubuntu 运行 apt-get install python3 python3-venv；其他系统安装 python.org 的 Python' >&2; \
		exit 1; \
	fi; \
	echo "准备 $(VENV)（第一次约一分钟）" >&2; $$python -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.txt
	@# As a plain path: the finder that setuptools would install costs every start 10 ms.
	@$(PIP) --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@$(PY) -m compileall -q lanmu tools  # so that the first commit hook need not
	@touch $@

$(DEV): requirements-dev.txt $(READY)
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# The judges that npm brings are skipped by name where they cannot be had.
node:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory tests/e2e/node_modules tests/bench/node_modules editor/node_modules || \
		echo 'npm 没有装上网页检查的工具，有关测试将跳过' >&2; fi

tests/e2e/node_modules: tests/e2e/package-lock.json
	@cd tests/e2e && npm ci --silent && touch node_modules

editor/node_modules: editor/package-lock.json
	@command -v npm >/dev/null || { echo '没有 npm：先安装 Node.js 18 以上的版本，如 apt-get install nodejs npm' >&2; exit 1; }
	@cd editor && npm ci --silent && touch node_modules

# Not npm ci: AutoCorrect names packages of other systems that its registry does not have.
tests/bench/node_modules: tests/bench/package-lock.json
	@cd tests/bench && npm install --no-save --silent && touch node_modules

.PHONY: help setup serve site check hooks editor publish test lint generated soak e2e bench corpus clean node
