//! Whatever becomes of activities, they are counted as they are.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails where it stands")]

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::batch::Batch;
use super::super::records::PackedRecord;
use super::*;
use crate::model::Indexed;

/// A record of one of few computers, types and statuses.
fn text(id: u32, dice: u32) -> String {
    let status = Status::ALL[(dice % 3) as usize];
    let (computer, kind) = (dice / 3 % 3, dice / 9 % 4);
    let kind = if kind == 3 { "null".to_owned() } else { format!("\"kind {kind}\"") };
    format!(
        r#"{{"id":{id},"activity_status":"{status}","type":{kind},"computer_id":{computer},"creation_time":"2024-07-01T10:00:00Z"}}"#
    )
}

fn batch(texts: impl IntoIterator<Item = String>) -> Batch {
    let mut batch = Batch::default();
    for text in texts {
        batch.push(&Indexed::read(&text).unwrap(), PackedRecord::default(), None);
    }
    batch
}

fn slot(computer: i64) -> u32 {
    u32::try_from(computer).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn what_is_counted_is_what_is_there(
        lens in vec(1..120_u32, 1..8),
        changes in vec((any::<prop::sample::Index>(), 0..3_u32, 0..36_u32), 0..400),
    ) {
        let mut segment = Segment::default();
        let mut texts: Vec<Option<String>> = Vec::new();
        for len in lens {
            let first = u32::try_from(texts.len()).unwrap();
            let new: Vec<String> =
                (first..first + len).map(|id| text(id, id.wrapping_mul(0x9E37_79B9) >> 9)).collect();
            segment.extend(batch(new.iter().cloned()), slot);
            texts.extend(new.into_iter().map(Some));
        }
        for (index, what, dice) in changes {
            let position = u32::try_from(index.index(texts.len())).unwrap();
            let own = texts.get_mut(position as usize).unwrap();
            let Some(old) = own.clone() else { continue };
            let old = Indexed::read(&old).unwrap();
            match what {
                0 => {
                    let status = Status::ALL[(dice % 9) as usize];
                    segment.change(position, status, PackedRecord::default());
                }
                1 => {
                    let new = text(position, dice);
                    segment.replace(position, old.parent_id, batch([new.clone()]), slot);
                    *own = Some(new);
                }
                _ => {
                    segment.remove(position, old.parent_id);
                    *own = None;
                }
            }
        }
        for computer in 0..3 {
            for status in 0..16 {
                for kinds in [None, Some(&[][..]), Some(&[0]), Some(&[1, 2])] {
                    for polarity in [Polarity::Is, Polarity::IsNot] {
                        let statuses = if status == 9 { u16::MAX } else { 1 << status };
                        let asked_kinds = kinds.into_iter().map(|kinds| (kinds, polarity));
                        let asked = AskedFacets { statuses, kinds: asked_kinds.collect() };
                        let is_there = |position: &u32| {
                            let kind = segment.kinds().code_at(*position);
                            let is_asked = kinds.is_none_or(|kinds| {
                                let is_kind = kind.is_some_and(|kind| kinds.contains(&kind));
                                is_kind == (polarity == Polarity::Is)
                            });
                            let own = segment.status(*position);
                            let bit = own.map_or(1 << 15, |status| 1 << status as u16);
                            segment.computer(*position) == computer
                                && statuses & bit != 0
                                && is_asked
                        };
                        let expected = (0..segment.end()).filter(is_there).count() as u64;
                        prop_assert_eq!(segment.count_facets([computer].into_iter(), &asked), expected);
                    }
                }
            }
        }
    }
}
