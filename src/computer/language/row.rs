//! Rows of the table of fields, by the kind of their values.

use crate::computer::ComputerTerm;
use crate::query::language::{Field, FieldKind};
use crate::query::value::{Quantity, Text, Unit, ValueError};

pub(super) type ComputerField = Field<ComputerTerm>;

/// A row for a field that takes any text.
pub(super) const fn text(
    name: &'static str,
    make: fn(Text) -> ComputerTerm,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Text(make), help)
}

/// A row for a field that takes one of a few words.
pub(super) const fn one_of(
    name: &'static str,
    values: &'static [&'static str],
    make: fn(&str) -> Option<ComputerTerm>,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::OneOf { values, make }, help)
}

/// A row for a field whose values have a syntax of their own.
pub(super) const fn form(
    name: &'static str,
    (form, words): (&'static str, &'static [&'static str]),
    read: fn(&str) -> Result<ComputerTerm, ValueError>,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Form { form, words, deprecated: &[], follow: |_| &[], read }, help)
}

/// A row for a field that takes a number of days.
pub(super) const fn days(
    name: &'static str,
    make: fn(u32) -> ComputerTerm,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Integer { range: 0..=u32::MAX, unit: "days", make }, help)
}

/// A row for a field that takes a size.
pub(super) const fn size(
    name: &'static str,
    unit: Unit,
    make: fn(Quantity) -> ComputerTerm,
    help: &'static str,
) -> ComputerField {
    Field::new(name, FieldKind::Quantity { unit, make }, help)
}
