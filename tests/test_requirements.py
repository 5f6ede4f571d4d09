"""The list of requirements is complete, and its bookkeeping can fail."""

from tests.requirements_plugin import faults_in_list, faults_in_marks, read_list, report, unproven

#: How many ids each of the two sources has.
TERMS, GUIDANCE = 56, 57


def test_every_id_of_both_sources_is_classified():
    """An id that nobody has decided about would be forgotten."""
    listed = read_list()

    assert not faults_in_list(listed)
    assert [n for n in listed if n.startswith("S0-")] == [f"S0-{n:02}" for n in range(1, TERMS + 1)]
    assert len([n for n in listed if n.startswith("S4-")]) == GUIDANCE
    assert len(listed) == TERMS + GUIDANCE


def test_a_kind_that_does_not_exist_is_found():
    """A typing error must not pass for a decision."""
    assert faults_in_list({"S0-01": {"by": "tset"}})


def test_a_dropped_requirement_needs_a_reason():
    """`not ours` and `later` are only worth something with their why."""
    assert faults_in_list({"S0-01": {"by": "not ours"}})
    assert not faults_in_list({"S0-01": {"by": "not ours", "why": "the network's"}})


def test_a_mark_must_name_a_listed_id_that_is_ours():
    """A test that claims a wrong id proves nothing."""
    listed = {"S0-01": {"by": "test"}, "S0-02": {"by": "not ours", "why": "theirs"}}

    assert not faults_in_marks({"test_a": ["S0-01"]}, listed)
    assert faults_in_marks({"test_a": ["S9-99"]}, listed)
    assert faults_in_marks({"test_a": ["S0-02"]}, listed)


def test_one_test_cannot_claim_six_ids():
    """A test that proves everything proves nothing."""
    listed = {f"S0-{n:02}": {"by": "test"} for n in range(1, 7)}

    assert not faults_in_marks({"test_a": list(listed)[:5]}, listed)
    assert faults_in_marks({"test_a": list(listed)}, listed)


def test_an_id_that_no_test_carries_is_named():
    """The report says what is met by what, and what is not yet."""
    listed = {
        "S0-01": {"by": "test"},
        "S0-02": {"by": "text"},
        "S0-03": {"by": "later", "why": "comes with the pages"},
    }

    assert unproven(listed, {"S0-01"}) == ["S0-02"]
    lines = report(listed, {"tests/a.py::test_a[1]": ["S0-01"]})
    assert lines[:3] == [
        "S0-01   met by tests/a.py::test_a",
        "S0-02   NOT YET (text)",
        "S0-03   later: comes with the pages",
    ]
