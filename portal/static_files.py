from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under names that change with their content, once `collectstatic` has run.

    Until then they have their own names, so that a portal answers after `migrate` alone.
    """

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name
