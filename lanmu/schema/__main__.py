"""``python -m lanmu.schema > schema/columns.schema.json``"""

import json

from lanmu.schema.export import json_schema

print(json.dumps(json_schema(), ensure_ascii=False, indent=1))
