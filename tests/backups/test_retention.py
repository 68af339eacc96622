"""Of the last days, weeks and months that have a backup, the last one of each is kept."""

from datetime import UTC, datetime, timedelta

from backups.store.retention import kept


def nights(count: int) -> list[datetime]:
    """So many nights in a row, the last one of them on 31 December 2019."""
    last = datetime(2019, 12, 31, 19, 30, tzinfo=UTC)
    return [last - timedelta(days=number) for number in range(count)]


def test_after_years_of_nights_there_are_seven_days_five_weeks_and_twelve_months():
    found = sorted(f"{each:%m-%d}" for each in kept(nights(800)))

    # By UTC; in Hà Nội it is the next day already, so the last night is that of New Year's Day.
    assert (
        found
        == (
            "02-27 03-30 04-29 05-30 06-29 07-30 08-30 09-29 10-30 11-29"
            " 12-07 12-14 12-21 12-25 12-26 12-27 12-28 12-29 12-30 12-31"
        ).split()
    )


def test_nothing_goes_while_no_new_backups_come():
    old = nights(5)

    assert kept(old) == set(old)


def test_of_a_day_the_last_one_is_kept():
    morning = datetime(2019, 5, 6, 1, tzinfo=UTC)

    assert kept([morning, morning + timedelta(hours=9)]) == {morning + timedelta(hours=9)}
