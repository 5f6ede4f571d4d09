"""Lists what a package brings along, as CycloneDX: names, versions, licences, who needs whom."""

from datetime import datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import LicenseRepository
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROGRAM = "ra-desk"
#: What the package installs of the program itself.
EXTRAS = ("", "central")


def bill_of_materials(site: Path, *, version: str, at: datetime) -> str:
    """Return the list of the distributions in a site-packages as JSON, the same for the same."""
    found = {canonicalize_name(one.name): one for one in distributions(path=[str(site)])}
    components = {name: _component(name, one) for name, one in found.items()}
    bom = Bom(
        components=(one for name, one in components.items() if name != PROGRAM),
        dependencies=(
            Dependency(
                ref=components[name].bom_ref,
                dependencies=(Dependency(ref=components[n].bom_ref) for n in _needs(one, found)),
            )
            for name, one in found.items()
        ),
        serial_number=uuid5(NAMESPACE_URL, f"{PROGRAM}@{version}"),
        metadata=BomMetaData(component=components[PROGRAM], timestamp=at),
    )
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _component(name: str, one: Distribution) -> Component:
    purl = PackageURL(type="pypi", name=name, version=one.version)
    return Component(
        name=name,
        version=one.version,
        type=ComponentType.APPLICATION if name == PROGRAM else ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        licenses=_licences(one),
    )


def _licences(one: Distribution) -> LicenseRepository:
    """Return the licences as the distribution itself names them, if it does."""
    make = LicenseFactory()
    if expression := one.metadata.get("License-Expression"):
        return LicenseRepository([make.make_from_string(expression)])
    named = [
        text.rpartition(" :: ")[2]
        for text in one.metadata.get_all("Classifier") or ()
        if text.startswith("License :: ")
    ]
    short = one.metadata.get("License") or ""
    if not named and short and "\n" not in short:
        named = [short]
    return LicenseRepository(make.make_with_name(text) for text in dict.fromkeys(named))


def _needs(one: Distribution, found: dict[str, Distribution]) -> list[str]:
    extras = EXTRAS if canonicalize_name(one.name) == PROGRAM else ("",)
    wanted = set()
    for text in one.requires or ():
        needed = Requirement(text)
        applies = needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras)
        if applies and canonicalize_name(needed.name) in found:
            wanted.add(canonicalize_name(needed.name))
    return sorted(wanted)
