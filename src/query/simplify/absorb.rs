//! Finds groups that an adjacent group makes redundant: those with all of its parts and more.

use std::collections::HashMap;

use super::pass::{Finding, Pass};

/// How many parts are compared for each part. In queries of many nearly equal groups, not all
/// redundant ones are found.
const COMPARED: usize = 64;

impl Pass<'_> {
    /// Removes the groups of one group that others absorb.
    pub(super) fn absorb(&mut self, groups: &mut Vec<usize>) {
        if groups.len() < 2 {
            return;
        }
        let contents = |group: &usize| self.contents.get(*group).map_or(&[][..], Vec::as_slice);
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for part in groups.iter().flat_map(contents) {
            *counts.entry(*part).or_default() += 1;
        }
        // Each group is indexed by its rarest part.
        let mut homes: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, group) in groups.iter().enumerate() {
            let rarest = contents(group).iter().min_by_key(|part| counts.get(part));
            homes.entry(rarest.copied().unwrap_or_default()).or_default().push(place);
        }
        let mut left = counts.values().sum::<usize>() * COMPARED;
        let mut absorbed: Vec<Option<usize>> = vec![None; groups.len()];
        for (place, group) in groups.iter().enumerate() {
            let own = contents(group);
            let others = own.iter().filter_map(|part| homes.get(part)).flatten().copied();
            for other in others.filter(|other| *other != place) {
                if absorbed.get(other).is_some_and(Option::is_some) {
                    continue;
                }
                let theirs = groups.get(other).map_or(&[][..], contents);
                left = left.saturating_sub(theirs.len());
                if left == 0 {
                    break;
                }
                let is_part_of_own = theirs.iter().all(|part| own.binary_search(part).is_ok());
                if is_part_of_own && (theirs.len() < own.len() || other < place) {
                    if let Some(by) = absorbed.get_mut(place) {
                        *by = Some(other);
                    }
                    break;
                }
            }
        }
        let mut kept = Vec::with_capacity(groups.len());
        for (group, by) in groups.iter().zip(&absorbed) {
            let by = by.and_then(|by| self.nnf.get(*groups.get(by)?));
            match (by, self.nnf.get(*group)) {
                (Some(by), Some(own)) => {
                    let (part, beside) = (own.range, by.range);
                    self.findings.push(Finding::Needless { part, beside });
                    self.drop_terms(part);
                }
                (_, _) => kept.push(*group),
            }
        }
        *groups = kept;
    }
}
