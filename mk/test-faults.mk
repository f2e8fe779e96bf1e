# SPDX-License-Identifier: GPL-2.0-only
# Commands in which each system call and each allocation fails, and that are killed at each step.

FAULTS      := $(O)/tests/faults/faults
FAULTS_SHIM := $(O)/tests/faults/shim.so
FAULTS_OBJS := $(patsubst %.c,$(O)/%.o,$(filter-out %/shim.c,$(wildcard tests/faults/*.c))) \
	       $(O)/tests/crowd/maps.o
FAULTS_RIG  := $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))

$(FAULTS_OBJS): | $(VERSION_H)
$(FAULTS_OBJS): LOCAL_CFLAGS = $(LIB_DEP_CFLAGS)

$(FAULTS): $(FAULTS_OBJS) $(FAULTS_RIG) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

$(FAULTS_SHIM): $(O)/tests/faults/shim.o
	$(call say,LINK)
	$(Q)$(CC) -shared -o $@ $^ $(ALL_LDFLAGS)

check-faults: build  ## fail each call and each allocation of all commands, calls of the docker driver (WALK=whole|3/64, DEED=word)
	$(Q)$(MAKE) -s --no-print-directory $(FAULTS) $(FAULTS_SHIM) $(OTHER)/macbpf
	$(Q)WALK=$(WALK) DEED='$(DEED)' TEST_TIMEOUT=$(or $(TEST_TIMEOUT),1800) $(TEST_ENV) \
		tests/run.sh faults $(RESULTS) $(FAULTS) $(if $(DEED),,tests/docker/faults.sh)

check-kills: build  ## kill all commands at each step (DEED=word)
	$(Q)$(MAKE) -s --no-print-directory $(FAULTS) $(FAULTS_SHIM) $(OTHER)/macbpf
	$(Q)WALK=kill DEED='$(DEED)' TEST_TIMEOUT=$(or $(TEST_TIMEOUT),1800) $(TEST_ENV) \
		tests/run.sh kills $(RESULTS) $(FAULTS)

.PHONY: check-faults check-kills

-include $(FAULTS_OBJS:.o=.d)
