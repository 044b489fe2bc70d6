//! Edits the text of a record: changes a field, and leaves the others as they are.

use std::fmt;
use std::ops::Range;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::RecordError;
use crate::model::field::Key;

/// A field of a record: its name, and the range of its value in the text.
struct Member<'t> {
    name: Key<'t>,
    value: Range<usize>,
}

/// The fields of a record, in their order.
fn members(text: &str) -> Result<Vec<Member<'_>>, RecordError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Ok(deserializer.deserialize_map(MembersVisitor(text))?)
}

struct MembersVisitor<'t>(&'t str);

impl<'t> Visitor<'t> for MembersVisitor<'t> {
    type Value = Vec<Member<'t>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Vec<Member<'t>>, A::Error> {
        let mut members = Vec::new();
        while let Some((name, raw)) = map.next_entry::<Key<'t>, &'t RawValue>()? {
            let start = raw.get().as_ptr().addr() - self.0.as_ptr().addr();
            members.push(Member { name, value: start..start + raw.get().len() });
        }
        Ok(members)
    }
}

/// Returns the JSON of the first field with that name.
pub(super) fn find<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let members = members(text).ok()?;
    let member = members.into_iter().find(|member| member.name.name() == Some(name))?;
    text.get(member.value)
}

/// Sets the JSON of these fields; those that are absent are added at the end.
pub(super) fn set(text: &str, fields: &[(&str, &str)]) -> Result<String, RecordError> {
    let members = members(text)?;
    let room: usize = fields.iter().map(|(name, json)| name.len() + json.len() + 4).sum();
    let mut edited = String::with_capacity(text.len() + room);
    let mut copied = 0;
    for member in &members {
        let own = fields.iter().find(|(name, _)| member.name.name() == Some(name));
        if let Some((_, json)) = own {
            edited.push_str(text.get(copied..member.value.start).unwrap_or_default());
            edited.push_str(json);
            copied = member.value.end;
        }
    }
    // The last value is followed by white space and the brace.
    let last = members.last().map_or_else(|| after_brace(text), |member| member.value.end);
    edited.push_str(text.get(copied..last).unwrap_or_default());
    let mut separator = if members.is_empty() { "" } else { "," };
    for (name, json) in fields {
        if members.iter().any(|member| member.name.name() == Some(name)) {
            continue;
        }
        let name = serde_json::to_string(name)?;
        edited.extend([separator, &name, ":", json]);
        separator = ",";
    }
    edited.push_str(text.get(last..).unwrap_or_default());
    Ok(edited)
}

/// Removes all fields with that name.
pub(super) fn remove(text: &str, name: &str) -> Result<String, RecordError> {
    let members = members(text)?;
    let start = after_brace(text);
    let mut edited = text.get(..start).unwrap_or_default().to_owned();
    let mut copied = start;
    let mut kept = 0;
    for member in &members {
        if member.name.name() != Some(name) {
            let own = text.get(copied..member.value.end).unwrap_or_default();
            // The comma before the first kept field belongs to the removed fields before it.
            let is_first = kept == 0 && copied > start;
            let own =
                if is_first { own.trim_start_matches([',', ' ', '\t', '\r', '\n']) } else { own };
            edited.push_str(own);
            kept += 1;
        }
        copied = member.value.end;
    }
    edited.push_str(text.get(copied..).unwrap_or_default());
    Ok(edited)
}

/// Returns the position after the brace that opens the record.
fn after_brace(text: &str) -> usize {
    text.find('{').map_or(text.len(), |brace| brace + 1)
}
