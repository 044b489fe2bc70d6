//! Checks custom languages, to be called in their authors' tests.

use std::collections::{BTreeMap, HashSet};

use crate::query::constraint::Constraints;
use crate::query::expr::Expr;
use crate::query::language::{
    BaseOf, Field, FieldInfo, FieldKind, FieldRef, Language, ValueKind, all_fields, fields,
};
use crate::query::print::{TermText, quote_if_needed};
use crate::query::simplify::{Polarity, exclude};

/// Returns the problems of a language; there are none if it follows the rules of
/// [`Language`].
///
/// It checks that the names of fields and their aliases are legal and unique, including those
/// of the base, that synonyms and listed words mean legal values, that every term reads back
/// as it is written, and that what [constraints](Language::constraints) imply holds for the
/// records: a wrong constraint would make simplification change what a query selects. Pass
/// terms of every field, with values close to each other, and records that match them. The
/// time grows with the square of the number of terms.
///
/// ```
/// use activity_query::language::{
///     Constraint, Constraints, FieldKind, NoBase, NoQuery, TermSyntax, problems,
/// };
/// use activity_query::{Field, Language, Text};
///
/// /// Deployments, each of one or more services.
/// #[derive(Clone, Debug, PartialEq)]
/// struct Service(Text);
///
/// impl Language for Service {
///     type Nested = NoQuery;
///     type Base = NoBase;
///     const NAME: &'static str = "deployment";
///     const FIELDS: &'static [Field<Self>] =
///         &[Field::new("service", FieldKind::Text(Self), "what was deployed")];
///     fn syntax(&self) -> TermSyntax<'_> { TermSyntax::text("service", self.0.as_str()) }
///     // Wrong: a deployment can have two services.
///     fn constraints(&self) -> Constraints<'_> {
///         Constraints::new(Constraint::is("service", self.0.as_str()))
///     }
/// }
///
/// let terms = ["shop", "web"].map(|name| Service(name.try_into().unwrap()));
/// let records = [vec!["shop"], vec!["shop", "web"]];
/// assert_eq!(
///     problems(&terms, &records, |term, record| record.contains(&term.0.as_str())),
///     ["`service:shop` and `service:web` exclude each other, and record 1 matches both"],
/// );
/// ```
#[must_use]
pub fn problems<L: Language, R>(
    terms: &[L],
    records: &[R],
    mut is_true_of: impl FnMut(&L, &R) -> bool,
) -> Vec<String> {
    let mut problems = Vec::new();
    check_fields::<L>(&mut problems);
    if !problems.is_empty() {
        // If the table is wrong, the following checks would only report consequences of
        // that.
        return problems;
    }
    let samples: Vec<L> = all_fields::<L>().flat_map(samples).collect();
    let sample = L::sample().filter(|sample| !samples.contains(sample));
    let all: Vec<L> = samples.into_iter().chain(sample).chain(terms.iter().cloned()).collect();
    let named: HashSet<&str> = all.iter().filter_map(|term| term.syntax().field()).collect();
    for field in fields::<L>().filter(|field| !named.contains(field.name)) {
        problems.push(format!("no term is given for the field `{}`", field.name));
    }
    let of_base = all_fields::<L::Base>().filter_map(FieldRef::sample);
    problems.extend(of_base.filter_map(|term| lost::<L>(&term)));
    problems.extend(all.iter().filter_map(misread));
    let matched: Vec<Vec<bool>> = terms
        .iter()
        .map(|term| records.iter().map(|record| is_true_of(term, record)).collect())
        .collect();
    constraints(terms, &matched, &mut problems);
    problems
}

/// Returns a term of the field for each syntax that its values have.
fn samples<L: Language>(field: FieldRef<L>) -> Vec<L> {
    let texts = field.kind.forms().iter().map(|form| format!("{}:{form}", field.name));
    let read: Vec<Expr<L>> = texts.filter_map(|text| text.parse().ok()).collect();
    let forms = read.iter().flat_map(Expr::terms).map(|term| term.value.clone());
    field.sample().into_iter().chain(forms).collect()
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-'))
}

/// Checks the table of fields: the language's own, together with those of its base.
fn check_fields<L: Language>(problems: &mut Vec<String>) {
    let mut own = HashSet::new();
    for Field { info: field, .. } in L::FIELDS {
        if !is_name(field.name) {
            problems.push(format!("`{}` is not a legal name of a field", field.name));
        }
        if !own.insert(field.name) {
            problems.push(format!("two fields are named `{}`", field.name));
        }
    }
    let names: HashSet<&str> = fields::<L>().map(|field| field.name).collect();
    // An alias of two date fields means an interval: their order in the table determines
    // which is its start.
    let mut aliases: BTreeMap<&str, Vec<&FieldInfo>> = BTreeMap::new();
    for Field { info: field, .. } in L::FIELDS {
        for alias in field.aliases {
            let word = alias.word;
            if !is_name(word) {
                problems.push(format!("`{word}` is not a legal alias of `{}`", field.name));
            }
            if names.contains(word) {
                problems.push(format!("the alias `{word}` is the name of a field"));
            }
            let means = alias.means.split(':').next().unwrap_or_default();
            if !names.contains(means) {
                problems.push(format!("the alias `{word}` means `{means}`, which is not a field"));
            }
            aliases.entry(word).or_default().push(field);
        }
        for synonym in field.synonyms {
            let text = format!("{}:{}", field.name, quote_if_needed(synonym.means));
            if text.parse::<Expr<L>>().is_err() {
                problems.push(format!(
                    "the synonym `{}` means `{text}`, which is not a term",
                    synonym.word
                ));
            }
        }
    }
    for field in L::FIELDS {
        let FieldKind::OneOf { values, make } = field.kind else { continue };
        for word in values.iter().filter(|word| make(word).is_none()) {
            let name = field.info.name;
            problems.push(format!("the field `{name}` lists `{word}`, but does not take it"));
        }
    }
    let of_base = fields::<L>().filter(|field| !own.contains(field.name));
    let taken: HashSet<&str> =
        of_base.flat_map(|field| field.aliases).map(|alias| alias.word).collect();
    for (word, fields) in aliases {
        let are_dates = fields.iter().all(|field| matches!(field.kind, ValueKind::Date));
        let is_shared = fields.len() > 1 && !(fields.len() == 2 && are_dates);
        if is_shared || taken.contains(word) {
            problems.push(format!("the alias `{word}` is used for several fields"));
        }
    }
}

/// Returns why a term of the base differs from the term that it is lifted to.
fn lost<L: Language>(term: &L::Base) -> Option<String> {
    let text = TermText(term).to_string();
    let lifted = term.clone().lift();
    if L::Base::of(&lifted) != Some(term) {
        return Some(format!(
            "`BaseOf::of` does not return `{text}` for the term that it was lifted to"
        ));
    }
    (TermText(&lifted).to_string() != text)
        .then(|| format!("`{text}` becomes `{}` when it is lifted", TermText(&lifted)))
}

/// Returns why the text of a term is not read back as the term.
fn misread<L: Language>(term: &L) -> Option<String> {
    let text = TermText(term).to_string();
    match text.parse::<Expr<L>>() {
        Ok(read) if read == Expr::term(term.clone()) => None,
        Ok(read) if read.to_string() == text => {
            Some(format!("`{text}` reads back as another term"))
        }
        Ok(read) => Some(format!("`{text}` reads back as `{read}`")),
        Err(error) => {
            let message = error.diagnostics().first().map(ToString::to_string).unwrap_or_default();
            Some(format!("`{text}` does not read back: {message}"))
        }
    }
}

/// Compares what the constraints of each pair of terms imply with the records that match.
fn constraints<L: Language>(terms: &[L], matched: &[Vec<bool>], problems: &mut Vec<String>) {
    let all: Vec<(String, Constraints<'_>, &Vec<bool>)> = terms
        .iter()
        .zip(matched)
        .map(|(term, matched)| (TermText(term).to_string(), term.constraints(), matched))
        .collect();
    for (at, (one, own, matched)) in all.iter().enumerate() {
        if own.is_never_true()
            && let Some(record) = matched.iter().position(|matches| *matches)
        {
            problems.push(format!("`{one}` is never true, and record {record} matches it"));
        }
        for (next, (other, theirs, beside)) in
            all.iter().enumerate().filter(|(next, _)| *next != at)
        {
            let both = |wanted: bool| {
                let mut pairs = matched.iter().zip(beside.iter());
                pairs.position(|(own, other)| *own && *other == wanted)
            };
            let (plain, negated) = (Polarity::Positive, Polarity::Negative);
            if at < next
                && exclude((own, plain), (theirs, plain))
                && let Some(record) = both(true)
            {
                problems.push(format!(
                    "`{one}` and `{other}` exclude each other, and record {record} matches both"
                ));
            }
            if exclude((own, plain), (theirs, negated))
                && let Some(record) = both(false)
            {
                problems.push(format!(
                    "`{one}` implies `{other}`, and record {record} matches the first alone"
                ));
            }
        }
    }
}
