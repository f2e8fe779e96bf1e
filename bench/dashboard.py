#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
# dashboard.py - draws rates as two panels of share/grafana.json have them, from what dashboard.sh saw
#
#   dashboard.py FOLDER <SAMPLES
#
# SAMPLES is what `macbpf metrics` printed time after time, each behind a line "# AT SECONDS".
import re
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 260, 60, 700, 34, 228
COLOURS = (("#0969da", "#58a6ff"), ("#bc4c00", "#f0883e"), ("#1a7f37", "#3fb950"), ("#8250df", "#bc8cff"))
LEAST = 20  # what stays below is not drawn: neighbours that look for each other
SAMPLE = re.compile(r'(\w+)\{(.*)\} (\S+)$')


def read(lines):
    """The samples of each time: a list of (seconds, {(family, labels): value})."""
    times = []
    for line in lines:
        if line.startswith("# AT "):
            times.append((float(line.split()[2]), {}))
        match = SAMPLE.match(line)
        if match and times:
            labels = tuple(re.findall(r'(\w+)="([^"]*)"', match[2]))
            times[-1][1][match[1], labels] = float(match[3])
    return times


def series(times, family, factor):
    """Rates a second by name of the device, and by reason if there is one."""
    rates = {}
    for (since, before), (at, now) in zip(times, times[1:]):
        names = {dict(labels)["hostdev"]: dict(labels)["device"]
                 for name, labels in now if name == "macbpf_endpoint_info"}
        for (name, labels), value in now.items():
            if name != family:
                continue
            labels = dict(labels)
            key = " ".join(filter(None, (names[labels["hostdev"]], labels.get("reason"))))
            was = before.get((name, tuple(labels.items())), 0)
            rates.setdefault(key, []).append((at, factor * (value - was) / (at - since)))
    return {key: rates[key] for key in sorted(rates) if max(rate for _, rate in rates[key]) >= LEAST}


def round_up(value):
    step = 10 ** (len(str(int(value))) - 1)
    return (int(value / step) + 1) * step


def draw(file, title, unit, rates, marks, end):
    top = round_up(max(rate for points in rates.values() for _, rate in points))

    def x(at):
        return LEFT + (RIGHT - LEFT) * at / end

    def y(rate):
        return BOTTOM - (BOTTOM - TOP) * rate / top

    print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">'
          % (WIDTH, HEIGHT, WIDTH, HEIGHT), file=file)
    print("<style>\ntext { font: 12px sans-serif; fill: #24292f }\n.title { font-weight: bold }\n"
          ".number { text-anchor: end }\n.mark { text-anchor: middle }\n.grid { stroke: #8c959f; stroke-opacity: .35 }\n"
          ".line { fill: none; stroke-width: 1.5 }\n"
          "@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }", file=file)
    for n, (light, dark) in enumerate(COLOURS):
        print(".c%d { stroke: %s }\n@media (prefers-color-scheme: dark) { .c%d { stroke: %s } }"
              % (n, light, n, dark), file=file)
    print('</style>\n<text class="title" x="8" y="18">%s, %s</text>' % (title, unit), file=file)
    for n in range(5):
        print('<line class="grid" x1="%d" y1="%.1f" x2="%d" y2="%.1f"/>\n<text class="number" x="%d" y="%.1f">%g</text>'
              % (LEFT, y(top * n / 4), RIGHT, y(top * n / 4), LEFT - 6, y(top * n / 4) + 4, top * n / 4), file=file)
    for at, text in marks:
        print('<line class="grid" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>\n<text class="mark" x="%.1f" y="%d">%s</text>'
              % (x(at), TOP, x(at), BOTTOM, x(at), BOTTOM + 18, text), file=file)
    for n, (key, points) in enumerate(rates.items()):
        print('<polyline class="line c%d" points="%s"/>' % (n, " ".join("%.1f,%.1f" % (x(a), y(r)) for a, r in points)),
              file=file)
        print('<line class="line c%d" x1="%d" y1="%d" x2="%d" y2="%d"/>\n<text x="%d" y="%d">%s</text>'
              % (n, RIGHT + 16, 46 + 20 * n, RIGHT + 36, 46 + 20 * n, RIGHT + 42, 50 + 20 * n, key), file=file)
    print("</svg>", file=file)


text = sys.stdin.read().splitlines()
times = read(text)
marks = [(float(line.split()[2]), " ".join(line.split()[3:])) for line in text if line.startswith("# MARK ")]
for name, title, unit, family, factor in (
        ("received", "Received, by endpoint", "kbit/s", "macbpf_endpoint_receive_bytes_total", 8e-3),
        ("reasons", "Slow paths and drops, by endpoint", "frames/s", "macbpf_endpoint_frames_total", 1)):
    with open("%s/metrics-%s.svg" % (sys.argv[1], name), "w") as out:
        draw(out, title, unit, series(times, family, factor), marks, times[-1][0])
