# SPDX-License-Identifier: GPL-2.0-only
# schema.py - holds what is on standard input to a schema: schema.py SCHEMA [ lines ]
#
# With `lines`, each line is a document. Nothing at all is an error.
import json
import sys

import jsonschema

with open(sys.argv[1]) as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
text = sys.stdin.read()
documents = [json.loads(part) for part in (text.splitlines() if sys.argv[2:] else [text])]
if not documents or documents == [[]]:
    sys.exit("nothing to hold to the schema")
for document in documents:
    for error in validator.iter_errors(document):
        sys.exit("%s: %s" % ("/".join(map(str, error.absolute_path)), error.message))
