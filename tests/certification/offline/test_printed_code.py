"""What the printed code carries: the facts in short, signed, read back from the drawn page."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from certification import codes
from certification.models import SigningKey
from certification.offline import cbor, cose, printed
from certification.offline.printed import Claim
from certification.pdf.symbol import squares
from certification.signers.files import FileSigner, new_private_key


def tool(name: str) -> str:
    """Readers of others, as everywhere in these tests: missing is a failure, not a skip."""
    found = shutil.which(name)
    assert found, f"{name} is missing: install poppler-utils and zbar-tools"
    return found


def read_back(pdf: bytes, tmp_path: Path, resolution: int = 150) -> str:
    """What zbar reads from the page as poppler draws it."""
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    subprocess.run(
        [tool("pdftoppm"), "-r", str(resolution), "-png", str(path), str(tmp_path / "page")],
        check=True,
    )
    return subprocess.run(
        [tool("zbarimg"), "--raw", "-q", str(tmp_path / "page-1.png")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def jwt_key() -> ec.EllipticCurvePublicKey:
    key = SigningKey.objects.get(use="jwt", state="active").public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def test_the_printed_code_holds_the_facts_and_our_signature(issued: Any, tmp_path: Path) -> None:
    address, _, signed = read_back(issued.pdf, tmp_path).partition("#")
    assert address == f"http://testserver/verify/{issued.credential.code}/"
    message = printed.read_fragment(signed)
    assert cose.holds(message, jwt_key())
    assert message.key_id == issued.credential.jwt_key.key_id
    said = cbor.decode(message.payload)
    entry = issued.credential.status_entry
    facts = issued.credential.facts()
    assert codes.encode(int.from_bytes(said[Claim.CODE])) == issued.credential.code
    assert said[Claim.NAME] == facts.holder_name
    assert said[Claim.TITLE] == facts.course_title
    assert said[Claim.ISSUED] == printed.day_number(facts.issued_on)
    assert (said[Claim.LIST], said[Claim.INDEX]) == (entry.list.number, entry.index)
    assert said[Claim.HOST] == "testserver"
    assert said[Claim.CREDIT] == "1.5 hours CPD"
    assert set(said) <= set(Claim)


@pytest.mark.parametrize(
    "name",
    [
        "Amélie Þórsdóttir-Nguyễn",
        "فاطمة الزهراء بنت محمد",
        "श्रीमती लक्ष्मी विश्वनाथन",
        "欧" * 120,
        "W" * 150,
    ],
)
def test_every_length_and_script_reads_back_at_150_dots(
    named: Callable[[str], Any], name: str, tmp_path: Path
) -> None:
    issued = named(name)
    said = cbor.decode(
        printed.read_fragment(read_back(issued.pdf, tmp_path).partition("#")[2]).payload
    )
    whole = issued.credential.holder_name
    if len(whole.encode()) <= printed.LONGEST_NAME:
        assert said[Claim.NAME] == whole
        assert Claim.NAME_HASH not in said
    else:
        assert whole.startswith(said[Claim.NAME].removesuffix(printed.MARK))
        assert len(said[Claim.NAME_HASH]) == 16


def test_the_longest_of_everything_stays_within_a_readable_size(issued: Any) -> None:
    facts = replace(
        issued.credential.facts(),
        holder_name="ज" * 300,
        course_title="ज" * 300,
        issuer_url="https://training.of-a-rather-long-agency-name.example.org",
        valid_until=issued.credential.facts().issued_on,
        valid_from=issued.credential.facts().issued_on,
    )
    signer = FileSigner("jwt-0123456789", new_private_key("ES256"))
    signed = printed.fragment(facts, printed.Place(999, 131_071), signer)
    address = f"{facts.issuer_url}/verify/{facts.code}/#{signed}"
    assert len(squares(address)) <= 89


def test_one_changed_letter_is_seen(issued: Any, tmp_path: Path) -> None:
    signed = read_back(issued.pdf, tmp_path).partition("#")[2]
    key = jwt_key()
    assert cose.holds(printed.read_fragment(signed), key)
    for place in range(0, len(signed), 7):
        other = "B" if signed[place] == "A" else "A"
        changed = signed[:place] + other + signed[place + 1 :]
        try:
            assert not cose.holds(printed.read_fragment(changed), key), place
        except ValueError:
            continue


def test_another_key_s_signature_is_seen(issued: Any, tmp_path: Path) -> None:
    facts = issued.credential.facts()
    signer = FileSigner("jwt-0123456789", new_private_key("ES256"))
    forged = printed.fragment(facts, printed.Place(1, 5), signer)
    assert not cose.holds(printed.read_fragment(forged), jwt_key())


# Other tests may have the machine to themselves; these take what is left.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

simple = st.recursive(
    st.none() | st.integers(-(2**63), 2**63) | st.binary(max_size=300) | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.integers(-5, 300), inner, max_size=4)
    ),
    max_leaves=8,
)


@unhurried
@given(simple)
def test_what_is_written_is_read(value: Any) -> None:
    try:
        assert cbor.decode(cbor.encode(value)) == value
    except ValueError:
        assert depth(value) > cbor.DEEPEST


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((depth(each) for each in inner), default=-1) if inner else 0


@unhurried
@given(st.binary(max_size=60))
def test_bytes_have_one_meaning_and_a_meaning_one_row_of_bytes(data: bytes) -> None:
    try:
        value = cbor.decode(data)
    except ValueError:
        return
    assert cbor.encode(value) == data


@pytest.mark.parametrize(
    "data",
    [
        "1801",
        "190001",
        "5f4101ff",
        "a201020101",
        "a1410102",
        "f5",
        "fb3ff0000000000000",
        "c101",
        "8201",
        "0101",
        "",
    ],
)
def test_other_forms_of_cbor_are_refused(data: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cbor.decode(bytes.fromhex(data))


@unhurried
@given(st.text(max_size=200), st.integers(8, 120))
def test_a_shortened_text_fits_and_says_that_it_was(text: str, longest: int) -> None:
    kept, whole = printed.shortened(text, longest)
    assert len(kept.encode()) <= longest
    if whole is None:
        assert kept == text
    else:
        assert kept.endswith(printed.MARK)


def test_a_letter_keeps_its_marks_when_a_name_is_cut() -> None:
    kept, _whole = printed.shortened("क्" * 40, 20)
    assert kept.removesuffix(printed.MARK) in "क्" * 40
    assert kept.removesuffix(printed.MARK).endswith("्")


def test_the_alphabet_is_that_of_rfc_4648_without_padding(issued: Any, tmp_path: Path) -> None:
    signed = read_back(issued.pdf, tmp_path).partition("#")[2]
    with pytest.raises(ValueError, match="base 32"):
        printed.read_fragment(signed.lower())
    with pytest.raises(ValueError, match=r"."):
        printed.read_fragment(signed[:-9])
    base64.b32decode(signed + "=" * (-len(signed) % 8))


def test_the_page_of_the_code_answers_as_before(issued: Any, client: Any) -> None:
    """What stands behind # is not sent; the address before it is the page's own."""
    page = client.get(f"/verify/{issued.credential.code}/")
    assert page.status_code == 200
    assert "Valid" in page.content.decode()


def test_a_page_laid_down_askew_is_read_too(issued: Any, tmp_path: Path) -> None:
    text = read_back(issued.pdf, tmp_path, 150)
    page = Image.open(tmp_path / "page-1.png").convert("L").rotate(7, expand=True, fillcolor=255)
    page.save(tmp_path / "turned.png")
    turned = subprocess.run(
        [tool("zbarimg"), "--raw", "-q", str(tmp_path / "turned.png")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert turned == text
