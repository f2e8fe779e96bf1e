# SPDX-License-Identifier: GPL-2.0-only
# Test suites. A suite's program exits 0, or 77 for a skip with its reason on stderr.
