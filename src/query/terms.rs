//! [`terms`]: the type of a language's terms, and their constructors.

use super::expr::Expr;
use super::language::Language;

impl<T: Language> Expr<T> {
    /// Creates the query of a term whose value is checked first; a value that can't be
    /// written in the language makes it the query that selects nothing.
    pub(crate) fn of<V, R: TryInto<V>>(value: R, term: impl FnOnce(V) -> T) -> Self {
        value.try_into().map_or_else(|_| Self::nothing(), |value| Self::term(term(value)))
    }
}

/// Defines the terms of a language: those with a constructor that checks its value, those
/// with one whose value is legal by its type, and those whose constructors are written by
/// hand.
macro_rules! terms {
    (
        $(#[$enum_doc:meta])* $term:ident;
        checked { $($(#[$doc:meta])* $name:ident($value:ident: $kind:ty) = $constructor:ident;)* }
        typed { $($(#[$typed_doc:meta])* $typed:ident($own:ident: $of:ty) = $make:ident;)* }
        others { $($(#[$other_doc:meta])* $other:ident $(($($held:ty),+))?,)* }
    ) => {
        $(#[$enum_doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $term {
            $($(#[$doc])* $name($kind),)*
            $($(#[$typed_doc])* $typed($of),)*
            $($(#[$other_doc])* $other $(($($held),+))?,)*
        }

        /// Prints the canonical text of the term.
        impl ::std::fmt::Display for $term {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::query::print::TermText(self).fmt(f)
            }
        }

        /// One constructor for each term. A value that can't be written in the language (an
        /// empty text, a negative id) makes it the query that selects nothing.
        impl $crate::query::expr::Expr<$term> {
            $($(#[$doc])*
            #[must_use]
            pub fn $constructor($value: impl TryInto<$kind>) -> Self {
                Self::of($value, $term::$name)
            })*

            $($(#[$typed_doc])*
            #[must_use]
            pub fn $make($own: $of) -> Self {
                Self::term($term::$typed($own))
            })*
        }

        #[cfg(test)]
        mod every_term {
            use super::$term;
            use crate::query::language::{FieldRef, Language as _, all_fields};

            /// A term without a row in the table of fields can't be written.
            #[test]
            fn has_a_field() {
                let word = "x".try_into().ok().and_then($term::keyword);
                let samples = all_fields::<$term>().filter_map(FieldRef::sample).chain(word);
                let made: Vec<String> = samples.map(|term| format!("{term:?}")).collect();
                for name in [$(stringify!($name),)* $(stringify!($typed),)* $(stringify!($other),)*] {
                    let is = |text: &&String| text.split('(').next() == Some(name);
                    assert!(made.iter().find(is).is_some(), "no field makes the term {name}");
                }
            }
        }
    };
}

pub(crate) use terms;
