"""A clock by walking the days one by one: slow, scalar, and written apart.

It shares no code with `engine.clock` but the mapping of a clause. The calendar
is copied by hand from the two notices; a year without one has only weekends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 86_400_000
UNITS = {"min": 60_000, "h": 3_600_000, "d": DAY}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

OFF = """
0101-0101@2025 0128-0204@2025 0404-0406@2025 0501-0505@2025 0531-0602@2025
1001-1008@2025
0101-0103@2026 0215-0223@2026 0404-0406@2026 0501-0505@2026 0619-0621@2026
0925-0927@2026 1001-1007@2026
"""
WORKED = """
0126@2025 0208@2025 0427@2025 0928@2025 1011@2025
0104@2026 0214@2026 0228@2026 0509@2026 0920@2026 1010@2026
"""


def _date(text: str, year: str) -> date:
    return date(int(year), int(text[:2]), int(text[2:]))


def days_off() -> set[date]:
    found = set()
    for stretch in OFF.split():
        days, year = stretch.split("@")
        day, last = (_date(text, year) for text in days.split("-"))
        while day <= last:
            found.add(day)
            day += timedelta(days=1)
    return found


def days_worked() -> set[date]:
    return {_date(*text.split("@")) for text in WORKED.split()}


DAYS_OFF, DAYS_WORKED = days_off(), days_worked()


def works(day: int) -> bool:
    """Whether the day of a number since 1970-01-01 is worked."""
    when = date(1970, 1, 1) + timedelta(days=day)
    if when in DAYS_OFF:
        return False
    return when in DAYS_WORKED or when.weekday() < 5


def shown(ms: int, zone: str) -> int:
    """What the wall shows, as milliseconds."""
    naive = (EPOCH + timedelta(milliseconds=ms)).astimezone(ZoneInfo(zone))
    return (naive.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


def wall(ms: int, zone: str) -> int:
    """What the wall shows, standing still before it is put back.

    The least it will show in the next three hours, minute by minute.
    """
    ahead = 3 * UNITS["h"]
    if shown(ms + ahead, zone) == shown(ms, zone) + ahead:
        return shown(ms, zone)
    minute = ms // 60_000 + 1
    later = (m * 60_000 for m in range(minute, minute + 180))
    return min(shown(ms, zone), *(shown(at, zone) for at in later))


def moment(target: int, zone: str) -> int:
    """The first moment at which the wall shows so much: by halving."""
    low, high = target - DAY, target + DAY
    while high - low > 1:
        middle = (low + high) // 2
        if wall(middle, zone) >= target:
            high = middle
        else:
            low = middle
    return high


@dataclass
class Walked:
    begin: int
    due: int
    pieces: list[tuple[int, int]]  # running stretches on the clock's line
    absolute: bool
    zone: str

    def line(self, ms: int) -> int:
        return ms if self.absolute else wall(ms, self.zone)

    def ran(self, ms: int) -> int:
        """How long the clock has run by a moment."""
        at = self.line(ms)
        return sum(max(0, min(end, at) - start) for start, end in self.pieces)


def walk(
    start: int,
    clock: dict[str, object],
    pauses: list[tuple[int, int]] | None = None,
    beyond: int = 0,
) -> Walked:
    """Walk until the length has run, and some days beyond."""
    zone = str(clock.get("zone", "Asia/Shanghai"))
    length = str(clock["length"])
    unit = length.lstrip("0123456789")
    left = int(length.removesuffix(unit)) * UNITS[unit]
    working = clock.get("counts") == "working"
    absolute = not working and unit != "d"
    begin = _begin(start, str(clock.get("starts", "moment")), zone)
    at = begin if absolute else wall(begin, zone)
    gaps = [
        (a, b) if absolute else (wall(a, zone), wall(b, zone)) for a, b in pauses or []
    ]
    pieces: list[tuple[int, int]] = []
    end, day = None, at // DAY
    while end is None or beyond > 0:
        beyond -= end is not None
        if works(day) or not working:
            today = (max(at, day * DAY), (day + 1) * DAY)
            for piece in _without(today, gaps):
                pieces.append(piece)
                size = piece[1] - piece[0]
                if end is None and size >= left:
                    end = piece[0] + left
                left -= size
        day += 1
    due = _due(end, clock, zone, absolute=absolute)
    return Walked(begin, due, pieces, absolute, zone)


def _begin(start: int, starts: str, zone: str) -> int:
    if starts == "moment":
        return start
    day = wall(start, zone) // DAY + 1
    while starts == "next_workday" and not works(day):
        day += 1
    return moment(day * DAY, zone)


def _without(
    piece: tuple[int, int], gaps: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """A stretch without the gaps in it."""
    kept = [piece]
    for start, end in gaps:
        kept = [
            part
            for a, b in kept
            for part in ((a, min(b, start)), (max(a, end), b))
            if part[0] < part[1]
        ]
    return kept


def _due(end: int, clock: dict[str, object], zone: str, *, absolute: bool) -> int:
    if clock.get("ends", "moment") == "moment":
        return end if absolute else moment(end, zone)
    last = ((wall(end, zone) if absolute else end) - 1) // DAY
    while clock.get("rolls") and not works(last):
        last += 1
    return moment(last * DAY + DAY - 1_000, zone)
