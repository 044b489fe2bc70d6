//! Questions about operators, groups, blanks and quotes.

use super::question::{Answer, Asked, Question, Source};
use super::sample::Sample;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        name: "or-before-and",
        choice: "`a b OR c` is `a` and one of `b`, `c`",
        source: Source::Documented,
        asked: |sample| {
            mixed(sample, |status, one, other| {
                let ours =
                    sample.selected(&format!("status:{status} (type:{one} OR type:{other})"));
                let and = sample.selected(&format!("(status:{status} type:{one}) OR type:{other}"));
                Asked::new(format!("status:{status} type:{one} OR type:{other}"), ours)
                    .or("a blank binds tighter than `OR`", and)
                    .or_refused()
            })
        },
    },
    Question {
        name: "not-before-or",
        choice: "`NOT a OR b` is not `a`, or `b`",
        source: Source::Documented,
        asked: |sample| {
            mixed(sample, |status, one, _| {
                let ours = sample.selected(&format!("(NOT type:{one}) OR status:{status}"));
                let whole = sample.selected(&format!("NOT (type:{one} OR status:{status})"));
                Asked::new(format!("NOT type:{one} OR status:{status}"), ours)
                    .or("`OR` binds tighter than `NOT`", whole)
                    .or_refused()
            })
        },
    },
    Question {
        name: "explicit-and",
        choice: "`a AND b` is `a b`",
        source: Source::Seen,
        asked: |sample| {
            mixed(sample, |status, one, _| {
                let ours = sample.selected(&format!("status:{status} type:{one}"));
                let either = sample.selected(&format!("status:{status} OR type:{one}"));
                Asked::new(format!("status:{status} AND type:{one}"), ours)
                    .or("`AND` is `OR`", either)
                    .or_refused()
                    .or_nothing()
            })
        },
    },
    Question {
        name: "and-binds-as-a-blank",
        choice: "`a OR b AND c` is one of `a`, `b`, and `c`",
        source: Source::Seen,
        asked: |sample| {
            mixed(sample, |status, one, other| {
                let ours =
                    sample.selected(&format!("(type:{one} OR type:{other}) status:{status}"));
                let and = sample.selected(&format!("type:{one} OR (type:{other} status:{status})"));
                Asked::new(format!("type:{one} OR type:{other} AND status:{status}"), ours)
                    .or("`AND` binds tighter than `OR`", and)
                    .or_refused()
                    .or_nothing()
            })
        },
    },
    Question {
        name: "double-not",
        choice: "`NOT NOT a` is `a`",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                Asked::new(
                    format!("NOT NOT status:{status}"),
                    sample.selected(&format!("status:{status}")),
                )
                .or("the second `NOT` is ignored", sample.selected(&format!("NOT status:{status}")))
                .or_refused()
                .or_nothing()
            })
        },
    },
    Question {
        name: "parentheses",
        choice: "parentheses group terms",
        source: Source::Chosen,
        asked: |sample| {
            mixed(sample, |status, one, other| {
                let text = format!("(status:{status} type:{one}) OR type:{other}");
                let without =
                    sample.selected(&format!("status:{status} type:{one} OR type:{other}"));
                Asked::new(text.clone(), sample.selected(&text))
                    .or("parentheses are ignored", without)
                    .or_refused()
                    .or_nothing()
            })
        },
    },
    Question {
        name: "group-of-values",
        choice: "`status:(a OR b)` is `status:a OR status:b`",
        source: Source::Chosen,
        asked: |sample| {
            pairs(&sample.statuses(), |one, other| {
                let text = format!("status:({one} OR {other})");
                Asked::new(text.clone(), sample.selected(&text)).or_refused().or_nothing()
            })
        },
    },
    Question {
        name: "lower-case-or",
        choice: "`or` in lower case is refused",
        source: Source::Documented,
        asked: |sample| {
            pairs(&sample.statuses(), |one, other| {
                let either = sample.selected(&format!("status:{one} OR status:{other}"));
                refused(sample, format!("status:{one} or status:{other}"))
                    .or("it is the operator", either)
            })
        },
    },
    Question {
        name: "lower-case-not",
        choice: "`not` in lower case is refused",
        source: Source::Documented,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                refused(sample, format!("not status:{status}"))
                    .or("it is the operator", sample.selected(&format!("NOT status:{status}")))
                    .or("it is ignored", sample.selected(&format!("status:{status}")))
            })
        },
    },
    Question {
        name: "trailing-or",
        choice: "an `OR` at the end is refused",
        source: Source::Chosen,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                refused(sample, format!("status:{status} OR"))
                    .or("it is ignored", sample.selected(&format!("status:{status}")))
            })
        },
    },
    Question {
        name: "leading-or",
        choice: "an `OR` at the start is refused",
        source: Source::Seen,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                refused(sample, format!("OR status:{status}"))
                    .or("it is ignored", sample.selected(&format!("status:{status}")))
            })
        },
    },
    Question {
        name: "empty-query",
        choice: "the empty query selects everything",
        source: Source::Chosen,
        asked: |sample| vec![Asked::new("", sample.everything()).or_refused().or_nothing()],
    },
    Question {
        name: "blank-after-colon",
        choice: "`status: failed` is `status:failed`",
        source: Source::Seen,
        asked: |sample| {
            each(&sample.statuses(), |status| {
                let ours = sample.selected(&format!("status:{status}"));
                Asked::new(format!("status: {status}"), ours).or_refused().or_nothing()
            })
        },
    },
    Question {
        name: "quotes-around-a-value",
        choice: "quotes are not a part of a value",
        source: Source::Documented,
        asked: |sample| {
            each(&sample.types(), |kind| {
                let ours = sample.selected(&format!("type:{kind}"));
                Asked::new(format!("type:\"{kind}\""), ours).or_refused().or_nothing()
            })
        },
    },
    Question {
        name: "quotes-inside-a-value",
        choice: "quotes may open in the middle of a value",
        source: Source::Seen,
        asked: |sample| {
            each(&sample.types(), |kind| {
                let ours = sample.selected(&format!("type:{kind}"));
                let (start, end) = kind.split_at(kind.len().min(2));
                Asked::new(format!("type:{start}\"{end}\""), ours).or_refused().or_nothing()
            })
        },
    },
];

/// A query that is refused here, and may be ignored elsewhere.
pub(super) fn refused(sample: &Sample, text: String) -> Asked {
    Asked::new(text, Answer::Refused).or_nothing().or_everything(sample)
}

pub(super) fn each(values: &[String], asked: impl Fn(&str) -> Asked) -> Vec<Asked> {
    values.iter().map(|value| asked(value)).collect()
}

/// Each pair of two values.
fn pairs(values: &[String], asked: impl Fn(&str, &str) -> Asked) -> Vec<Asked> {
    let other = |one: usize| values.iter().enumerate().filter(move |(at, _)| *at != one);
    let of = |(at, one)| other(at).map(move |(_, other)| (one, other));
    values
        .iter()
        .enumerate()
        .flat_map(of)
        .map(|(one, other): (&String, &String)| asked(one, other))
        .collect()
}

/// Each status with each pair of two types.
fn mixed(sample: &Sample, asked: impl Fn(&str, &str, &str) -> Asked) -> Vec<Asked> {
    let types = sample.types();
    let of = |status: String| pairs(&types, |one, other| asked(&status, one, other));
    sample.statuses().into_iter().flat_map(of).collect()
}
