"""Programs that come from the system's package manager, installed on demand when root asks."""

import os
import shutil
import subprocess


def chromium() -> str | None:
    """Where Chromium is; installs Debian's package when root runs the tests without one."""
    named = os.environ.get("DAMPAK_CHROMIUM")
    return named or _found("chromium", "chromium-browser", package="chromium")


def installed_by_root(package: str) -> bool:
    """Install a Debian package. False when this is not root or not Debian."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing {package} ...", flush=True)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    return (
        subprocess.run(["apt-get", "install", "-y", "-q", package], check=False, **quiet).returncode
        == 0
    )


def _found(*names: str, package: str) -> str | None:
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None and installed_by_root(package):
        path = next(filter(None, map(shutil.which, names)), None)
    return path
