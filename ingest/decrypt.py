"""Encrypted Office files, opened in memory with the password: OOXML, and the .doc and .xls before it."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version
from io import BytesIO
from typing import Any

from ingest.guards import RefusedError, corrupt
from schema.document import State

_MOST_ROUNDS = 1_000_000
"""Office writes 100,000; the format allows ten million, which would take a minute."""
_STANDARD = "VelvetSweatshop"
"""Excel encrypts with this a workbook whose structure alone is protected, and opens it without asking."""


def decrypted(data: bytes, password: str | None) -> bytes:
    """The file without its encryption; raises RefusedError when no or a wrong password was given."""
    if data.startswith(b"PK"):
        raise _locked(
            "文件已加密，这种 OpenDocument 加密不能在此打开。请在原软件中输入密码打开，取消密码并另存后再读。"
        )
    if password:
        opened = _opened(data, password) or _opened(data, _STANDARD)
        if opened is None:
            raise _locked("文件已加密，所给密码不正确。请核对密码后再读。", "wrong_password")
        return opened
    with suppress(RefusedError):  # whether it is damaged too is seen when the password is there
        opened = _opened(data, _STANDARD)
        if opened is not None:
            return opened
    raise _locked(
        "文件已加密，需要密码。请给出密码，或在 Word/Excel/WPS 中输入密码打开，取消密码并另存后再读。"
    )


def engine() -> str:
    """Name and version of what decrypts."""
    return f"msoffcrypto-tool {version('msoffcrypto-tool')}"


def _locked(message: str, code: str = "needs_password") -> RefusedError:
    return RefusedError(State.NEEDS_PASSWORD, code, message)


def _opened(data: bytes, password: str) -> bytes | None:
    """The decrypted bytes, None if the password is another one."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    out = BytesIO()
    try:
        file = OfficeFile(BytesIO(data))
        if _rounds(file) > _MOST_ROUNDS:
            raise corrupt(
                "文件的加密参数异常（计算轮数过大），未予解密。请核实文件来源。", "encryption_refused"
            )
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
        file.decrypt(out)
    except InvalidKeyError:
        return None
    except DecryptionError as error:
        message = f"文件的加密方式不能在此打开（{error}）。请在原软件中输入密码打开，取消密码并另存后再读。"
        raise _locked(message) from error
    except RefusedError:
        raise
    except Exception as error:  # a damaged container raises whatever its damage meets first
        raise corrupt(f"加密的文件已损坏，不能解密（{error}）。请重新取得原文件。") from error
    return out.getvalue()


def _rounds(file: Any) -> int:
    info = getattr(file, "info", None)
    return int(info.get("spinValue", 0)) if isinstance(info, dict) else 0
