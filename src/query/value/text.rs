//! Text values, which are open sets: any text that a query can contain.

use std::fmt;

use crate::query::value::ValueError;

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $problem:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = ValueError;

            fn try_from(text: &str) -> Result<Self, ValueError> {
                match $problem(text) {
                    None => Ok(Self(text.into())),
                    Some(problem) => Err(problem),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = ValueError;

            fn try_from(text: String) -> Result<Self, ValueError> {
                Self::try_from(text.as_str())
            }
        }

        impl TryFrom<&String> for $name {
            type Error = ValueError;

            fn try_from(text: &String) -> Result<Self, ValueError> {
                Self::try_from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                Self::try_from(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

text_type! {
    /// Any text but the empty one, which queries can't contain.
    ///
    /// ```
    /// use activity_query::Text;
    ///
    /// assert_eq!(Text::try_from("My laptop")?.as_str(), "My laptop");
    /// assert!(Text::try_from("").is_err());
    /// # Ok::<(), activity_query::ValueError>(())
    /// ```
    Text, empty
}

/// Returns whether the character separates words.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}')
}

pub(crate) fn empty(text: &str) -> Option<ValueError> {
    text.is_empty().then(|| ValueError::new("the text is empty"))
}

pub(crate) use text_type;
