"""The output of wrk is read, and each figure is the median of several runs."""

import pytest

from tests.bench.load import Cost, Load, middle

SAID = """\
Running 2s test @ http://127.0.0.1:8000
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   252.00us  110.00us   9.00ms   92.00%

bench {"requests": 102345, "seconds": 2.000123, "bytes": 819, "p50": 0.25, "p99": 1.5, "errors": 3}
Requests/sec:  51172.12
"""


def test_what_wrk_found_is_read():
    assert Load.told(SAID) == Load(102345, 2.000123, 819, 0.25, 1.5, 3)


def test_a_wrk_that_failed_says_so():
    with pytest.raises(ValueError, match="unable to connect"):
        Load.told("unable to connect to 127.0.0.1:8000 Connection refused")


def test_each_figure_is_the_median_of_its_own():
    pieces = [
        Cost(cpu=10, database=5, rate=300, p50=1, p99=9, bytes=70),
        Cost(cpu=30, database=4, rate=100, p50=3, p99=7, bytes=70),
        Cost(cpu=20, database=9, rate=200, p50=2, p99=8, bytes=71),
    ]

    assert middle(pieces) == Cost(cpu=20, database=5, rate=200, p50=2, p99=8, bytes=70)
