//! The table of activity fields.

use super::constraint::of_computer;
use crate::activity::{ActivityTerm, Asks};
use crate::computer::{ComputerQuery, ComputerTerm};
use crate::model::{ACTIVITY_TYPES, ActivityId, Status};
use crate::property;
use crate::query::constraint::Constraints;
use crate::query::language::{Field, FieldKind, Language, NoBase, TermSyntax};
use crate::query::suggest::Alias;

impl Language for ActivityTerm {
    type Nested = ComputerTerm;
    type Base = NoBase<ComputerTerm>;
    const NAME: &'static str = "activity";

    const FIELDS: &'static [Field<Self>] = &[
        Field::new(
            "status",
            FieldKind::OneOf {
                values: Status::WORDS,
                make: |word| Status::from_word(word).map(Self::Status),
            },
            "the status of the activity",
        )
        .aliases(&[Alias::certain("activity-status", "status"), Alias::guess("state", "status")])
        .synonyms(STATUSES),
        Field::new(
            "type",
            FieldKind::OpenText { known: ACTIVITY_TYPES, make: Self::Type },
            "the type of the activity, exactly",
        ),
        Field::new(
            "computer",
            FieldKind::Query(Self::Computer),
            "the computer the activity is for",
        )
        .aliases(&[
            Alias::certain("computer-id", "computer:id"),
            Alias::guess("instance", "computer"),
            Alias::guess("instance-id", "computer:id"),
        ]),
        Field::new(
            "created-after",
            FieldKind::Date(Self::CreatedAfter),
            "created at the first instant of the date, or later",
        )
        .aliases(&[
            Alias::guess("created", "created-after"),
            Alias::guess("creation-time", "created-after"),
            Alias::guess("after", "created-after"),
            Alias::guess("since", "created-after"),
        ]),
        Field::new(
            "created-before",
            FieldKind::Date(Self::CreatedBefore),
            "created before the first instant of the date",
        )
        .aliases(&[
            Alias::guess("created", "created-before"),
            Alias::guess("creation-time", "created-before"),
            Alias::guess("before", "created-before"),
            Alias::guess("until", "created-before"),
        ]),
        Field::new(
            "creator",
            FieldKind::Text(Self::Creator),
            "the e-mail address of the person who created it, case ignored",
        )
        .aliases(&[
            Alias::guess("author", "creator"),
            Alias::guess("user", "creator"),
            Alias::guess("created-by", "creator"),
        ])
        .doubt(|value| (!value.contains('@')).then_some("is not an e-mail address")),
        Field::new(
            "id",
            FieldKind::Id(|number| Self::Id(ActivityId::read(number))),
            "the id of the activity",
        ),
        Field::new(
            "parent-id",
            FieldKind::Id(|number| Self::ParentId(ActivityId::read(number))),
            "the id of its parent activity",
        )
        .aliases(&[Alias::guess("parent", "parent-id")]),
    ];

    fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
        match self {
            Self::Id(id) => TermSyntax::text("id", id.to_string()),
            Self::ParentId(id) => TermSyntax::text("parent-id", id.to_string()),
            Self::Status(status) => TermSyntax::text("status", status.as_str()),
            Self::CreatedAfter(date) => TermSyntax::text("created-after", date.to_string()),
            Self::CreatedBefore(date) => TermSyntax::text("created-before", date.to_string()),
            Self::Creator(email) => TermSyntax::text("creator", email.as_str()),
            Self::Computer(query) => TermSyntax::Query("computer", query),
            Self::Type(kind) => TermSyntax::text("type", kind.as_str()),
        }
    }

    fn constraints(&self) -> Constraints<'_> {
        match self.asks() {
            Asks::Own(question) => property::constraints(question),
            Asks::Computer(query) => of_computer(query),
        }
    }

    fn query(&self) -> Option<&ComputerQuery> {
        match self {
            Self::Computer(query) => Some(query),
            Self::Id(_)
            | Self::ParentId(_)
            | Self::Status(_)
            | Self::CreatedAfter(_)
            | Self::CreatedBefore(_)
            | Self::Creator(_)
            | Self::Type(_) => None,
        }
    }
}

/// Synonyms of statuses. Those of the web interface are guesses, since it shows several
/// statuses under one name.
const STATUSES: &[Alias] = &[
    Alias::certain("success", "succeeded"),
    Alias::certain("successful", "succeeded"),
    Alias::certain("cancelled", "canceled"),
    Alias::certain("fail", "failed"),
    Alias::certain("failure", "failed"),
    Alias::guess("completed", "succeeded"),
    Alias::guess("done", "succeeded"),
    Alias::guess("queued", "undelivered"),
    Alias::guess("in-progress", "delivered"),
    Alias::guess("running", "delivered"),
    Alias::guess("error", "failed"),
    Alias::guess("pending", "unapproved"),
];
