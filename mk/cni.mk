# SPDX-License-Identifier: GPL-2.0-only
# The CNI plugin: one program, of the public header and a JSON library, over what any front end does
# for a container.

CONTAINER_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/container/*.c))
CNI_OBJS       := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/cni/*.c))

# Podman and containerd look in both /usr/local/lib/cni and /usr/lib/cni. In a directory of its own
# the plugin has the name `macvlan`: whoever puts that first gets macbpf in macvlan's place.
CNIDIR        ?= $(PREFIX)/lib/cni
CNI_ALIAS_DIR ?= $(PREFIX)/lib/macbpf/cni

$(CONTAINER_OBJS): LOCAL_CFLAGS = -Ifrontends $(LIB_DEP_CFLAGS)
$(CNI_OBJS): LOCAL_CFLAGS = -Ifrontends $(JANSSON_CFLAGS)
$(CONTAINER_OBJS) $(CNI_OBJS): | $(VERSION_H)

$(O)/macbpf-cni: $(CNI_OBJS) $(CONTAINER_OBJS) $(COMMON_OBJS) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(JANSSON_LIBS)

-include $(CONTAINER_OBJS:.o=.d) $(CNI_OBJS:.o=.d)
