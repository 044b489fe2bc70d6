//! Questions about fields, values, absent values and the order of answers.

use std::cmp::Reverse;

use activity_query::model::{Activity, Time};
use chrono::{DateTime, Utc};

use super::operators::{each, refused};
use super::question::{Answer, Asked, Question, Source};
use super::sample::{Sample, most_frequent};

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        name: "unknown-field",
        choice: "an unknown field is refused",
        source: Source::Chosen,
        asked: |sample| vec![refused(sample, "colour:red".to_owned())],
    },
    Question {
        name: "case-of-fields",
        choice: "a field in capitals is refused",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                refused(sample, format!("STATUS:{status}"))
                    .or("its case is ignored", sample.selected(&format!("status:{status}")))
            })
        },
    },
    Question {
        name: "unknown-status",
        choice: "an unknown status is refused",
        source: Source::Chosen,
        asked: |sample| vec![refused(sample, "status:colourful".to_owned())],
    },
    Question {
        name: "case-of-statuses",
        choice: "a status in capitals is refused",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                refused(sample, format!("status:{}", status.to_ascii_uppercase()))
                    .or("its case is ignored", sample.selected(&format!("status:{status}")))
            })
        },
    },
    Question {
        name: "unknown-type",
        choice: "an unknown type is accepted, and selects nothing",
        source: Source::Chosen,
        asked: |sample| {
            let nothing = sample.that(|_| false);
            vec![Asked::new("type:ColourfulRequest", nothing).or_refused().or_everything(sample)]
        },
    },
    Question {
        name: "case-of-types",
        choice: "types are compared exactly",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.types(), |kind| {
                let lower = kind.to_ascii_lowercase();
                Asked::new(format!("type:{lower}"), sample.selected(&format!("type:{lower}")))
                    .or("their case is ignored", sample.selected(&format!("type:{kind}")))
                    .or_refused()
            })
        },
    },
    Question {
        name: "bare-word",
        choice: "a bare word is refused in a query of activities",
        source: Source::Chosen,
        asked: |sample| vec![refused(sample, "colourful".to_owned())],
    },
    Question {
        name: "leading-zeros",
        choice: "`id:007` is `id:7`",
        source: Source::Chosen,
        asked: |sample| {
            let ids = sample.ids().iter().next_back().map(ToString::to_string);
            each(&ids.into_iter().collect::<Vec<_>>(), |id| {
                let ours = sample.selected(&format!("id:{id}"));
                Asked::new(format!("id:00{id}"), ours).or_refused().or_nothing()
            })
        },
    },
    Question {
        name: "case-of-creators",
        choice: "the case of a creator's address is ignored",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.creators(), |email| {
                let ours = sample.selected(&format!("creator:{email}"));
                Asked::new(format!("creator:{}", swapped(email)), ours).or_refused().or_nothing()
            })
        },
    },
    Question {
        name: "parts-of-creators",
        choice: "a creator's address is compared as a whole",
        source: Source::Documented,
        asked: |sample| {
            let names = sample.creators().into_iter();
            let names = names.filter_map(|email| Some(email.split_once('@')?.0.to_owned()));
            each(&names.collect::<Vec<_>>(), |name| {
                let contains = sample.that(|activity| {
                    let creator = activity.creator.get().and_then(|own| own.email.get());
                    creator.is_some_and(|email| email.contains(name))
                });
                Asked::new(format!("creator:{name}"), sample.selected(&format!("creator:{name}")))
                    .or("a part of it is enough", contains)
                    .or_refused()
            })
        },
    },
    Question {
        name: "absent-creator",
        choice: "`NOT creator:…` selects what has no creator",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.creators(), |email| {
                let has_other = sample.that(|activity| {
                    let creator = activity.creator.get().and_then(|own| own.email.get());
                    creator.is_some_and(|own| !own.eq_ignore_ascii_case(email))
                });
                negated(sample, &format!("creator:{email}"), has_other)
            })
        },
    },
    Question {
        name: "absent-parent",
        choice: "`NOT parent-id:…` selects what has no parent",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.parents(), |id| {
                let has_other = sample.that(|activity| {
                    activity.parent_id.get().is_some_and(|own| own.to_string() != id)
                });
                negated(sample, &format!("parent-id:{id}"), has_other)
            })
        },
    },
    Question {
        name: "absent-computer",
        choice: "`NOT computer:…` selects what is for no computer",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.computers_of_activities(), |id| {
                let has_other = sample.that(|activity| {
                    activity.computer_id.get().is_some_and(|own| own.to_string() != id)
                });
                negated(sample, &format!("computer:id:{id}"), has_other)
            })
        },
    },
    Question {
        name: "quoted-computer-query",
        choice: "quotes after `computer:` hold a whole query",
        source: Source::Chosen,
        asked: |sample| inside(sample, |id| format!("computer:\"id:{id}\"")),
    },
    Question {
        name: "parenthesised-computer-query",
        choice: "parentheses after `computer:` hold a whole query",
        source: Source::Chosen,
        asked: |sample| inside(sample, |id| format!("computer:(id:{id})")),
    },
    Question {
        name: "order",
        choice: "the newest activities come first",
        source: Source::Seen,
        asked: |sample| {
            let newest = ordered(sample, |time, id| (Reverse(time), Reverse(id)));
            let oldest = ordered(sample, |time, id| (time, id));
            vec![Asked::new("", newest).or("the oldest come first", oldest)]
        },
    },
    Question {
        name: "order-of-equal-times",
        choice: "of activities of the same time, the higher id comes first",
        source: Source::Chosen,
        asked: |sample| {
            let higher = ordered(sample, |time, id| (Reverse(time), Reverse(id)));
            let lower = ordered(sample, |time, id| (Reverse(time), id));
            vec![Asked::new("", higher).or("the lower id comes first", lower)]
        },
    },
    Question {
        name: "case-of-tags",
        choice: "tags are compared exactly",
        source: Source::Documented,
        asked: |sample| {
            let tags = sample.computers.iter().flat_map(|own| own.tags().map(str::to_owned));
            each(&most_frequent(tags), |tag| {
                let other = swapped(tag);
                let folded = sample
                    .computers_that(|own| own.tags().any(|own| own.eq_ignore_ascii_case(tag)));
                Asked::new(
                    format!("tag:{other}"),
                    sample.selected_computers(&format!("tag:{other}")),
                )
                .of_computers()
                .or("their case is ignored", folded)
                .or_refused()
            })
        },
    },
    Question {
        name: "parts-of-host-names",
        choice: "`hostname:` compares the whole name",
        source: Source::Documented,
        asked: |sample| {
            let names = sample.computers.iter().filter_map(|own| own.hostname.get().cloned());
            let starts = names.filter_map(|name| Some(name.get(..name.len() - 1)?.to_owned()));
            each(&most_frequent(starts), |start| {
                let contains = sample.computers_that(|own| {
                    own.hostname.get().is_some_and(|own| own.contains(start))
                });
                let text = format!("hostname:{start}");
                Asked::new(text.clone(), sample.selected_computers(&text))
                    .of_computers()
                    .or("a part of it is enough", contains)
                    .or_refused()
            })
        },
    },
    Question {
        name: "case-of-keywords",
        choice: "the case of a bare word is ignored in a query of computers",
        source: Source::Documented,
        asked: |sample| {
            let names = sample.computers.iter().filter_map(|own| own.hostname.get().cloned());
            each(&most_frequent(names), |name| {
                let other = swapped(name);
                Asked::new(other.clone(), sample.selected_computers(&other))
                    .of_computers()
                    .or_nothing()
                    .or_refused()
            })
        },
    },
];

/// The same text in the other case.
fn swapped(text: &str) -> String {
    let other = |c: char| {
        if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
    };
    text.chars().map(other).collect()
}

/// `NOT` of a term, which may leave out the records that have no value.
fn negated(sample: &Sample, term: &str, has_other: Answer) -> Asked {
    let text = format!("NOT {term}");
    Asked::new(text.clone(), sample.selected(&text))
        .or("it leaves them out", has_other)
        .or_refused()
}

/// A query of computers inside one of activities, in another form.
fn inside(sample: &Sample, form: impl Fn(&str) -> String) -> Vec<Asked> {
    each(&sample.computers_of_activities(), |id| {
        let ours = sample.selected(&format!("computer:id:{id}"));
        Asked::new(form(id), ours).or_refused().or_nothing()
    })
}

/// The activities, sorted by time and id.
fn ordered<K: Ord>(sample: &Sample, key: impl Fn(Option<DateTime<Utc>>, i64) -> K) -> Answer {
    let of = |activity: &Activity| {
        let id = activity.id.get();
        (key(activity.creation_time.get().map(Time::instant), id), id)
    };
    let mut keys: Vec<(K, i64)> = sample.activities.iter().map(of).collect();
    keys.sort_unstable();
    Answer::List(keys.into_iter().map(|(_, id)| id).collect())
}
