//! Ubuntu releases and their code names.

/// All releases with their code names.
const RELEASES: &[(&str, &str)] = &[
    ("4.10", "warty"),
    ("5.04", "hoary"),
    ("5.10", "breezy"),
    ("6.06", "dapper"),
    ("6.10", "edgy"),
    ("7.04", "feisty"),
    ("7.10", "gutsy"),
    ("8.04", "hardy"),
    ("8.10", "intrepid"),
    ("9.04", "jaunty"),
    ("9.10", "karmic"),
    ("10.04", "lucid"),
    ("10.10", "maverick"),
    ("11.04", "natty"),
    ("11.10", "oneiric"),
    ("12.04", "precise"),
    ("12.10", "quantal"),
    ("13.04", "raring"),
    ("13.10", "saucy"),
    ("14.04", "trusty"),
    ("14.10", "utopic"),
    ("15.04", "vivid"),
    ("15.10", "wily"),
    ("16.04", "xenial"),
    ("16.10", "yakkety"),
    ("17.04", "zesty"),
    ("17.10", "artful"),
    ("18.04", "bionic"),
    ("18.10", "cosmic"),
    ("19.04", "disco"),
    ("19.10", "eoan"),
    ("20.04", "focal"),
    ("20.10", "groovy"),
    ("21.04", "hirsute"),
    ("21.10", "impish"),
    ("22.04", "jammy"),
    ("22.10", "kinetic"),
    ("23.04", "lunar"),
    ("23.10", "mantic"),
    ("24.04", "noble"),
    ("24.10", "oracular"),
    ("25.04", "plucky"),
    ("25.10", "questing"),
    ("26.04", "resolute"),
];

/// Returns whether two words name the same release: they are equal, ASCII case ignored, or
/// one is the release and the other its code name.
pub(crate) fn same_release(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || RELEASES.iter().any(|(release, name)| {
            let is =
                |word: &str| word.eq_ignore_ascii_case(release) || word.eq_ignore_ascii_case(name);
            is(one) && is(other)
        })
}

/// Returns the word and the other name of the release that it names, in lower case.
pub(crate) fn releases_like(word: &str) -> Vec<String> {
    let word = word.to_ascii_lowercase();
    let pair = RELEASES.iter().find(|(release, name)| word == *release || word == *name);
    let other = pair.map(|(release, name)| if word == *release { *name } else { *release });
    std::iter::once(word).chain(other.map(str::to_owned)).collect()
}
