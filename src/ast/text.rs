//! The values that are open sets: any text, but for what no query can say.

use std::fmt;

use crate::language::Invalid;

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $problem:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = Invalid;

            fn try_from(text: &str) -> Result<Self, Invalid> {
                match $problem(text) {
                    None => Ok(Self(text.into())),
                    Some(problem) => Err(problem),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = Invalid;

            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::try_from(text.as_str())
            }
        }

        impl TryFrom<&String> for $name {
            type Error = Invalid;

            fn try_from(text: &String) -> Result<Self, Invalid> {
                Self::try_from(text.as_str())
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
    /// Any text but the empty one, which no query can say.
    ///
    /// ```
    /// use activity_query::Text;
    ///
    /// assert_eq!(Text::try_from("My laptop")?.as_str(), "My laptop");
    /// assert!(Text::try_from("").is_err());
    /// # Ok::<(), activity_query::Invalid>(())
    /// ```
    Text, empty
}

text_type! {
    /// The name of a saved search: lower-case ASCII letters, digits and hyphens.
    ///
    /// ```
    /// use activity_query::SearchName;
    ///
    /// assert_eq!(SearchName::try_from("web-farm")?.as_str(), "web-farm");
    /// assert!(SearchName::try_from("Web farm").is_err());
    /// # Ok::<(), activity_query::Invalid>(())
    /// ```
    SearchName, no_search_name
}

text_type! {
    /// What an annotation's key is searched for: any text but the empty one,
    /// without a colon, which ends it.
    AnnotationKey, no_annotation_key
}

text_type! {
    /// The name of an availability zone: any text but the empty one and
    /// `null`, which stands for no zone.
    ZoneName, no_zone_name
}

fn empty(text: &str) -> Option<Invalid> {
    text.is_empty().then(|| Invalid::new("the text is empty"))
}

fn no_search_name(text: &str) -> Option<Invalid> {
    let wrong = text.char_indices().find(|(_, c)| !matches!(c, 'a'..='z' | '0'..='9' | '-'));
    match wrong {
        None => empty(text),
        Some((at, c)) => Some(
            Invalid::new(format!(
                "`{text}` is not the name of a saved search: \
                 those have lower-case letters, digits and hyphens"
            ))
            .at(at..at + c.len_utf8()),
        ),
    }
}

fn no_annotation_key(text: &str) -> Option<Invalid> {
    match text.find(':') {
        None => empty(text),
        Some(at) => Some(Invalid::new("an annotation's key ends at a colon").at(at..at + 1)),
    }
}

fn no_zone_name(text: &str) -> Option<Invalid> {
    match text {
        "null" => Some(Invalid::new("`null` stands for no zone")),
        _ => empty(text),
    }
}
