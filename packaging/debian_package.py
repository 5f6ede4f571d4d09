"""Makes a Debian package of a wheel, and beside it the list of what is in it.

The package brings an environment of its own, as `pip install` of the wheel with the pinned
versions would make it; nothing is fetched when it is installed. From Debian it wants Python and
the libraries that Qt loads.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINUX = ROOT / "packaging" / "linux"
PINS = ROOT / "packaging" / "requirements.lock"
HOME = Path("usr/lib/ra-desk")
MAINTAINER = "RA Desk maintainers <ra-desk@maintainers.example>"
#: Where a stock Debian has Python; the package is for its version and no other.
PYTHON = "/usr/bin/python3"
#: Seconds since 1970 in all that is packed, if SOURCE_DATE_EPOCH says nothing: as in the wheel.
EPOCH = 1_580_601_600

#: Of the environment: Type 1 fonts of unclear licence that nothing here draws with, others' pages.
LEFT_OUT = ("reportlab/fonts/*.pfb", "aiosmtpd/docs")
#: Of Qt's wheels, by names within PySide6: QML, tools and headers, which no window here loads.
NOT_NEEDED = (
    *("*.pyi", "assistant", "designer", "doc", "glue", "include", "linguist", "lrelease"),
    *("lupdate", "qmlformat", "qmllint", "qmlls", "scripts", "svgtoqml", "support/generate*"),
    *("typesystems", "libpyside6qml.*", "QtDesigner.*", "QtHelp.*", "QtLabs*", "QtQml*"),
    *("QtQuick*", "QtUiTools.*", "Qt/libexec", "Qt/metatypes", "Qt/qml", "Qt/lib/libQt6Designer*"),
    *("Qt/lib/libQt6Help*", "Qt/lib/libQt6Labs*", "Qt/lib/libQt6Lottie*", "Qt/lib/libQt6PdfQuick*"),
    *("Qt/lib/libQt6Qml*", "Qt/lib/libQt6Quick*", "Qt/lib/libQt6UiTools*"),
    *(
        "Qt/lib/libQt6Wayland*Compositor*",
        "Qt/lib/libQt6EglFs*",
        "Qt/plugins/designer",
        "Qt/plugins/egldeviceintegrations",
        "Qt/plugins/qmltooling",
    ),
    *("Qt/plugins/vectorimageformats", "Qt/plugins/wayland-graphics-integration-server"),
    *("Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", "Qt/plugins/sqldrivers"),
    *("QtSql.*", "Qt/lib/libQt6Sql*"),
)


def build(out: Path, *, wheel: Path | None = None) -> tuple[Path, Path]:
    """Make package and bill of materials in a folder, of a wheel or of this tree; return both."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        root = scratch / "root"
        wheel = wheel or _wheel(scratch)
        _, version, *_ = wheel.name.split("-")
        site = _environment(root, wheel)
        _files(root, version)
        _compile(root, site)
        name = f"ra-desk_{_debian(version)}_{_said('dpkg', '--print-architecture')}"
        _control(root, version)
        _settle(root)
        package = out / f"{name}.deb"
        # zstd: every Debian from 12 on reads it, and it takes a fraction of xz's time.
        _run("dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(root), str(package))
        bill = out / f"{name}.cdx.json"
        bill.write_text(_bill_of(site, version), encoding="utf-8")
    return package, bill


def _bill_of(site: Path, version: str) -> str:
    from bill_of_materials import bill_of_materials

    return bill_of_materials(site, version=version, at=datetime.fromtimestamp(_epoch(), UTC))


def _wheel(into: Path) -> Path:
    _run("uv", "build", "--quiet", "--wheel", "--out-dir", str(into), str(ROOT))
    return next(into.glob("*.whl"))


def _environment(root: Path, wheel: Path) -> Path:
    """Make the environment; return its site-packages."""
    home = root / HOME
    _run("uv", "venv", "--quiet", "--no-project", "--python", PYTHON, str(home))
    install = ["uv", "pip", "install", "--quiet", "--link-mode", "copy", "--python", str(home)]
    _run(*install, "--require-hashes", "-r", str(PINS))
    _run(*install, "--no-deps", str(wheel))
    (site,) = home.glob("lib/python3.*/site-packages")
    for each in (home / "bin").iterdir():
        if not each.name.startswith("python"):
            each.unlink()
    # Where the wheel lay, and what only an installer wants to know.
    for name in ("direct_url.json", "uv_cache.json", "REQUESTED", "INSTALLER"):
        for each in site.glob(f"*.dist-info/{name}"):
            each.unlink()
    for each in (home / ".gitignore", home / ".lock", home / "CACHEDIR.TAG"):
        each.unlink(missing_ok=True)
    for name in ("include", "share"):
        shutil.rmtree(home / name, ignore_errors=True)
    for folder, patterns in ((site, LEFT_OUT), (site / "PySide6", NOT_NEEDED)):
        for each in {one for pattern in patterns for one in folder.glob(pattern)}:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    return site


def _files(root: Path, version: str) -> None:
    """Lay down what stands outside the environment."""
    starter = '#!/bin/sh\nexec /usr/lib/ra-desk/bin/python3 -I -m ra_desk "$@"\n'
    _write(root / "usr/bin/ra-desk", starter, mode=0o755)
    _copy("ra-desk.desktop", root / "usr/share/applications/ra-desk.desktop")
    _copy("ra-desk.svg", root / "usr/share/icons/hicolor/scalable/apps/ra-desk.svg")
    _copy("policy.toml", root / "etc/ra-desk/policy.toml")
    _pack(root / "usr/share/man/man1/ra-desk.1.gz", (LINUX / "ra-desk.1").read_text("utf-8"))
    documents = root / "usr/share/doc/ra-desk"
    _write(documents / "copyright", _copyright())
    when = format_datetime(datetime.fromtimestamp(_epoch(), UTC))
    news = f"ra-desk ({_debian(version)}) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n"
    _pack(documents / "changelog.gz", news + f" -- {MAINTAINER}  {when}\n")
    _pack(documents / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    _copy("lintian-overrides", root / "usr/share/lintian/overrides/ra-desk")


def _compile(root: Path, site: Path) -> None:
    """Compile what will lie where nobody may write; its names are those it will have there."""
    command = [PYTHON, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    _run(*command, "-s", str(root), "-p", "/", str(site))


def _control(root: Path, version: str) -> None:
    from ra_desk.machine.libraries import PACKAGES

    minor = int(_said(PYTHON, "-c", "import sys; print(sys.version_info.minor)"))
    wanted = [f"python3 (>= 3.{minor})", f"python3 (<< 3.{minor + 1})", "libc6"]
    wanted += sorted(set(PACKAGES.values()))
    size = sum(each.lstat().st_size for each in root.rglob("*") if not each.is_dir())
    control = f"""\
        Package: ra-desk
        Version: {_debian(version)}
        Architecture: {_said("dpkg", "--print-architecture")}
        Maintainer: {MAINTAINER}
        Installed-Size: {size // 1024}
        Depends: {", ".join(wanted)}
        Recommends: cups-client, gnome-keyring | org.freedesktop.secrets
        Section: misc
        Priority: optional
        Description: desk of an smsPASS registration office
         Clerks find a citizen's request, check the identity document, and have the
         activation code sent. Every act is a signed entry of a journal that goes on
         without a line. The central server that desks talk to is in it too.
        """
    _write(root / "DEBIAN/control", textwrap.dedent(control))
    _write(root / "DEBIAN/conffiles", "/etc/ra-desk/policy.toml\n")
    _write(root / "DEBIAN/postinst", (LINUX / "postinst").read_text("utf-8"), mode=0o755)
    sums = [
        f"{hashlib.md5(each.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{each.relative_to(root)}\n"
        for each in sorted(root.rglob("*"))
        if each.is_file() and not each.is_symlink() and each.relative_to(root).parts[0] != "DEBIAN"
    ]
    _write(root / "DEBIAN/md5sums", "".join(sums))


def _settle(root: Path) -> None:
    """Give every file the mode and the time that it has in every package made of this tree."""
    epoch = _epoch()
    for each in sorted(root.rglob("*"), reverse=True):
        if not each.is_symlink():
            # In the environment nothing is a program but its links to Python.
            runs = HOME not in each.relative_to(root).parents and each.stat().st_mode & 0o100
            each.chmod(0o755 if each.is_dir() or runs else 0o644)
        os.utime(each, (epoch, epoch), follow_symlinks=False)
    root.chmod(0o755)
    os.utime(root, (epoch, epoch))


def _copyright() -> str:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    text = "".join(
        f" {line}".rstrip() + "\n" if line.strip() else " .\n" for line in licence.splitlines()
    )
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: RA Desk\n"
        "Comment: /usr/lib/ra-desk holds libraries of others; the licence of each lies in its\n"
        " .dist-info folder, and the CycloneDX file beside this package lists them.\n\n"
        "Files: *\nCopyright: The authors of RA Desk\nLicense: EUPL-1.2\n" + text
    )


def _copy(name: str, to: Path) -> None:
    _write(to, (LINUX / name).read_text("utf-8"))


def _write(path: Path, text: str, *, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _pack(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _debian(version: str) -> str:
    """Return a Python version as Debian orders it: what comes before a release has a tilde."""
    return re.sub(r"\.?(a|b|rc|dev)(\d+)", r"~\1\2", version)


def _epoch() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH))


def _run(*command: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["SOURCE_DATE_EPOCH"] = str(_epoch())
    environment["VIRTUAL_ENV"] = ""
    subprocess.run(command, check=True, env=environment, stdout=sys.stderr)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
