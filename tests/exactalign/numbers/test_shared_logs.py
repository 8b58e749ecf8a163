"""Log forms enclosed together are what each is alone."""

from hypothesis import given
from hypothesis import strategies as st

from exactalign import LogForm
from exactalign.numbers.precision import working_precision
from exactalign.numbers.shared_logs import SharedLogs
from tests.exactalign.small_models import log_forms


@given(st.lists(log_forms(), max_size=5), st.integers(40, 500))
def test_each_ball_contains_the_form_and_is_tight(forms: list[LogForm], bits: int) -> None:
    shared = SharedLogs(forms)
    with working_precision(bits):
        balls = shared.balls()
    assert len(balls) == len(forms)
    for form, ball in zip(forms, balls, strict=True):
        assert ball.overlaps(form.ball(2 * bits))
        assert ball.rad() < 2.0 ** (30 - bits)
