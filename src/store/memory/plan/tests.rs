//! Whatever is chosen, the answer is the same.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails where it stands")]

use std::ops::ControlFlow;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::batch::{ActivityRow, Batch, SortKey};
use super::super::bind::Leaf;
use super::super::records::PackedRecord;
use super::choose::driver;
use super::*;
use crate::model::Status;

/// More than a posting list keeps as a list.
const ROWS: u32 = 20_000;

/// A number that looks random.
fn mixed(number: u32) -> u32 {
    number.wrapping_mul(0x9E37_79B9).rotate_left(13).wrapping_mul(0x85EB_CA6B) >> 8
}

/// Half of the activities are of one type and two statuses share most.
fn segment() -> Segment {
    let mut batch = Batch::default();
    for number in 0..ROWS {
        let random = mixed(number);
        let kind = ["common", "rare", "other", "none"][(random % 7).min(3) as usize];
        let status = Status::ALL[usize::from((random / 7 % 20).min(8) as u8)];
        let row = ActivityRow {
            key: SortKey { created: i64::from(number / 3), id: i64::from(mixed(number)) },
            status: (!random.is_multiple_of(11)).then_some(status),
            computer: (!random.is_multiple_of(5)).then_some(i64::from(random / 5 % 200)),
            parent: random.is_multiple_of(3).then_some(i64::from(random % 1000)),
            kind: (kind != "none").then(|| batch.kinds.code(kind)),
            creator: Some(batch.creators.code(["jane", "joe"][(random / 64 % 2) as usize])),
            record: PackedRecord::default(),
            line: None,
        };
        batch.rows.push(row);
    }
    batch.sort();
    let mut segment = Segment::default();
    segment.extend(batch, |id| u32::try_from(id).unwrap());
    segment
}

fn leaf() -> impl Strategy<Value = Leaf<'static>> {
    let texts = |texts: &'static [&'static str]| {
        vec(select(texts), 1..3)
            .prop_map(|texts| texts.into_iter().map(Box::from).collect::<Vec<Box<str>>>())
    };
    prop_oneof![
        vec(0..ROWS, 0..50)
            .prop_map(|all| Leaf::Ids(all.into_iter().map(|id| i64::from(mixed(id))).collect())),
        vec(0..1000_i64, 1..5).prop_map(Leaf::Parents),
        (0..512_u16).prop_map(Leaf::Statuses),
        (0..7000_i64, 0..7000_i64).prop_map(|(from, len)| Leaf::Created(from..from + len)),
        texts(&["jane", "joe", "nobody"]).prop_map(Leaf::Creators),
        texts(&["common", "rare", "other", "missing"]).prop_map(Leaf::Kinds),
        vec(0..250_u32, 0..150).prop_map(|slots| Leaf::Computers(slots.into_iter().collect())),
    ]
}

fn expressions() -> impl Strategy<Value = Expr<Leaf<'static>>> {
    leaf().prop_map(Expr::term).prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4)
                .prop_map(|all| all.into_iter().reduce(|one, other| one & other).unwrap()),
            vec(inner.clone(), 1..4)
                .prop_map(|all| all.into_iter().reduce(|one, other| one | other).unwrap()),
            inner.prop_map(Expr::negated),
        ]
    })
}

/// An OR is counted operand by operand if it is known that no two select one activity.
#[test]
fn operands_that_exclude_each_other_are_counted_alone() {
    let segment = segment();
    let kind = |kind: &str| Expr::term(Leaf::Kinds(vec![Box::from(kind)]));
    let creator = || Expr::term(Leaf::Creators(vec![Box::from("jane")]));
    let statuses = |statuses| Expr::term(Leaf::Statuses(statuses));
    let ors = [
        (statuses(1) & kind("rare") | statuses(2) & creator(), true),
        (kind("rare") & creator() | kind("other") & statuses(1) | statuses(2) & kind("none"), true),
        (statuses(1) & kind("rare") | statuses(3) & creator(), false),
        (statuses(1) & kind("rare") | statuses(2).negated() & creator(), false),
        (kind("rare") | creator(), false),
        (kind("rare") & creator() | creator(), false),
        (kind("rare"), false),
    ];
    for (or, are_exclusive) in ors {
        for query in [or.clone(), or & statuses(7)] {
            let has_rest = matches!(query.root(), View::All(_));
            let parts = query.map(|leaf| segment.part(leaf));
            let expected = (0..ROWS)
                .filter(|position| Program::new(&segment, parts.clone()).selects(*position))
                .count();
            let interrupt = Interrupt::new(&|| false);
            let count = Plan::count(&segment, parts.clone(), 0..ROWS, &interrupt).unwrap();
            assert_eq!(count, expected as u64, "{query:?}");
            let (parts, _) = narrow(parts, 0..ROWS);
            let found = exclusive::operands(&parts).is_some();
            assert_eq!(found, are_exclusive && !has_rest, "{query:?}");
        }
    }
}

fn matches(plan: Plan<'_>, skip: usize, order: Order) -> Vec<u32> {
    let mut found = Vec::new();
    plan.walk_after(skip, order, |position| {
        found.push(position);
        ControlFlow::Continue(())
    })
    .unwrap();
    found
}

fn chosen(segment: &Segment, query: &Expr<Leaf<'static>>, need: Wanted) -> String {
    let parts = query.map(|leaf| segment.part(leaf));
    let (conjuncts, range) = narrow(parts, 0..ROWS);
    format!("{:?}", Choice::new(segment, &conjuncts, &range, need))
}

#[test]
fn what_takes_the_least_time_is_chosen() {
    let segment = segment();
    let rare = || Expr::term(Leaf::Kinds(vec![Box::from("rare")]));
    let statuses = |statuses| Expr::term(Leaf::Statuses(statuses));
    let most = || statuses(1 << 8);
    let id = || Expr::term(Leaf::Id(i64::from(mixed(7))));
    let created = |times| Expr::term(Leaf::Created(times));
    let computers = |slots: Range<u32>| Expr::term(Leaf::Computers(slots.into_iter().collect()));
    for (query, need, expected) in [
        // One id is looked at, whatever else it must be.
        (id() & most(), Wanted::All, "Drive(0)"),
        (most() & id(), Wanted::All, "Drive(1)"),
        (id(), Wanted::All, "Drive(0)"),
        // A list is gone through as it is; a bitmap would first have to be filled.
        (rare(), Wanted::All, "Drive(0)"),
        // A few positions are sooner taken from two lists than joined in a bitmap.
        (Expr::term(Leaf::Parents(vec![1, 2])), Wanted::All, "Drive(0)"),
        // Many are not.
        (statuses(0b11), Wanted::All, "Bitmap"),
        (rare() & most(), Wanted::All, "Bitmap"),
        // For a page of them, the first few are enough.
        (statuses(0b11), Wanted::Page { skip: 0, limit: 10 }, "Drive(0)"),
        // Among so few, a bitmap is filled before a place is found by counting.
        (statuses(0b11), Wanted::Page { skip: 1_500, limit: 10 }, "Bitmap"),
        // Almost all match, so that the first ones do.
        (rare().negated(), Wanted::Page { skip: 0, limit: 10 }, "Scan"),
        (rare().negated(), Wanted::All, "Bitmap"),
        // In a short span of time each is tested before a bitmap would be filled.
        (created(0..310) & statuses(0x1FF), Wanted::All, "Scan"),
        (created(0..750) & computers(0..100), Wanted::All, "Scan"),
        (created(0..20) & computers(200..300), Wanted::All, "Scan"),
        (created(1_000..1_049) & created(1_010..1_020).negated(), Wanted::All, "Scan"),
    ] {
        assert_eq!(chosen(&segment, &query, need), expected, "{query:?} {need:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn every_choice_gives_the_same_answer(
        query in expressions(),
        start in 0..ROWS,
        len in 0..ROWS,
        skip in prop_oneof![Just(0), 0..3000_usize],
    ) {
        let segment = segment();
        let parts = query.map(|leaf| segment.part(leaf));
        let range = start..(start + len).min(ROWS);
        let test = Program::new(&segment, parts.clone());
        let expected: Vec<u32> =
            range.clone().filter(|position| test.selects(*position)).collect();
        let newest: Vec<u32> = expected.iter().rev().copied().skip(skip).collect();
        let oldest: Vec<u32> = expected.iter().copied().skip(skip).collect();

        let interrupt = Interrupt::new(&|| false);
        let (conjuncts, narrowed) = narrow(parts.clone(), range.clone());
        let mut choices = vec![Choice::Scan, Choice::Bitmap, Choice::Blocks];
        choices.extend(
            (0..conjuncts.len())
                .filter(|index| driver(&conjuncts[*index], Wanted::All).is_some())
                .map(Choice::Drive),
        );
        choices.extend(
            (0..conjuncts.len())
                .filter(|index| union_drivers(&conjuncts[*index]).is_some())
                .map(Choice::Union),
        );
        for choice in choices {
            let plan = || {
                let (parts, range) = (conjuncts.clone(), narrowed.clone());
                choice.carry_out(&segment, parts, range, &interrupt).unwrap()
            };
            prop_assert_eq!(&matches(plan(), skip, Order::NewestFirst), &newest);
            prop_assert_eq!(&matches(plan(), skip, Order::OldestFirst), &oldest);
            prop_assert_eq!(plan().count_matches().unwrap(), expected.len() as u64);
        }
        let need = Wanted::Page { skip, limit: 10 };
        for (order, expected) in [(Order::NewestFirst, newest), (Order::OldestFirst, oldest)] {
            let page = Plan::new(&segment, parts.clone(), range.clone(), need, &interrupt);
            prop_assert_eq!(matches(page.unwrap(), skip, order), expected);
            if let Some(ranges) = split(&parts, &range, order) {
                let found = ranges.map(|range| {
                    let need = Wanted::Page { skip: 0, limit: 10 };
                    let plan = Plan::new(&segment, parts.clone(), range, need, &interrupt);
                    matches(plan.unwrap(), 0, order)
                });
                let all = range.clone().filter(|position| test.selects(*position));
                let mut all: Vec<u32> = all.collect();
                if order == Order::NewestFirst {
                    all.reverse();
                }
                prop_assert_eq!(found.concat(), all);
            }
        }
        let count = Plan::count(&segment, parts.clone(), range, &interrupt).unwrap();
        prop_assert_eq!(count, expected.len() as u64);
        let all = (0..ROWS).filter(|position| test.selects(*position)).count();
        let count = Plan::count(&segment, parts, 0..ROWS, &interrupt).unwrap();
        prop_assert_eq!(count, all as u64);
    }

    /// A test, a count and a set of one leaf say the same.
    #[test]
    fn a_leaf_selects_the_same_however_it_is_asked(leaf in leaf(), start in 0..ROWS, len in 0..ROWS) {
        let segment = segment();
        let part = segment.part(&leaf);
        let range = start..(start + len).min(ROWS);
        let expected: Vec<u32> =
            (0..ROWS).filter(|position| part.selects(&segment, *position)).collect();
        let set = part.set(&segment).below(ROWS);
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), expected.clone());
        let within = expected.iter().filter(|position| range.contains(position)).count();
        prop_assert_eq!(part.count(&segment, &range), within as u64);
    }
}
