"""Log forms enclosed together are what each is alone."""

from flint import arb
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


def test_what_holds_no_logarithm_is_a_ball_as_well() -> None:
    zero, third, half = SharedLogs([LogForm(), LogForm("1/3"), LogForm.parse("log(4)/4")]).balls()
    assert all(type(ball) is arb for ball in (zero, third, half))
    assert zero == 0
    assert (3 * third).overlaps(arb(1))
    assert half.overlaps(arb(2).log() / 2)
    assert SharedLogs([]).balls() == []
