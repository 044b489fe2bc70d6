//! The fields of a language and of its base in one table.

use std::any::TypeId;
use std::marker::PhantomData;
use std::ops::Deref;

use super::{BaseOf, Field, FieldInfo, FieldKind, Language};
use crate::query::expr::Expr;

/// Lists the fields of a language in the order in which messages list them: its own, then
/// those of its base whose names it does not redefine.
///
/// ```
/// use activity_query::ActivityTerm;
/// use activity_query::language::fields;
///
/// let names: Vec<&str> = fields::<ActivityTerm>().map(|field| field.name).collect();
/// assert_eq!(names[..3], ["status", "type", "computer"]);
/// ```
pub fn fields<L: Language>() -> impl Iterator<Item = &'static FieldInfo> {
    all_fields::<L>().map(|field| field.info)
}

/// The same fields, with access to their terms.
pub(crate) fn all_fields<L: Language>() -> impl Iterator<Item = FieldRef<L>> {
    let is_meant = |found: &FieldRef<L>| {
        found.at < L::FIELDS.len() || field::<L>(found.name).is_some_and(|own| own.at == found.at)
    };
    (0..).map_while(FieldRef::<L>::nth).filter(is_meant)
}

/// Returns the field of that name: the language's own, or else that of its base.
#[inline]
pub(crate) fn field<L: Language>(name: &str) -> Option<FieldRef<L>> {
    let own = L::FIELDS.iter().enumerate().find(|(_, field)| field.info.name == name);
    match own {
        Some((at, own)) => Some(FieldRef::new(&own.info, at)),
        None if has_base::<L>() => field::<L::Base>(name).map(FieldRef::lifted),
        None => None,
    }
}

/// Returns whether the language or its base has a field. The compiler knows this, and leaves
/// out the code that reads queries of a language without fields.
#[inline]
pub(crate) fn has_fields<L: Language>() -> bool {
    !L::FIELDS.is_empty() || has_base::<L>() && has_fields::<L::Base>()
}

/// Returns whether the base is another language: [`NoBase`](super::NoBase) is its own base.
fn has_base<L: Language>() -> bool {
    TypeId::of::<L>() != TypeId::of::<L::Base>()
}

/// A field of a language or of its base: its information, and access to its terms.
pub(crate) struct FieldRef<L> {
    info: &'static FieldInfo,
    /// The index of the field, counting those of the base after the language's own.
    at: usize,
    language: PhantomData<fn() -> L>,
}

/// The field in the language that defines it.
pub(crate) enum FieldOwner<L: Language> {
    Own(&'static Field<L>),
    Base(FieldRef<L::Base>),
}

impl<L> FieldRef<L> {
    fn new(info: &'static FieldInfo, at: usize) -> Self {
        Self { info, at, language: PhantomData }
    }
}

impl<L: Language> FieldRef<L> {
    fn nth(at: usize) -> Option<Self> {
        match L::FIELDS.get(at) {
            Some(own) => Some(Self::new(&own.info, at)),
            None if has_base::<L>() => {
                FieldRef::<L::Base>::nth(at - L::FIELDS.len()).map(Self::lifted)
            }
            None => None,
        }
    }

    fn lifted(base: FieldRef<L::Base>) -> Self {
        Self::new(base.info, L::FIELDS.len() + base.at)
    }

    #[inline]
    pub(crate) fn owner(self) -> FieldOwner<L> {
        match L::FIELDS.get(self.at) {
            Some(own) => FieldOwner::Own(own),
            None => FieldOwner::Base(FieldRef::new(self.info, self.at - L::FIELDS.len())),
        }
    }

    /// Returns the term of the field that holds the query, or `None` if the field does not
    /// take one.
    pub(crate) fn holding(self, query: Expr<L::Nested>) -> Option<L> {
        match self.owner() {
            FieldOwner::Own(own) => {
                if let FieldKind::Query(make) = own.kind {
                    Some(make(query))
                } else {
                    None
                }
            }
            FieldOwner::Base(field) => field.holding(query).map(L::Base::lift),
        }
    }

    /// Creates a term of the field with a known value.
    pub(crate) fn sample(self) -> Option<L> {
        match self.owner() {
            FieldOwner::Own(own) => own.sample(),
            FieldOwner::Base(field) => field.sample().map(L::Base::lift),
        }
    }
}

impl<L> Clone for FieldRef<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for FieldRef<L> {}

impl<L> Deref for FieldRef<L> {
    type Target = FieldInfo;

    fn deref(&self) -> &FieldInfo {
        self.info
    }
}
