"""Student processes forked from a warm interpreter: one fresh process for each notebook, ready in milliseconds.

    with ForkServer.shared().child(level=level, limits=limits, language="es", files={}) as child:
        child.execute("1 + 1", on_message=print, timeout=30)
        child.call(request("double", (2,)), timeout=5)

A child runs the kernel of ipykernel itself, over a pipe instead of sockets; see docs/grading-fidelity.md.
"""

from grader.forkserver.child_process import Child, ChildLost, Reply
from grader.forkserver.client import ForkServer

__all__ = ["Child", "ChildLost", "ForkServer", "Reply"]
