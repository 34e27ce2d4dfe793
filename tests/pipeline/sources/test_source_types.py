"""Every kind of source is described once; whatever names sources follows the descriptors."""

import pytest

from yolocam.errors import SourceError
from yolocam.pipeline import sources
from yolocam.registry import Need, SourceType


def test_every_scheme_finds_its_own_type_in_any_case():
    for kind in sources.built_in_sources():
        for scheme in kind.schemes:
            for spelt in (scheme, scheme.upper(), scheme.title()):
                assert sources.type_of(f"{spelt}:rest") is kind


def test_no_two_types_claim_the_same():
    claims = [claim for kind in sources.built_in_sources() for claim in kind.claims()]
    assert len(claims) == len(set(claims))


@pytest.mark.parametrize("path", ["film.mp4", "C:/film.mp4", r"C:\film.mp4", "pictures", "a:b", ""])
def test_paths_are_of_no_scheme(path):
    assert sources.type_of(path) is None
    assert not sources.is_stream_address(path)


def test_an_unknown_scheme_is_refused_with_all_that_are_known_and_no_secret():
    with pytest.raises(SourceError) as refused:
        sources.open_source("gopher://admin:kanary@host/film")
    told = str(refused.value)
    assert told.startswith("gopher://host/film is an address of an unknown kind")
    assert "kanary" not in told
    for scheme in sources.schemes(network=True):
        assert f"{scheme}://" in told


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"schemes": ("RTSP",)}, "'RTSP' is no scheme"),
        ({"schemes": ("a b",)}, "'a b' is no scheme"),
        ({"schemes": ("c",)}, "'c' is no scheme"),  # a drive of Windows
        ({"endings": ("raw",)}, "'raw' is no file ending"),
    ],
)
def test_a_descriptor_that_is_not_well_formed_is_refused(wrong, told):
    with pytest.raises(ValueError, match=told):
        SourceType(name="x", title="X", help="X.", open=str, **wrong)


def test_what_a_source_needs_is_told_before_it_is_opened(monkeypatch):
    needy = SourceType(
        name="needy", schemes=("needy",), title="Needy", help="X.",
        needs=Need("no_such_module", "some-package"), open=lambda _: pytest.fail("opened all the same"),
    )  # fmt: skip
    monkeypatch.setattr(sources, "type_of", lambda _: needy)
    with pytest.raises(SourceError, match="Needy needs no_such_module: pip install 'some-package'"):
        sources.open_source("needy:1")
