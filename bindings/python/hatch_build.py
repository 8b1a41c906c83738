"""Puts the shared library into the wheel: built with cargo, or the one that TLSVERIFY_LIBRARY names."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAMES = {"darwin": "libtlsverify.dylib", "win32": "tlsverify.dll"}
LIBRARY_NAME = NAMES.get(sys.platform, "libtlsverify.so")


class LibraryBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """One wheel for a platform serves every Python 3 on it, since the library does not know Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        library = given_library() or built_library(Path(self.root).resolve().parents[1])
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag()}"
        if version == "editable":
            # The package is imported from the source folder, so that is where it looks for the library.
            shutil.copyfile(library, Path(self.root, "tlsverify", LIBRARY_NAME))
        else:
            build_data["force_include"][str(library)] = f"tlsverify/{LIBRARY_NAME}"


def given_library() -> "Path | None":
    given = os.environ.get("TLSVERIFY_LIBRARY")
    if not given:
        return None
    library = Path(given).resolve()
    if not library.is_file():
        raise SystemExit(f"TLSVERIFY_LIBRARY names {library}, which is not a file.")
    return library


def built_library(project: Path) -> Path:
    if not (project / "Cargo.toml").is_file():
        raise SystemExit(
            "The sources of libtlsverify are not here: build from a checkout of the whole project, "
            "or set TLSVERIFY_LIBRARY to a libtlsverify that is already built."
        )
    cargo = shutil.which(os.environ.get("CARGO", "cargo"))
    if cargo is None:
        raise SystemExit(
            "cargo was not found. Install Rust 1.88 or later from https://rustup.rs, "
            "or set TLSVERIFY_LIBRARY to a libtlsverify that is already built."
        )
    subprocess.run([cargo, "build", "--release", "--lib", "--locked"], cwd=project, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", project / "target"))
    return (project / target / "release" / LIBRARY_NAME).resolve()


def platform_tag() -> str:
    if sys.platform == "darwin":
        # The interpreter's own name may promise two processors; cargo has built for one.
        from packaging.tags import mac_platforms

        return next(mac_platforms())
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
