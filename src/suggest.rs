//! What was meant, when a word is nearly another one.

use strsim::damerau_levenshtein;

/// Longer words are not compared: no field and no known value is so long.
const LONGEST: usize = 64;

/// The candidate that the word nearly is: the same but for case and for
/// underscores, so few letters away that it is not chance, or longer.
pub(crate) fn suggest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let plain = |text: &str| text.to_ascii_lowercase().replace('_', "-");
    let wanted = plain(word);
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = |candidate: &str| match candidate.len().min(word.len()) {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    candidates
        .iter()
        .copied()
        // Cheap, and rules out most: so many letters more are so far away.
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= near(candidate))
        .map(|candidate| (damerau_levenshtein(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance < word.len() && *distance <= near(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
        .or_else(|| {
            let longer = |candidate: &&str| plain(candidate).starts_with(&wanted);
            candidates.into_iter().find(longer).filter(|_| word.len() >= 3)
        })
}
