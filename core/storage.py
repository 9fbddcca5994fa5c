"""Files on the disk: each is stored whole or not at all."""

import errno
import os

from django.core.files.storage import FileSystemStorage

# The disk is full, or what this user may use of it.
_FULL = {errno.ENOSPC, errno.EDQUOT}


class WholeFileStorage(FileSystemStorage):
    """The folder of uploads, in which nothing stays of a file that could not be written whole."""

    def get_available_name(self, name, max_length=None):
        # Each name is drawn by lot: two writers who found the same one free would not know whose
        # file they take away.
        return super().get_available_name(
            self.get_alternative_name(*os.path.splitext(name)), max_length
        )

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except BaseException:
            self.delete(name)
            raise


def has_no_room(error):
    """Say whether something could not be written since the disk is full."""
    return isinstance(error, OSError) and error.errno in _FULL
