//! Languages that include the fields of another language.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use super::{Field, Language, NoQuery, TermSyntax};
use crate::query::constraint::Constraints;
use crate::query::expr::{Expr, Node};
use crate::query::value::Text;

/// The [`Base`](Language::Base) of a language: converts its terms to terms of the language
/// `T`, which includes its fields.
///
/// Everything that is known about a term of the base also holds in `T`, and every tool works
/// on both. If both have a field of the same name, the one of `T` is used. Value providers
/// identify the fields of the base by the [`NAME`](Language::NAME) of the base, so those that
/// know values for it, such as [`MemoryStore`](crate::MemoryStore), also know them for `T`.
///
/// ```
/// use activity_query::language::{BaseOf, FieldKind, TermSyntax};
/// use activity_query::{ActivityTerm, ComputerTerm, Expr, Field, Language, Text};
///
/// /// Activities, and the teams that are responsible for them.
/// #[derive(Clone, Debug, PartialEq)]
/// enum Term { Activity(ActivityTerm), Team(Text) }
///
/// impl BaseOf<Term> for ActivityTerm {
///     fn lift(self) -> Term { Term::Activity(self) }
///     fn of(term: &Term) -> Option<&Self> {
///         match term { Term::Activity(term) => Some(term), Term::Team(_) => None }
///     }
/// }
///
/// impl Language for Term {
///     type Nested = ComputerTerm;
///     type Base = ActivityTerm;
///     const NAME: &'static str = "activity";
///     const FIELDS: &'static [Field<Self>] =
///         &[Field::new("team", FieldKind::Text(Self::Team), "the team that looks after it")];
///     fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
///         match self {
///             Self::Activity(term) => term.syntax(),
///             Self::Team(name) => TermSyntax::text("team", name.as_str()),
///         }
///     }
/// }
///
/// let query: Expr<Term> = "team:web status:failed NOT computer:(tag:eu tag:eu)".parse()?;
/// assert_eq!(query.simplified().to_string(), "team:web status:failed NOT computer:tag:eu");
/// let error = "team:web statsu:failed".parse::<Expr<Term>>().unwrap_err();
/// assert!(error.to_string().contains("did you mean `status`?"));
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub trait BaseOf<T: Language>: Language<Nested = <T as Language>::Nested> {
    /// Converts the term to the language that has this one as its base.
    fn lift(self) -> T;

    /// Returns the term of this language that was [lifted](Self::lift) to `term`, or `None`
    /// if `term` is one of the other language's own.
    fn of(term: &T) -> Option<&Self>;
}

impl<B: Language> Expr<B> {
    /// Converts the query to a language that has this one as its base.
    ///
    /// ```
    /// # use activity_query::language::{BaseOf, FieldKind, TermSyntax};
    /// # use activity_query::{ActivityTerm, ComputerTerm, Field, Language, Text};
    /// # #[derive(Clone, Debug, PartialEq)]
    /// # enum Term { Activity(ActivityTerm), Team(Text) }
    /// # impl BaseOf<Term> for ActivityTerm {
    /// #     fn lift(self) -> Term { Term::Activity(self) }
    /// #     fn of(term: &Term) -> Option<&Self> {
    /// #         match term { Term::Activity(term) => Some(term), Term::Team(_) => None }
    /// #     }
    /// # }
    /// # impl Language for Term {
    /// #     type Nested = ComputerTerm;
    /// #     type Base = ActivityTerm;
    /// #     const NAME: &'static str = "activity";
    /// #     const FIELDS: &'static [Field<Self>] =
    /// #         &[Field::new("team", FieldKind::Text(Self::Team), "the team that looks after it")];
    /// #     fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
    /// #         match self {
    /// #             Self::Activity(term) => term.syntax(),
    /// #             Self::Team(name) => TermSyntax::text("team", name.as_str()),
    /// #         }
    /// #     }
    /// # }
    /// use activity_query::{ActivityQuery, Expr};
    ///
    /// // `Term` is the language in the example of `BaseOf`.
    /// let user: Expr<Term> = "team:web OR status:failed".parse()?;
    /// let query = Expr::scoped(ActivityQuery::parent_id(4).lift(), user);
    /// assert_eq!(query.to_string(), "parent-id:4 team:web OR status:failed");
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn lift<T: Language>(self) -> Expr<T>
    where
        B: BaseOf<T>,
    {
        let lifted = |node: Node<B>| match node {
            Node::Term(term) => {
                let place = term.with(());
                Node::Term(place.with(term.value.lift()))
            }
            Node::Not(extent) => Node::Not(extent),
            Node::Group { connective, count, len, extent } => {
                Node::Group { connective, count, len, extent }
            }
        };
        Expr::from_nodes(self.into_nodes().into_iter().map(lifted).collect())
    }
}

/// The language without terms: the [`Base`](Language::Base) of a language that has no fields
/// but its own.
pub struct NoBase<N = NoQuery>(Infallible, PhantomData<fn() -> N>);

impl<T: Language> BaseOf<T> for NoBase<T::Nested> {
    fn lift(self) -> T {
        match self.0 {}
    }

    fn of(_: &T) -> Option<&Self> {
        None
    }
}

impl<N: Language> Language for NoBase<N> {
    type Nested = N;
    // It is its own base, which ends the chain of bases.
    type Base = Self;
    const NAME: &'static str = "record";
    const FIELDS: &'static [Field<Self>] = &[];

    fn keyword(_: Text) -> Option<Self> {
        None
    }

    fn sample() -> Option<Self> {
        None
    }

    fn syntax(&self) -> TermSyntax<'_, N> {
        match self.0 {}
    }

    fn constraints(&self) -> Constraints<'_> {
        match self.0 {}
    }

    fn search(&self) -> Option<&str> {
        match self.0 {}
    }

    fn query(&self) -> Option<&Expr<N>> {
        match self.0 {}
    }
}

impl<N> Clone for NoBase<N> {
    fn clone(&self) -> Self {
        match self.0 {}
    }
}

impl<N> PartialEq for NoBase<N> {
    fn eq(&self, _: &Self) -> bool {
        match self.0 {}
    }
}

impl<N> fmt::Debug for NoBase<N> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}
