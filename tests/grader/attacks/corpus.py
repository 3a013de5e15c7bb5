"""Every attack, in one list; those on labels apart, since they are handed in for another unit."""

from .bombs import bombs, crashes
from .cells import cells
from .disk import disk
from .folder import files, folder, names
from .labels import labels
from .later import later
from .memory import memory
from .metadata import metadata
from .network import network
from .outputs import outputs
from .patches import course, libraries
from .shell import shell
from .values import guesses, values
from .walls import walls
from .wire import wire

_FAMILIES = (
    *(metadata, cells, outputs, shell, course, libraries, memory, later, wire, values, guesses, disk),
    *(network, walls, bombs, crashes, folder, files, names),
)
ATTACKS = [attack for family in _FAMILIES for attack in family.attacks]
LABELS = labels.attacks
