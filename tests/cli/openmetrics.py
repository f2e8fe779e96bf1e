# SPDX-License-Identifier: GPL-2.0-only
# openmetrics.py - reads OpenMetrics text with the parser of its authors, and prints a sample a line
#
# Then with their parser of the older format, which must find the same. Values have no exponent.
import sys

from prometheus_client.openmetrics import parser as new
from prometheus_client import parser as old


def samples(families):
    return [s for f in families for s in f.samples]


def line(sample):
    labels = ",".join('%s="%s"' % pair for pair in sorted(sample.labels.items()))
    value = sample.value
    return "%s{%s} %s" % (sample.name, labels, int(value) if value == int(value) else value)


text = sys.stdin.read()
families = list(new.text_string_to_metric_families(text))
lines = [line(s) for s in samples(families)]
if lines != [line(s) for s in samples(old.text_string_to_metric_families(text))]:
    sys.exit("the two parsers differ")
if len(set(lines)) != len(lines):
    sys.exit("a sample is there twice")
for family in families:
    # What else there is the older format's other parser, in Go, takes for an error.
    if family.type not in ("gauge", "counter") or not family.documentation:
        sys.exit("%s: %s, %s" % (family.name, family.type, family.documentation))
print("\n".join(lines))
