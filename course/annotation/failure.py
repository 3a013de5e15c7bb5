"""A save that failed, in words that say what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from course.errors import CourseError
from course.language import Text

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}

_START = Text(es="No se ha podido guardar en «{name}»: ", en="Could not save to '{name}': ")
_END = Text(
    es=" Lo que has puesto no se pierde mientras no cierres ni reinicies: se guardará con el próximo intento.",
    en=" What you chose is not lost while you neither close nor restart: it will be saved with the next try.",
)
FULL = Text(
    es="no queda sitio en el disco o en tu cuota. Borra archivos que no necesites.",
    en="the disk or your quota is full. Delete files that you do not need.",
)
READ_ONLY_FILE = Text(
    es="el archivo es de solo lectura, o lo tiene abierto otro programa. Cierra la hoja de cálculo y quítale "
    "la protección.",
    en="the file is read-only, or another program has it open. Close the spreadsheet and lift the protection.",
)
READ_ONLY_FOLDER = Text(
    es="en la carpeta no se puede escribir. Lleva el cuaderno y el archivo a una carpeta tuya.",
    en="nothing can be written in the folder. Move the notebook and the file to a folder of yours.",
)
NO_FOLDER = Text(
    es="esa carpeta no existe. Créala, o vuelve a ponerla donde estaba.",
    en="that folder does not exist. Make it, or put it back where it was.",
)
NO_FILE = Text(
    es="ese nombre es el de una carpeta o el de otra cosa que no es un archivo. Cambia `save_to`.",
    en="that is the name of a folder or of something else that is no file. Change `save_to`.",
)
LOCKED = Text(
    es="otro programa lo está escribiendo desde hace demasiado tiempo. Cierra los otros cuadernos que lo usen.",
    en="another program has been writing it for too long. Close the other notebooks that use it.",
)
UNREADABLE = Text(
    es="no se deja leer y no se va a sobrescribir a ciegas. Revisa sus permisos.",
    en="it cannot be read and will not be overwritten blindly. Check its permissions.",
)
OTHER = Text(es="el sistema dice «{why}».", en="the system says '{why}'.")


class SaveError(CourseError, OSError):
    """Labels that are in memory and not in the file; they go with the next save.

    Attributes
    ----------
    index : int or None
        Which tweet of the session the failed change was of.
    """

    index: int | None = None


def refusal(path: Path, why: Text, cause: OSError | None = None) -> SaveError:
    """Return the error of a save that failed for a reason known in words."""
    error = SaveError(_START.format(name=path.name) + why + _END)
    error.errno = cause.errno if cause else None
    return error


def explained(path: Path, cause: OSError) -> SaveError:
    """Return the error of a save that the system refused.

    Examples
    --------
    >>> print(explained(Path("annotations.csv"), OSError(errno.ENOSPC, "No space left on device")))
    Could not save to 'annotations.csv': the disk or your quota is full. Delete files that you do not need. ...
    """
    if isinstance(cause, SaveError):
        return cause
    if cause.errno in _FULL:
        why = FULL
    elif cause.errno in _READ_ONLY:
        why = READ_ONLY_FILE if path.exists() else READ_ONLY_FOLDER
    elif cause.errno in _GONE:
        why = NO_FOLDER
    else:
        why = OTHER.format(why=str(cause.strerror or cause)[:200])
    return refusal(path, why, cause)
