"""The publisher's metadata that a person names, or that lie beside the file. Not a command."""

from __future__ import annotations

from pathlib import Path

from pipelines.collect.mapping.metadata import PublishedMetadata, find_metadata
from pipelines.commands._files import read_file
from pipelines.contract.loading import Contract


def metadata_of(file: Path, named: Path | None, profile: str, contract: Contract) -> PublishedMetadata | None:
    """The metadata that were named; else those beside `file` by the profile's names; None without any.

    Raises TiporError where they cannot be read, or there is no such profile.
    """
    path = named or (find_metadata(file, contract.profile(profile)) if profile else None)
    return PublishedMetadata(path.name, read_file(path)) if path else None
