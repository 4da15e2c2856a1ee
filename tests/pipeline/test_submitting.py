"""Is a submission sealed once, unchanged, under the receipt that its sender may rely on?"""

from __future__ import annotations

import hashlib

import pytest

from pipelines.contract.errors import TiporError
from pipelines.process.submitting import withdraw
from tests.files import send, victims

A, B = victims("EGY 2019 _T _T 3"), victims("EGY 2019 _T _T 4")
ELSEWHERE = victims("SDN 2019 _T _T 1")


def test_the_bytes_are_stored_unchanged_beside_their_receipt(store, contract):
    submission = send(store, contract, A).submission
    assert submission.content.read_bytes() == A
    assert submission.receipt["sha256"] == hashlib.sha256(A).hexdigest()
    assert submission.content.stat().st_mode & 0o777 == 0o444


def test_sending_the_same_again_gives_the_same_receipt(store, contract):
    first, again = send(store, contract, A), send(store, contract, A)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.submission.receipt == first.submission.receipt
    assert len(store.ids()) == 1


def test_an_office_that_goes_back_to_its_first_figures_makes_a_third_submission(store, contract):
    ids = [send(store, contract, content).submission.id for content in (A, B, A)]
    assert len(set(ids)) == 3
    assert send(store, contract, A).submission.id == ids[2]


def test_a_version_of_other_cells_in_between_changes_nothing(store, contract):
    first = send(store, contract, A)
    send(store, contract, ELSEWHERE)
    assert send(store, contract, A).submission.id == first.submission.id


def test_a_complete_version_that_left_the_cells_out_makes_it_new_again(store, contract):
    first = send(store, contract, A)
    send(store, contract, ELSEWHERE, is_complete=True)
    assert send(store, contract, A).submission.id != first.submission.id


def test_after_a_withdrawal_the_same_file_is_a_new_submission(store, contract):
    first = send(store, contract, A)
    withdraw(store, first.submission.id, "sent by mistake")
    assert send(store, contract, A).is_new


def test_a_backfill_can_be_repeated_after_a_later_version(store, contract):
    first = send(store, contract, A, known_since="2019-07")
    send(store, contract, B, known_since="2020-08")
    assert send(store, contract, A, known_since="2019-07").submission.id == first.submission.id


@pytest.mark.parametrize(
    "said",
    [
        {"table": "victim"},
        {"reporter": "EGYPT"},
        {"profile": "sdg"},
        {"source": "NEWS"},
        {"known_since": "soon"},
        {"known_since": "2999"},
        {"colour": "red"},
        {"is_complete": "perhaps"},
        {"profile": "sdg_ddf", "source": "GLOTIP"},
        {"profile": "sdg_ddf", "table": "justice"},
    ],
)
def test_wrong_words_are_one_clear_refusal_and_nothing_is_stored(store, contract, said):
    with pytest.raises(TiporError) as error:
        send(store, contract, A, **said)
    assert error.value.exit_code == 64
    assert error.value.title
    assert error.value.remedy
    assert store.ids() == []


def test_a_submission_can_be_withdrawn_only_once(store, contract):
    sent = send(store, contract, A)
    withdraw(store, sent.submission.id, "a mistake")
    with pytest.raises(TiporError, match="withdrawn already"):
        withdraw(store, sent.submission.id, "a mistake")
    with pytest.raises(TiporError, match="no submission"):
        withdraw(store, "EGY-victims-0-0-1", "a mistake")


def test_an_event_stands_beside_the_submission_never_in_it(store, contract):
    sent = send(store, contract, A)
    before = {path: path.read_bytes() for path in sent.submission.folder.iterdir()}
    withdraw(store, sent.submission.id, "a mistake")
    assert {path: path.read_bytes() for path in sent.submission.folder.iterdir()} == before
    assert store.submission(sent.submission.id).events[0].because == "a mistake"


def test_what_would_disappear_is_said_in_the_receipt(store, contract):
    from pipelines.running import run

    send(store, contract, victims("EGY 2019 _T _T 3", "EGY 2019 F _T 1", "EGY 2018 _T _T 2"))
    run(store, contract)
    restated = send(store, contract, victims("EGY 2019 _T _T 4", "SDN 2019 _T _T 1"))
    assert restated.submission.receipt["shift"] == "+1 row, -1, 1 changed"
    whole = send(store, contract, victims("EGY 2019 _T _T 4"), is_complete=True)
    assert whole.submission.receipt["shift"] == "+0 rows, -2, 1 changed"


@pytest.mark.parametrize("since", ["9999-12-31T23:59-05:00", "0001-01-01T00:00+05:00", "2019-13"])
def test_a_time_that_the_calendar_does_not_have_is_one_clear_refusal(store, contract, since):
    with pytest.raises(TiporError, match="not a time"):
        send(store, contract, A, known_since=since)


def test_an_amount_that_changed_is_a_changed_row(store, contract):
    from pipelines.running import run

    head = "ref_area,time_period,offence,service,value,amount,currency"
    said = {"table": "assistance", "reporter": "EGY"}
    send(store, contract, f"{head}\nEGY,2019,TIP_OR,COMPENSATION_PAID,1,100,USD\n".encode(), **said)
    run(store, contract)
    later = send(store, contract, f"{head}\nEGY,2019,TIP_OR,COMPENSATION_PAID,1,250,USD\n".encode(), **said)
    assert later.submission.receipt["shift"] == "+0 rows, -0, 1 changed"


def test_figures_that_are_public_are_free_unless_the_sender_says_otherwise(store, contract):
    content = victims("EGY 2021 _T _T 3")
    assert send(store, contract, content, reporter="EGY").submission.receipt["confidentiality"] == "N"
    public = send(store, contract, content, reporter="EGY", is_already_public=True)
    assert public.submission.receipt["confidentiality"] == "F"
    said = send(store, contract, content, reporter="EGY", is_already_public=True, confidentiality="C")
    assert said.submission.receipt["confidentiality"] == "C"
