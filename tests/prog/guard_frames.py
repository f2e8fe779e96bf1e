#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""guard_frames.py - frames of a hostile sender, and what a second opinion says of each.

guard_frames.py MAC [COUNT SEED]: prints a line a frame: the guard's flags, the tag beside it, the
reason for which it is refused or "pass", a name, and its bytes. With COUNT, so many frames more, made
of the others by chance. The opinion is written from the rules of docs/why/guard.md, not from bpf/.
"""
import random
import socket
import struct
import sys

MAC, IP, RA, DHCP, QUERY, L2, VLAN = 1, 2, 4, 8, 16, 32, 64
STRICT = MAC | IP
ALLOWS = RA | DHCP | QUERY | L2 | VLAN
OWN4, OTHER4, OWN4B = "10.9.0.1", "10.9.0.2", "10.9.0.11"
OWN6, OTHER6 = "fd00::1", "fd00::2"
mac = bytes.fromhex(sys.argv[1].replace(":", ""))
other = bytes.fromhex("02aabbccddee")
gate = bytes.fromhex("020000009999")


def a4(text):
    return socket.inet_pton(socket.AF_INET, text)


def a6(text):
    return socket.inet_pton(socket.AF_INET6, text)


local = a6("fe80::")[:8] + bytes([mac[0] ^ 2]) + mac[1:3] + b"\xff\xfe" + mac[3:]
LISTED = {a6("::ffff:" + OWN4), a6("::ffff:" + OWN4B), a6(OWN6)}


# ---------------------------------------------------------------- the opinion


class No(Exception):
    """Why it is refused."""


def own(addr, flags):
    return not flags & IP or addr in LISTED


def own6(addr, flags):
    return addr == local or own(addr, flags)


def own4(addr, flags):
    return own(a6("::ffff:0:0")[:12] + addr, flags)


def need(data, count, why):
    if len(data) < count:
        raise No(why)
    return data


def arp(data, flags):
    need(data, 28, "guard-arp")
    hw, proto, hlen, plen, op = struct.unpack("!HHBBH", data[:8])
    sha, spa, tpa = data[8:14], data[14:18], data[24:28]
    if (hw, proto, hlen, plen) != (1, 0x800, 6, 4) or op not in (1, 2) or sha != mac:
        raise No("guard-arp")
    about = tpa if op == 1 and spa == bytes(4) else spa
    if not own4(about, flags):
        raise No("guard-arp")


def ports(data):
    return struct.unpack("!HH", data[:4])


def ipv4(data, flags):
    need(data, 20, "guard-ip")
    ihl, proto = data[0] % 16 * 4, data[9]
    frag = struct.unpack("!H", data[6:8])[0]
    src, mine = data[12:16], own4(data[12:16], flags)
    if data[0] // 16 != 4 or ihl < 20 or (not mine and src != bytes(4)):
        raise No("guard-ip")
    upper = data[ihl:struct.unpack("!H", data[2:4])[0]]
    if frag & 0x1FFF == 0:
        if proto == 103 and not flags & QUERY:
            raise No("guard-query")
        if proto in (1, 2, 17):
            need(upper, 8, "guard-hidden")
            if proto == 17 and (ports(upper)[0] == 67 or ports(upper)[1] == 68) and not flags & DHCP:
                raise No("guard-dhcp")
            if proto == 2 and upper[0] in (0x11, 0x13, 0x14, 0x30, 0x32) and not flags & QUERY:
                raise No("guard-query")
            if proto == 1 and upper[0] in (5, 9) and not flags & RA:
                raise No("guard-ra")
    if mine:
        return
    client = proto == 17 and ports(upper) == (68, 67) if len(upper) >= 8 else False
    if frag & 0x3FFF or not (client or proto == 2):
        raise No("guard-ip")


def options(data, missing):
    for _ in range(16):
        if not data and not missing:
            return
        if len(data) < 8 or not data[1]:
            raise No("guard-nd")
        if data[0] in (1, 2) and data[2:8] != mac:
            raise No("guard-nd")
        if len(data) < data[1] * 8:
            raise No("guard-nd")
        data = data[data[1] * 8:]
    if data or missing:
        raise No("guard-nd")


def icmp6(data, flags, nobody, whole, missing):
    need(data, 8, "guard-hidden")
    kind = data[0]
    if nobody and kind not in (131, 132, 133, 135, 143):
        raise No("guard-ip")
    if kind in (130, 151, 153) and not flags & QUERY:
        raise No("guard-query")
    if kind in (134, 137) and not flags & RA:
        raise No("guard-ra")
    if kind in (141, 142):
        raise No("guard-nd")
    if kind not in (133, 134, 135, 136, 137):
        if nobody and not whole:
            raise No("guard-ip")
        return
    if not whole:
        raise No("guard-hidden")
    if kind == 137:
        return
    size = {133: 8, 134: 16, 135: 24, 136: 24}[kind]
    need(data, size if not missing else 1 << 20, "guard-nd")
    options(data[size:], missing)
    if kind == 136 or (kind == 135 and nobody):
        if not own6(data[8:24], flags):
            raise No("guard-nd")


def ipv6(data, flags):
    need(data, 40, "guard-ip")
    src, following = data[8:24], data[6]
    nobody = bool(flags & IP) and src == bytes(16)
    if data[0] // 16 != 6 or not (nobody or own6(src, flags)):
        raise No("guard-ip")
    length = struct.unpack("!H", data[4:6])[0]
    whole_frame = length == 0 and following == 0
    told = None if whole_frame else length
    rest = data[40:] if whole_frame else data[40:40 + length]
    missing = 0 if whole_frame else max(0, told - len(rest))
    whole, count = True, 0
    while following in (0, 43, 44, 51, 60):
        count += 1
        if count > 6:
            raise No("guard-hidden")
        if len(rest) + missing < 8 or len(rest) < 4:
            raise No("guard-hidden")
        if following == 44:
            if not whole:
                raise No("guard-hidden")
            whole = False
            if struct.unpack("!H", rest[2:4])[0] & 0xFFF8:
                if nobody:
                    raise No("guard-ip")
                return
            skip = 8
        else:
            skip = (rest[1] + 2) * 4 if following == 51 else (rest[1] + 1) * 8
        following = rest[0]
        missing = missing if skip <= len(rest) else max(0, missing - (skip - len(rest)))
        rest = rest[skip:]
    if following == 58:
        return icmp6(rest, flags, nobody, whole, missing)
    if nobody:
        raise No("guard-ip")
    if following == 103 and not flags & QUERY:
        raise No("guard-query")
    if following == 17:
        need(rest, 8, "guard-hidden")
        if (ports(rest)[0] == 547 or ports(rest)[1] == 546) and not flags & DHCP:
            raise No("guard-dhcp")


def judge(frame, flags, tci):
    """None, or the word of the reason."""
    try:
        if frame[6:12] != mac:
            raise No("guard-mac")
        at, tagged = 12, bool(tci)
        for _ in range(2):
            if frame[at:at + 2] in (b"\x81\x00", b"\x88\xa8"):
                at, tagged = at + 4, True
        if tagged and not flags & VLAN:
            raise No("guard-l2")
        if frame[at:at + 2] in (b"\x81\x00", b"\x88\xa8"):
            raise No("guard-l2")
        kind, data = frame[at:at + 2], frame[at + 2:]
        if kind == b"\x08\x00":
            ipv4(data, flags)
        elif kind == b"\x86\xdd":
            ipv6(data, flags)
        elif kind == b"\x08\x06":
            arp(data, flags)
        elif not flags & L2:
            raise No("guard-l2")
    except No as no:
        return str(no)
    return None


# ---------------------------------------------------------------- the frames

cases = []


def add(name, frame, flags=(STRICT,), tci=(0,)):
    for f in flags:
        for t in tci:
            cases.append((name, frame, f, t))


def eth(kind, data, src=None, dst=b"\xff" * 6):
    return dst + (src or mac) + struct.pack("!H", kind) + data


def f_arp(op, sha, spa, tpa, src=None, head=(1, 0x800, 6, 4)):
    return eth(0x806, struct.pack("!HHBBH", *head, op) + sha + a4(spa) + bytes(6) + a4(tpa), src)


def f_ip4(src, proto, data, frag=0, opt=b"", length=None, ihl=None, version=4, ms=None):
    n = 20 + len(opt)
    first = version << 4 | (ihl if ihl is not None else n // 4)
    total = n + len(data) if length is None else length
    return eth(0x800, struct.pack("!BBHHHBBH", first, 0, total, 7, frag, 64, proto, 0) + a4(src)
               + a4("10.9.0.9") + opt + data, ms)


def f_udp(sport, dport):
    return struct.pack("!HHHH", sport, dport, 12, 0) + b"hey!"


def f_ip6(src, nxt, data, length=None, version=6, ms=None):
    src = src if isinstance(src, bytes) else a6(src)
    return eth(0x86DD, struct.pack("!IHBB", version << 28, len(data) if length is None else length, nxt, 255)
               + src + a6("ff02::1") + data, ms)


def ext(nxt, data=bytes(6)):
    data = data + bytes(-(2 + len(data)) % 8)
    return bytes([nxt, (2 + len(data)) // 8 - 1]) + data


def frag(nxt, offset, more=0):
    return struct.pack("!BBHI", nxt, 0, offset << 3 | more, 1)


def nd(kind, target=None, opts=b""):
    head = {133: bytes(4), 134: struct.pack("!BBHII", 64, 0, 1800, 0, 0)}.get(kind, bytes(4) + a6(target or OWN6))
    return struct.pack("!BBH", kind, 0, 0) + head + opts


def opt(kind, addr, count=1):
    return bytes([kind, count]) + addr + bytes(count * 8 - 8)


def all_frames():
    sources4 = (OWN4, OWN4B, OTHER4, "0.0.0.0", "255.255.255.255", "127.0.0.1", "224.0.0.1")
    both = (STRICT, MAC)
    for src in sources4:
        for proto in (6, 17, 1, 2, 47, 50, 103, 132, 255):
            add("ipv4 %s proto %d" % (src, proto), f_ip4(src, proto, f_udp(5, 6)), both)
        for off in (1, 2, 0x1FFF, 0x2000, 0x2001, 0x4000, 0x8000):
            add("ipv4 %s frag %x" % (src, off), f_ip4(src, 17, f_udp(67, 68), off), both)
    for sport, dport in ((67, 9), (9, 68), (67, 68), (68, 67), (67, 67), (68, 68), (546, 547), (9, 9)):
        for src in (OWN4, "0.0.0.0", OTHER4):
            add("dhcp %s %d>%d" % (src, sport, dport), f_ip4(src, 17, f_udp(sport, dport)), (STRICT, STRICT | DHCP, MAC))
        for n in (4, 8, 40):
            add("dhcp behind %d bytes of options" % n, f_ip4(OWN4, 17, f_udp(sport, dport), opt=b"\x01" * n))
        for length in (20, 21, 24, 27, 28, 31, 32, 33, 60, 0, 0xFFFF):
            add("dhcp in %d bytes" % length, f_ip4(OWN4, 17, f_udp(sport, dport), length=length))
    for ihl in range(0, 16):
        add("ihl %d" % ihl, f_ip4(OWN4, 17, f_udp(67, 68) * 4, ihl=ihl))
    for version in (0, 5, 6, 15):
        add("ipv4 version %d" % version, f_ip4(OWN4, 6, f_udp(1, 2), version=version))
        add("ipv6 version %d" % version, f_ip6(OWN6, 6, f_udp(1, 2), version=version if version != 6 else 4))
    for kind in (0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x22, 0x30, 0x31, 0x32):
        for src in (OWN4, "0.0.0.0", OTHER4):
            add("igmp %x of %s" % (kind, src), f_ip4(src, 2, bytes([kind]) + bytes(7), opt=b"\x94\x04\0\0"), (STRICT, STRICT | QUERY))
    for kind in (0, 3, 5, 8, 9, 10, 11):
        add("icmp %d" % kind, f_ip4(OWN4, 1, bytes([kind]) + bytes(27)), (STRICT, STRICT | RA))
        add("icmp %d, first fragment" % kind, f_ip4(OWN4, 1, bytes([kind]) + bytes(7), 0x2000), (STRICT, STRICT | RA))
    for op in (0, 1, 2, 3, 8, 9, 0x100):
        for sha in (mac, other, bytes(6), b"\xff" * 6):
            for spa, tpa in ((OWN4, OTHER4), (OWN4, OWN4), (OWN4B, OTHER4), (OTHER4, OWN4), (OTHER4, OTHER4), ("0.0.0.0", OWN4), ("0.0.0.0", OTHER4), ("0.0.0.0", "0.0.0.0")):
                add("arp %d %s %s" % (op, spa, tpa), f_arp(op, sha, spa, tpa), both)
    for head in ((2, 0x800, 6, 4), (1, 0x801, 6, 4), (1, 0x800, 7, 4), (1, 0x800, 6, 3), (1, 0x800, 6, 16)):
        add("arp of another kind", f_arp(1, mac, OWN4, OTHER4, head=head), both)
    good = f_arp(2, mac, OWN4, OTHER4)
    for n in range(14, len(good)):
        add("arp of %d bytes" % n, good[:n])
    add("arp with a tail", good + bytes(18))
    sources6 = (OWN6, OTHER6, local, "fe80::1", "::", "::1", "::ffff:" + OWN4, "::ffff:" + OTHER4, "ff02::1", "fd00::")
    for src in sources6:
        for nxt in (6, 17, 41, 47, 50, 59, 103, 132, 135, 139):
            add("ipv6 next %d" % nxt, f_ip6(src, nxt, f_udp(5, 6)), both)
        for kind in (1, 2, 3, 4, 128, 129, 130, 131, 132, 138, 139, 140, 141, 142, 143, 148, 151, 152, 153, 255):
            add("icmpv6 %d" % kind, f_ip6(src, 58, bytes([kind]) + bytes(23)), (STRICT, MAC, STRICT | QUERY))
            add("icmpv6 %d behind hop-by-hop" % kind, f_ip6(src, 0, ext(58, b"\x05\x02\0\0") + bytes([kind]) + bytes(23)))
        for kind in (133, 134, 135, 136, 137):
            for target in (OWN6, OTHER6, "fe80::1"):
                for o in (b"", opt(1, mac), opt(2, mac), opt(1, other), opt(2, other)):
                    add("nd %d" % kind, f_ip6(src, 58, nd(kind, target, o)), (STRICT, STRICT | RA, MAC))
    for kind in (133, 134, 135, 136, 137):
        for at in range(0, 19):
            o = b"".join(opt(2, other if i == at else mac) for i in range(18))
            add("nd %d, a lie in option %d" % (kind, at), f_ip6(local, 58, nd(kind, OWN6, o)), (STRICT | RA,))
        for n in range(0, 19):
            add("nd %d, %d options" % (kind, n), f_ip6(local, 58, nd(kind, OWN6, opt(14, bytes(6)) * n)), (STRICT | RA,))
        for o in (b"\x01", b"\x01\x01", opt(1, mac)[:7], b"\x01\0" + mac, bytes([1, 2]) + mac, opt(1, mac, 2), opt(14, bytes(6), 2) + opt(1, other), opt(5, bytes(6), 3) + opt(2, mac) + b"\0"):
            add("nd %d, an odd option" % kind, f_ip6(local, 58, nd(kind, OWN6, o)), (STRICT | RA,))
        full = nd(kind, OWN6, opt(1, mac))
        for n in range(0, len(full)):
            add("nd %d of %d bytes" % (kind, n), f_ip6(local, 58, full[:n]), (STRICT | RA,))
            add("nd %d, whose header says %d" % (kind, n), f_ip6(local, 58, full, length=n), (STRICT | RA,))
        add("nd %d longer than the frame" % kind, f_ip6(local, 58, full, length=500), (STRICT | RA,))
        add("nd %d with a lie behind its end" % kind, f_ip6(local, 58, full + opt(2, other), length=len(full)), (STRICT | RA,))
    inner = {"ra": (58, nd(134)), "na": (58, nd(136, OTHER6, opt(2, mac))), "ok": (58, nd(136, OWN6, opt(2, mac))),
             "dhcp": (17, f_udp(547, 546)), "udp": (17, f_udp(5, 6)), "tcp": (6, f_udp(5, 6) * 2), "mld": (58, bytes([130]) + bytes(23))}
    for name, (nxt, data) in inner.items():
        for kind in (0, 43, 51, 60):
            for n in range(1, 9):
                chain = b"".join(ext(kind if i < n - 1 else nxt, bytes(6 if kind != 51 else 10)) for i in range(n))
                if kind == 51:
                    chain = b"".join(bytes([51 if i < n - 1 else nxt, 2]) + bytes(14) for i in range(n))
                add("%s behind %d of %d" % (name, n, kind), f_ip6(local, kind, chain + data), (STRICT, STRICT | RA))
        for offset, more in ((0, 0), (0, 1), (1, 0), (1, 1), (0x1FFF, 0)):
            add("%s in a fragment" % name, f_ip6(local, 44, frag(nxt, offset, more) + data), (STRICT, MAC, STRICT | RA))
            add("%s in a fragment of nobody" % name, f_ip6("::", 44, frag(nxt, offset, more) + data))
            add("%s behind options in a fragment" % name, f_ip6(local, 44, frag(60, offset, more) + ext(nxt) + data))
            add("%s behind options before a fragment" % name, f_ip6(local, 60, ext(44) + frag(nxt, offset, more) + data))
            add("%s in a fragment of a fragment" % name, f_ip6(local, 44, frag(44, 0, more) + frag(nxt, offset, more) + data))
        for cut in (8, 12, 16, 17, 20, 24):
            add("%s cut at %d" % (name, cut), f_ip6(local, 44, (frag(60, 0, 1) + ext(nxt) + data)[:cut]))
            add("%s cut by its length at %d" % (name, cut), f_ip6(local, 44, frag(60, 0, 1) + ext(nxt) + data, length=cut))
        add("%s without a length" % name, f_ip6(local, nxt, data, length=0))
        add("%s behind hop-by-hop without a length" % name, f_ip6(local, 0, ext(nxt, b"\xc2\x04\0\x01\0\0") + data, length=0))
        add("%s behind a header that is longer" % name, f_ip6(local, 60, bytes([nxt, 200]) + bytes(6) + data))
        add("%s behind a header that is longer than told" % name, f_ip6(local, 60, bytes([nxt, 200]) + bytes(6) + data, length=60000))
    good4, good6 = f_ip4(OWN4, 6, f_udp(1, 2)), f_ip6(local, 6, f_udp(1, 2))
    for n in range(14, 46):
        add("ipv4 of %d bytes" % n, good4[:n])
    for n in range(14, len(good6)):
        add("ipv6 of %d bytes" % n, good6[:n])
    for src in (other, bytes(6), b"\xff" * 6, gate):
        add("of another MAC", f_ip4(OWN4, 6, f_udp(1, 2), ms=src), both)
        add("of another MAC", f_arp(1, src, OWN4, OTHER4, src), both)
        add("of another MAC", f_ip6(local, 58, nd(136), ms=src), both)
    for kind in (0, 0x26, 0x5DC, 0x806, 0x8035, 0x88CC, 0x8808, 0x8847, 0x8863, 0x8864, 0x88B5, 0x9100, 0x9200, 0xFFFF):
        add("ethertype %x" % kind, eth(kind, bytes(46)), (STRICT, STRICT | L2, STRICT | VLAN))
    tagged = (STRICT, STRICT | VLAN, STRICT | VLAN | L2, STRICT | L2)
    for f in (good4, good6, f_ip4(OTHER4, 6, f_udp(1, 2)), good, f_arp(2, mac, OTHER4, OWN4), f_ip6(local, 58, nd(134)), eth(0x88CC, bytes(46))):
        for tags in (b"\x81\0\0\x05", b"\x88\xa8\0\x05", b"\x81\0\0\0", b"\x88\xa8\0\x05\x81\0\0\x06", b"\x81\0\0\x01" * 3, b"\x81\0\0\0" * 4, b"\x91\0\0\x05"):
            add("a tag in it", f[:12] + tags + f[12:], tagged)
        add("a tag beside it", f, tagged, (5, 0x2007))
        add("only a tag", f[:12] + b"\x81\0\0", tagged)


def mutate(rng):
    name, frame, flags, tci = rng.choice(cases)
    frame = bytearray(frame)
    for _ in range(rng.randint(1, 4)):
        what = rng.random()
        at = rng.randrange(12, len(frame)) if len(frame) > 12 else 0
        if what < 0.5:
            frame[at] = rng.choice((0, 1, 2, 4, 6, 17, 44, 58, 60, 67, 68, 128, 134, 136, 255, rng.randrange(256)))
        elif what < 0.7:
            frame[at:at] = rng.choice((ext(58), ext(44), frag(58, 0, 1), opt(2, other), opt(1, mac), bytes(8), b"\x81\0\0\x05"))
        elif what < 0.85 and len(frame) > 15:
            del frame[max(14, at):]
        else:
            del frame[at:at + rng.choice((1, 2, 4, 8))]
    if len(frame) < 14:
        frame += bytes(14 - len(frame))
    return "random of " + name, bytes(frame[:1500]), (MAC | rng.choice((IP, IP, 0)) | rng.choice((0, 0, ALLOWS, rng.randrange(128) & ALLOWS))), tci


def main():
    all_frames()
    chosen = cases
    if len(sys.argv) > 2:
        rng = random.Random(int(sys.argv[3]))
        chosen = (mutate(rng) for _ in range(int(sys.argv[2])))
    out = sys.stdout
    for name, frame, flags, tci in chosen:
        out.write("%d %d %s %s %s\n" % (flags, tci, judge(frame, flags, tci) or "pass", frame.hex(), name))


main()
