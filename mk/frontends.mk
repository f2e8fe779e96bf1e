# SPDX-License-Identifier: GPL-2.0-only
# The plugins of container engines: a program each, of the public header and a JSON library, over what
# any front end does for a container.

CONTAINER_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/container/*.c))
JSON_OBJS      := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/json/*.c))
CNI_OBJS       := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/cni/*.c))
OPTIONS_OBJS   := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/options/*.c))
NETAVARK_OBJS  := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/netavark/*.c))
DOCKER_OBJS    := $(patsubst %.c,$(O)/%.o,$(wildcard frontends/docker/*.c))
FRONTEND_OBJS  := $(CONTAINER_OBJS) $(JSON_OBJS) $(CNI_OBJS) $(OPTIONS_OBJS) $(NETAVARK_OBJS) $(DOCKER_OBJS)

# Podman and containerd look in both /usr/local/lib/cni and /usr/lib/cni. In a directory of its own
# the plugin has the name `macvlan`: whoever puts that first gets macbpf in macvlan's place.
CNIDIR        ?= $(PREFIX)/lib/cni
CNI_ALIAS_DIR ?= $(PREFIX)/lib/macbpf/cni

# Podman looks in /usr/local/lib/netavark and /usr/lib/netavark, and the file's name is the driver's.
NETAVARKDIR   ?= $(PREFIX)/lib/netavark
NETAVARK_HOME ?= $(PREFIX)/lib/macbpf

$(CONTAINER_OBJS): LOCAL_CFLAGS = -Ifrontends $(LIB_DEP_CFLAGS)
$(JSON_OBJS) $(CNI_OBJS) $(OPTIONS_OBJS) $(NETAVARK_OBJS): LOCAL_CFLAGS = -Ifrontends $(JANSSON_CFLAGS)
$(DOCKER_OBJS): LOCAL_CFLAGS = -Ifrontends $(LIB_DEP_CFLAGS) $(JANSSON_CFLAGS) $(HTTP_CFLAGS)
$(FRONTEND_OBJS): | $(VERSION_H)

FRONTEND_REST := $(JSON_OBJS) $(CONTAINER_OBJS) $(COMMON_OBJS) $(O)/libmacbpf.a
$(O)/macbpf-cni: $(CNI_OBJS) $(FRONTEND_REST)
$(O)/macbpf-netavark: $(NETAVARK_OBJS) $(OPTIONS_OBJS) $(FRONTEND_REST)
$(O)/macbpf-cni $(O)/macbpf-netavark:
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(JANSSON_LIBS)

$(O)/macbpf-docker: $(DOCKER_OBJS) $(OPTIONS_OBJS) $(FRONTEND_REST)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(JANSSON_LIBS) $(HTTP_LIBS)

-include $(FRONTEND_OBJS:.o=.d)
