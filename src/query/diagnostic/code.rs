//! The kinds of diagnostics.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// The query can't be read.
    Error,
    /// The query can be read, but may not mean what its author intended.
    Warning,
}

/// Prints `error` or `warning`, the first word of a report.
impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $word:literal,)*) => {
        /// The kind of a diagnostic.
        ///
        /// Its word, such as `unknown-field`, is stable across versions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word for this code, such as `unknown-field`.
            ///
            /// ```
            /// use activity_query::diagnostic::Code;
            ///
            /// assert_eq!(Code::UnknownField.as_str(), "unknown-field");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            pub(crate) fn is_error(self) -> bool {
                self.severity() == Severity::Error
            }

            /// The severity of diagnostics with this code.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// The text is longer than the limit.
    TextTooLong = Error "text-too-long",
    /// Groups are nested deeper than the limit.
    TooDeep = Error "too-deep",
    /// There are more terms than the limit.
    TooManyTerms = Error "too-many-terms",
    /// There are more diagnostics than the limit; the rest of the text is not read.
    TooManyMistakes = Error "too-many-mistakes",
    /// A quote is not closed: `title:"My laptop`.
    UnclosedQuote = Error "unclosed-quote",
    /// A group is not closed: `(id:1`.
    UnclosedGroup = Error "unclosed-group",
    /// A parenthesis that does not close a group: `id:1)`.
    UnopenedGroup = Error "unopened-group",
    /// A group without a term: `()`.
    EmptyGroup = Error "empty-group",
    /// A group of values that runs into the next word: `title:(old)laptop`.
    GluedGroup = Error "glued-group",
    /// An operator without an operand: `id:1 OR`.
    MissingOperand = Error "missing-operand",
    /// An operator that is not in capitals: `id:1 or id:2`.
    OperatorCase = Error "operator-case",
    /// The language has no field of this name: `statuss:failed`.
    UnknownField = Error "unknown-field",
    /// A class of devices without its attribute: `cpu:Intel`.
    MissingAttribute = Error "missing-attribute",
    /// A word without a field, in a language that has no keywords: `failed`.
    BareWord = Error "bare-word",
    /// A colon without a value: `status:`.
    MissingValue = Error "missing-value",
    /// A value that the field does not take: `id:abc`.
    InvalidValue = Error "invalid-value",
    /// A value that is not a date: `created-after:2011-13`.
    InvalidDate = Error "invalid-date",
    /// A range for a field that does not take one: `tag:[a TO b]`.
    UnexpectedRange = Error "unexpected-range",
    /// The syntax of another query language: `status=failed`.
    ForeignSyntax = Error "foreign-syntax",
    /// A character that is invisible, or not the one it looks like, where it can't be
    /// intended: `status：failed`.
    ConfusableCharacter = Error "confusable-character",
    /// No saved search has this name: `search:missing`.
    UnknownSearch = Error "unknown-search",
    /// Saved searches refer to each other in a cycle.
    SearchCycle = Error "search-cycle",
    /// A saved search contains mistakes.
    InvalidSearch = Error "invalid-search",
    /// The query is too large after its saved searches are expanded.
    SearchTooLarge = Error "search-too-large",
    /// A change was requested with the empty query.
    EmptyQuery = Error "empty-query",
    /// A change was requested with a query that selects everything: `id:1 OR NOT id:1`.
    SelectsEverything = Error "selects-everything",
    /// The part of the query that the system added can't be answered.
    SystemQuery = Error "system-query",
    /// A term that a backend can't express.
    UnsupportedTerm = Error "unsupported-term",
    /// A term that the documented grammar can't express: `computer:(NOT tag:a)`.
    NotPortable = Error "not-portable",
    /// A keyword that would be an operator in capitals: `web or db`.
    LowerCaseOperator = Warning "lower-case-operator",
    /// An operator that is part of a word: `NOT(web)`.
    GluedOperator = Warning "glued-operator",
    /// A phrase in quotes that looks like a term: `"tag:laptop"`.
    QuotedTerm = Warning "quoted-term",
    /// Characters beyond ASCII without quotes: `title:Büro`.
    UnquotedText = Warning "unquoted-text",
    /// A blank after the colon: `status: failed`.
    BlankAfterColon = Warning "blank-after-colon",
    /// A value that is not one of the known values of an open set: `type:Restart`.
    UnknownValue = Warning "unknown-value",
    /// A value that has a newer name: `profile:security:1`.
    DeprecatedValue = Warning "deprecated-value",
    /// An unbalanced parenthesis in a value: `title:Server(1`.
    UnbalancedParenthesis = Warning "unbalanced-parenthesis",
    /// A group of one value: `title:(old)`.
    SingleValue = Warning "single-value",
    /// A value in a group that looks like a term: `tag:(web OR title:db)`.
    TermInGroup = Warning "term-in-group",
    /// Text that is legal, but probably a slip: `tag=laptop`.
    LikelySlip = Warning "likely-slip",
    /// A character in a text that is invisible, or not the one it looks like: `tag:web‑01`.
    ConfusableText = Warning "confusable-text",
    /// A value that records are unlikely to have: `creator:jane`.
    UnlikelyValue = Warning "unlikely-value",
    /// A query that can never match a record: `id:1 id:2`.
    NeverMatches = Warning "never-matches",
    /// A query that matches every record: `id:1 OR NOT id:1`.
    AlwaysMatches = Warning "always-matches",
    /// A part that is true of every record, or of none: `status:failed (id:1 OR NOT id:1)`.
    IdlePart = Warning "idle-part",
    /// A part that is repeated: `id:1 OR id:1`.
    DuplicatePart = Warning "duplicate-part",
    /// A part that another part implies or excludes: `id:1 NOT id:2`.
    SubsumedPart = Warning "subsumed-part",
    /// An OR beside other terms, without parentheses: `id:1 type:a OR id:2`.
    AmbiguousOr = Warning "ambiguous-or",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let code = Self::ALL.iter().find(|code| code.as_str() == word);
        code.copied().ok_or_else(|| D::Error::custom(format!("`{word}` is not a known code")))
    }
}
