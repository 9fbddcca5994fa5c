class Refused(Exception):
    """The file is not taken; `code` says why, `values` what the message about it names.

    Besides the codes of the readers there are «broken», for whatever a reader stumbles over, and
    «heavy», for what takes more time or memory than a file may.
    """

    def __init__(self, code, **values):
        self.code = code
        self.values = values
        super().__init__(code)
