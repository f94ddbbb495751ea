"""``time``: the zone is the browser's, not that of the machine where the snapshot was taken."""

import time

_YEAR = (365 * 24 + 6) * 3600


def attach(host):
    """Set what ``time`` says of the zone, as ``init_timezone`` in CPython's ``timemodule.c`` does."""
    zone = getattr(host, 'timeZone', None)
    if zone is None:
        return
    zone.adopt()
    begin = int(time.time()) // _YEAR * _YEAR
    standard, summer = time.localtime(begin), time.localtime(begin + _YEAR // 2)
    if summer.tm_gmtoff < standard.tm_gmtoff:
        # South of the equator.
        standard, summer = summer, standard
    time.timezone, time.altzone = -standard.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(time.timezone != time.altzone)
    time.tzname = standard.tm_zone, summer.tm_zone
