# SPDX-License-Identifier: GPL-2.0-only
# Built for arm64, and the suites in an emulated machine of that kind, as in check-kernels. Not part of
# `make check`: an hour or more, since all is emulated, and a processor of another kind more slowly.

ARM64_DEBIAN ?= 13
ARM64_KERNEL ?= 6.12
ARM64_LANE1  ?= unit prog cli
ARM64_LANE2  ?= net
ARM64_ENV     = TEST_SLOWNESS=20 CK_TIMEOUT_MULTIPLIER=20 TEST_TIMEOUT=3600

check-arm64: packages-arm64  ## build for arm64, and run suites in an emulated machine (T=word, long)
	$(Q)tests/machines/arm64/run.sh $(ARM64_DEBIAN) $(ARM64_KERNEL) $(O) $(RESULTS) \
		'$(strip $(KERNEL_ENV) $(KERNEL_ENV_$(ARM64_KERNEL)) $(ARM64_ENV))' '$(ARM64_LANE1)' '$(ARM64_LANE2)'

.PHONY: check-arm64
