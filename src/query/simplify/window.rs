//! Merges windows in an OR, such as ranges of creation times, that overlap or touch.

use std::collections::HashMap;

use super::group::{Polarity, TermRange};
use super::pass::Pass;
use crate::query::constraint::{About, Says};
use crate::query::expr::Connective;
use crate::query::replace::Disposition;

/// The values of a property between two bounds; without a bound, it is open on that side.
#[derive(Clone, Copy)]
struct Window {
    about: About,
    from: Option<Bound>,
    until: Option<Bound>,
}

#[derive(Clone, Copy)]
struct Bound {
    number: i64,
    term: usize,
    /// The term that replaces it.
    standing: usize,
}

impl Window {
    fn start(&self) -> Option<i64> {
        self.from.map(|bound| bound.number)
    }

    /// Returns whether one term is both bounds, so that they can't be changed separately.
    fn is_one_term(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if from.term == until.term)
    }

    fn ends_with_or_after(&self, other: &Self) -> bool {
        match (self.until, other.until) {
            (Some(own), Some(other)) => own.number >= other.number,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }
}

impl Pass<'_> {
    /// Merges the windows of an OR, or of an AND of negations, which is the negation of one.
    pub(super) fn merge_windows(&mut self, number: usize, groups: &mut Vec<usize>) {
        let Some(group) = self.nnf.get(number) else { return };
        let meant = match group.connective {
            Connective::Any => Polarity::Positive,
            Connective::All => Polarity::Negative,
        };
        let inner = groups.iter().filter_map(|group| self.nnf.get(*group));
        let inner = inner.filter(|inner| inner.groups.is_empty() && inner.terms.len() == 2);
        let alone = group.terms.iter().map(std::slice::from_ref);
        let mut windows: HashMap<About, Vec<Window>> = HashMap::new();
        for terms in alone.chain(inner.map(|inner| inner.terms.as_slice())) {
            if let Some(window) = self.window(terms, meant) {
                windows.entry(window.about).or_default().push(window);
            }
        }
        for windows in windows.into_values() {
            let (ranges, mut windows): (Vec<_>, Vec<_>) =
                windows.into_iter().partition(Window::is_one_term);
            windows.sort_by_key(Window::start);
            let joined = self.join(windows);
            for range in ranges {
                let later = joined.partition_point(|window| window.start() <= range.start());
                let before = later.checked_sub(1).and_then(|at| joined.get(at));
                if before.is_some_and(|window| window.ends_with_or_after(&range)) {
                    self.drop_bounds(range);
                }
            }
        }
        let dispositions = &self.dispositions;
        let stays = |term: &usize| dispositions.get(*term) != Some(&Disposition::Remove);
        for group in groups.iter().chain([&number]) {
            if let Some(group) = self.nnf.get_mut(*group) {
                group.terms.retain(stays);
            }
        }
        groups.retain(|group| {
            let group = self.nnf.get(*group);
            group.is_some_and(|group| !group.terms.is_empty() || !group.groups.is_empty())
        });
    }

    /// Returns the window of one term, or of two terms that must both be true.
    fn window(&self, terms: &[usize], meant: Polarity) -> Option<Window> {
        let mut window: Option<Window> = None;
        for &term in terms {
            if self.polarities.get(term) != Some(&meant)
                || self.dispositions.get(term) == Some(&Disposition::Remove)
            {
                return None;
            }
            let constraint = self.says(term)?.own();
            let empty = Window { about: constraint.about, from: None, until: None };
            let window = window.get_or_insert(empty);
            let (from, until) = match constraint.says {
                Says::AtLeast(number) => (Some(number), None),
                Says::Below(number) => (None, Some(number)),
                Says::Within(from, below) => (Some(from), Some(below)),
                Says::Is(_) | Says::Has(_) | Says::Contains(_) | Says::Between(..) => return None,
            };
            if constraint.about != window.about {
                return None;
            }
            for (side, number) in [(&mut window.from, from), (&mut window.until, until)] {
                let Some(number) = number else { continue };
                let bound = Bound { number, term, standing: self.standing(term) };
                if side.replace(bound).is_some() {
                    return None;
                }
            }
        }
        window
    }

    /// Merges windows in the order of their starts; returns the remaining ones.
    fn join(&mut self, windows: Vec<Window>) -> Vec<Window> {
        let mut all = Vec::new();
        let mut windows = windows.into_iter();
        let Some(mut first) = windows.next() else { return all };
        let mut joined = first;
        for next in windows {
            let touches = match (joined.until, next.from) {
                (Some(until), Some(from)) => from.number <= until.number,
                (None, _) | (_, None) => true,
            };
            let until = if joined.ends_with_or_after(&next) { joined.until } else { next.until };
            if touches && (joined.from.is_some() || until.is_some()) {
                self.drop_bounds(next);
                joined.until = until;
            } else {
                self.settle_window(first, joined);
                all.push(joined);
                (first, joined) = (next, next);
            }
        }
        self.settle_window(first, joined);
        all.push(joined);
        all
    }

    /// Removes the terms of a window that other windows contain.
    fn drop_bounds(&mut self, window: Window) {
        for bound in [window.from, window.until].into_iter().flatten() {
            self.drop_terms(TermRange { first: bound.term, last: bound.term });
        }
    }

    /// Moves the end of the first merged window to that of the last one.
    fn settle_window(&mut self, first: Window, joined: Window) {
        match (first.until, joined.until) {
            (Some(own), Some(until)) if own.term != until.term => {
                if let Some(disposition) = self.dispositions.get_mut(own.term) {
                    *disposition = Disposition::Replace(until.standing);
                }
            }
            (Some(own), None) => self.drop_terms(TermRange { first: own.term, last: own.term }),
            (Some(_), Some(_)) | (None, _) => {}
        }
    }
}
