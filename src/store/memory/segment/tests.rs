//! Whatever becomes of activities, they are counted as they are.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails where it stands")]

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::batch::Batch;
use super::super::records::PackedRecord;
use super::tally::AskedCodes;
use super::*;
use crate::model::Indexed;

/// A record of one of few computers, types, statuses and creators.
fn text(id: u32, dice: u32) -> String {
    let status = Status::ALL[(dice % 3) as usize];
    let (computer, kind) = (dice / 3 % 3, dice / 9 % 4);
    let kind = if kind == 3 { "null".to_owned() } else { format!("\"kind {kind}\"") };
    let creator = match dice % 5 {
        4 => "null".to_owned(),
        creator => format!(r#"{{"email":"user{}@example.com"}}"#, creator % 2),
    };
    format!(
        r#"{{"creator":{creator},"id":{id},"activity_status":"{status}","type":{kind},"computer_id":{computer},"creation_time":"2024-07-01T10:00:00Z"}}"#
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
                        let asked_kinds: Vec<AskedCodes<'_>> = asked_kinds.collect();
                        let asked = AskedFacets {
                            statuses,
                            kinds: asked_kinds.clone(),
                            creators: Vec::new(),
                        };
                        let is_there = |position: &u32, code: Option<u32>| {
                            let is_asked = kinds.is_none_or(|kinds| {
                                let is_kind = code.is_some_and(|code| kinds.contains(&code));
                                is_kind == (polarity == Polarity::Is)
                            });
                            let own = segment.status(*position);
                            let bit = own.map_or(1 << 15, |status| 1 << status as u16);
                            statuses & bit != 0 && is_asked && !segment.tombstones().contains(*position)
                        };
                        let is_kind =
                            |position: &u32| is_there(position, segment.kinds().code_at(*position));
                        let is_creator =
                            |position: &u32| is_there(position, segment.creators().code_at(*position));
                        let of_kind = (0..segment.end()).filter(is_kind).count() as u64;
                        prop_assert_eq!(segment.count_statuses(&asked), Some(of_kind));
                        let is_own =
                            |position: &u32| segment.computer(*position) == computer && is_kind(position);
                        let expected = (0..segment.end()).filter(is_own).count() as u64;
                        prop_assert_eq!(segment.count_facets([computer].into_iter(), &asked), expected);
                        let asked =
                            AskedFacets { statuses, kinds: Vec::new(), creators: asked_kinds };
                        let of_creator = (0..segment.end()).filter(is_creator).count() as u64;
                        prop_assert_eq!(segment.count_statuses(&asked), Some(of_creator));
                    }
                }
            }
        }
    }
}
