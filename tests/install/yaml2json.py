# SPDX-License-Identifier: GPL-2.0-only
# yaml2json.py - writes YAML as JSON, a line each: yaml2json.py FROM TO NAME...
import json
import sys

import yaml

for name in sys.argv[3:]:
    with open("%s/%s.yaml" % (sys.argv[1], name)) as source, open("%s/%s.json" % (sys.argv[2], name), "w") as to:
        print(json.dumps(yaml.safe_load(source)), file=to)
