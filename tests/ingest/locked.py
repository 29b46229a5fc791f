"""Files that LibreOffice encrypts with a password, as a person would who saves one."""

from __future__ import annotations

import subprocess
from pathlib import Path

LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<library:libraries xmlns:library="http://openoffice.org/2000/library">
<library:library library:name="Standard" library:link="false"/></library:libraries>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Lock"/></library:library>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Lock" script:language="StarBasic">
Sub Save(source, target, kind, word)
Dim opening(0) As New com.sun.star.beans.PropertyValue
opening(0).Name = &quot;Hidden&quot;
opening(0).Value = True
file = StarDesktop.loadComponentFromURL(source, &quot;_blank&quot;, 0, opening())
Dim saving(1) As New com.sun.star.beans.PropertyValue
saving(0).Name = &quot;FilterName&quot;
saving(0).Value = kind
saving(1).Name = &quot;Password&quot;
saving(1).Value = word
file.storeToURL(target, saving())
file.close(True)
StarDesktop.terminate()
End Sub
</script:module>"""
FILTERS = {".doc": "MS Word 97", ".xls": "MS Excel 97", ".odt": "writer8", ".ods": "calc8"}


def locked(source: Path, suffix: str, password: str) -> Path:
    """`source` saved beside itself with that suffix and password."""
    profile = source.parent / "profile"
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    target = source.with_name(f"locked{suffix}")
    call = f'macro:///Standard.Lock.Save("{source.as_uri()}","{target.as_uri()}","{FILTERS[suffix]}","{password}")'
    for _ in range(2):  # the first start of a fresh profile puts its own library in place of this one
        (library.parent / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
        (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
        (library / "Lock.xba").write_text(MODULE, encoding="utf-8")
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", call],
            capture_output=True,
            timeout=90,
            check=False,
        )
        if target.is_file():
            break
    return target
