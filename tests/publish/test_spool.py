"""Rows in the order of their ranks, whatever came first, and with few of them in memory."""

import random

from hypothesis import given
from hypothesis import strategies as st

from publish import spool
from publish.spool import Sorted


@given(st.lists(st.integers(0, 9), max_size=60))
def test_rows_come_back_in_the_order_of_their_ranks_and_equal_ranks_as_given(ranks):
    before = spool.MOST, spool.BLOCK
    spool.MOST, spool.BLOCK = 7, 3
    try:
        kept = Sorted()
        for number, rank in enumerate(ranks):
            kept.add((rank,), {"number": number})
        expected = [{"number": number} for _, number in sorted((rank, n) for n, rank in enumerate(ranks))]
        assert len(kept) == len(ranks)
        assert list(kept) == expected
        assert list(kept) == expected
        kept.close()
    finally:
        spool.MOST, spool.BLOCK = before


def test_rows_beyond_a_few_wait_on_disk():
    kept, dice = Sorted(), random.Random(1)
    numbers = [dice.random() for _ in range(3 * spool.MOST + 5)]
    for number in numbers:
        kept.add((number,), {"number": number})
    assert len(kept._waiting) == 5
    assert [row["number"] for row in kept] == sorted(numbers)
    kept.close()
