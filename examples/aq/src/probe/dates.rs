//! Questions about dates: their edges, precisions and zones.

use activity_query::model::{Activity, Time};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, TimeDelta, Timelike as _, Utc};

use super::operators::refused;
use super::question::{Answer, Asked, Question, Source};
use super::sample::Sample;

type Instant = DateTime<Utc>;

/// How far from UTC the zone of a server may be, in minutes.
const ZONES: [i64; 14] =
    [-600, -480, -420, -360, -300, -240, -180, 60, 120, 180, 330, 480, 540, 600];

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        name: "after-includes-its-instant",
        choice: "`created-after:` a second includes what was created in it",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let text = format!("created-after:{}", time.format("%Y-%m-%dT%H:%M:%SZ"));
                Asked::new(text, since(sample, time))
                    .or("it is left out", since(sample, time + TimeDelta::seconds(1)))
                    .or_refused()
            })
        },
    },
    Question {
        name: "before-excludes-its-instant",
        choice: "`created-before:` a second leaves out what was created in it",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let text = format!("created-before:{}", time.format("%Y-%m-%dT%H:%M:%SZ"));
                Asked::new(text, until(sample, time))
                    .or("it is included", until(sample, time + TimeDelta::seconds(1)))
                    .or_refused()
            })
        },
    },
    Question {
        name: "after-a-day",
        choice: "`created-after:` a day begins with that day",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let day = midnight(time);
                Asked::new(format!("created-after:{}", day.format("%Y-%m-%d")), since(sample, day))
                    .or("it begins after the day", since(sample, day + TimeDelta::days(1)))
                    .or_refused()
            })
        },
    },
    Question {
        name: "before-a-day",
        choice: "`created-before:` a day ends before that day",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let day = midnight(time);
                Asked::new(format!("created-before:{}", day.format("%Y-%m-%d")), until(sample, day))
                    .or("it ends after the day", until(sample, day + TimeDelta::days(1)))
                    .or_refused()
            })
        },
    },
    Question {
        name: "after-a-month",
        choice: "`created-after:` a month begins with that month",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let month = first_of(time.year(), time.month());
                let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
                Asked::new(format!("created-after:{}", month.format("%Y-%m")), since(sample, month))
                    .or("it begins after the month", since(sample, next))
                    .or_refused()
            })
        },
    },
    Question {
        name: "years",
        choice: "a date can be a year",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let text = format!("created-after:{}", time.format("%Y"));
                Asked::new(text, since(sample, first_of(time.year(), 1))).or_refused().or_nothing()
            })
        },
    },
    Question {
        name: "hours",
        choice: "a date can be an hour",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let hour = time - TimeDelta::minutes(time.minute().into());
                let hour = hour - TimeDelta::seconds(time.second().into());
                Asked::new(
                    format!("created-after:{}", hour.format("%Y-%m-%dT%H")),
                    since(sample, hour),
                )
                .or("the hour is ignored", since(sample, midnight(time)))
                .or_refused()
                .or_nothing()
            })
        },
    },
    Question {
        name: "fractions",
        choice: "a date can have fractions of a second",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let text = format!("created-after:{}.5Z", time.format("%Y-%m-%dT%H:%M:%S"));
                Asked::new(text, since(sample, time + TimeDelta::milliseconds(500)))
                    .or("they are ignored", since(sample, time))
                    .or_refused()
                    .or_nothing()
            })
        },
    },
    Question {
        name: "offsets",
        choice: "a time can have an offset",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let minute = time - TimeDelta::seconds(time.second().into());
                let there = minute + TimeDelta::hours(2);
                let text = format!("created-after:{}+02:00", there.format("%Y-%m-%dT%H:%M"));
                Asked::new(text, since(sample, minute))
                    .or("it is ignored", since(sample, there))
                    .or_refused()
                    .or_nothing()
            })
        },
    },
    Question {
        name: "times-without-offset",
        choice: "a time without an offset is in UTC",
        source: Source::Chosen,
        asked: |sample| {
            each(sample, |time| {
                let minute = time - TimeDelta::seconds(time.second().into());
                let text = format!("created-after:{}", minute.format("%Y-%m-%dT%H:%M"));
                ZONES.into_iter().fold(Asked::new(text, since(sample, minute)), |asked, zone| {
                    let there = since(sample, minute - TimeDelta::minutes(zone));
                    asked.or("it is in another zone", there)
                })
            })
        },
    },
    Question {
        name: "impossible-date",
        choice: "a date that does not exist is refused",
        source: Source::Chosen,
        asked: |sample| vec![refused(sample, "created-after:2011-13".to_owned())],
    },
];

fn each(sample: &Sample, asked: impl Fn(Instant) -> Asked) -> Vec<Asked> {
    sample.times().into_iter().map(asked).collect()
}

fn since(sample: &Sample, start: Instant) -> Answer {
    sample.that(|activity| created(activity).is_some_and(|time| time >= start))
}

fn until(sample: &Sample, end: Instant) -> Answer {
    sample.that(|activity| created(activity).is_some_and(|time| time < end))
}

fn created(activity: &Activity) -> Option<Instant> {
    activity.creation_time.get().map(Time::instant)
}

fn midnight(time: Instant) -> Instant {
    time.date_naive().and_time(chrono::NaiveTime::MIN).and_utc()
}

fn first_of(year: i32, month: u32) -> Instant {
    let day = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}
