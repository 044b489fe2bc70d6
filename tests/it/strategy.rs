//! Random queries, random texts that are nearly queries, and mutations.

mod text;

use activity_query::{
    ActivityQuery, ComputerQuery, Description, Language, LicenseType, Need, NetworkDevice,
    PartialDate, ProfileTarget, Quantity, SizedDevice, Status, UsgStatus, WslStatus,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

pub(crate) use text::{any_text, known_near_query, mutated, near_query};

/// So many cases, unless the environment says how many.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What a value is easily misread in.
const NASTY: &[&str] = &[
    " ",
    "  ",
    "\"",
    "\"\"",
    "\\",
    "\\\\",
    "\\\"",
    "%",
    "_",
    "*",
    "(",
    ")",
    "()",
    ")(",
    "[",
    "]",
    "[1Ghz TO 4Ghz]",
    "[a TO b]",
    ":",
    "::",
    ":[",
    "OR",
    "AND",
    "NOT",
    "or",
    "and",
    "not",
    "OR ",
    " OR ",
    " AND",
    "NOT ",
    "NOT(",
    "OR(a",
    "tag:a",
    "id:7",
    "computer:",
    "computer:(",
    "status",
    "TO",
    "null",
    "none",
    "ß",
    "ẞ",
    "ı",
    "İ",
    "\u{212A}",
    "ſ",
    "\u{A0}",
    "\u{2003}",
    "\u{3000}",
    "\u{85}",
    "\u{B}",
    "\u{C}",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u{7F}",
    "\u{1B}[2J",
    "\u{200B}",
    "\u{202E}",
    "\u{FEFF}",
    "e\u{301}",
    "🦀",
    "👩‍💻",
    "日本",
    "'",
    "`",
    "-",
    "--",
    ";",
    "/*",
    "#",
    ",",
    ".",
    "..",
    "~",
    "|",
    "&",
    "!",
    "{}",
    "<",
    ">",
    "=",
    "?",
    "@",
    "^",
    "$",
    "+",
    "0",
];

/// Text that is not empty, and likely to be misread.
pub(crate) fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        5 => select(NASTY).prop_map(str::to_owned),
        4 => "[a-zA-Z0-9.-]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat()).boxed()
}

/// Arbitrary text.
pub(crate) fn arbitrary() -> BoxedStrategy<String> {
    prop_oneof![
        any::<String>(),
        vec(any::<char>(), 0..16).prop_map(String::from_iter),
        vec(select(NASTY), 0..16).prop_map(|pieces| pieces.concat()),
        "[ -~\u{A0}]{0,40}",
    ]
    .boxed()
}

pub(crate) fn one_of<T: std::fmt::Debug + 'static>(
    strategies: impl IntoIterator<Item = BoxedStrategy<T>>,
) -> BoxedStrategy<T> {
    Union::new(strategies).boxed()
}

fn id() -> BoxedStrategy<i64> {
    prop_oneof![0..20_i64, 0..=i64::MAX, Just(i64::MAX)].boxed()
}

fn days() -> BoxedStrategy<u32> {
    prop_oneof![0..400_u32, any::<u32>(), Just(u32::MAX)].boxed()
}

/// A date of any precision and zone.
pub(crate) fn date() -> BoxedStrategy<PartialDate> {
    let zone = prop_oneof![
        Just(String::new()),
        Just("Z".to_owned()),
        (select(&["+", "-"][..]), 0..24_u8, 0..60_u8)
            .prop_map(|(sign, hours, minutes)| format!("{sign}{hours:02}:{minutes:02}")),
    ];
    let year = prop_oneof![1..=9999_u16, 1990..2040_u16];
    let day = (year, 1..=12_u8, 1..=31_u8);
    let time = (0..24_u8, 0..60_u8, 0..60_u8, 0..1_000_000_u32);
    (day, time, 0..7_usize, 1..=6_usize, zone)
        .prop_filter_map("no such day", |(day, time, precision, digits, zone)| {
            let (hour, minute, second, micros) = time;
            let fraction = format!("{micros:06}");
            let parts = [
                format!("{:04}", day.0),
                format!("-{:02}", day.1),
                format!("-{:02}", day.2),
                format!("T{hour:02}"),
                format!(":{minute:02}"),
                format!(":{second:02}"),
                format!(".{}", &fraction[..digits]),
            ];
            let zone = if precision > 2 { zone } else { String::new() };
            format!("{}{zone}", parts[..=precision].concat()).parse().ok()
        })
        .boxed()
}

fn quantity() -> BoxedStrategy<Quantity> {
    let size = || {
        prop_oneof![
            0..10_u64,
            any::<u64>(),
            (0..5000_u64, select(vec![1, 1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000]))
                .prop_map(|(number, unit)| number * unit),
        ]
    };
    (size(), size(), any::<bool>())
        .prop_map(|(one, other, range)| {
            if range {
                Quantity::between(one.min(other), one.max(other)).unwrap()
            } else {
                Quantity::exactly(one)
            }
        })
        .boxed()
}

fn description() -> BoxedStrategy<Description> {
    let make: &[fn(activity_query::Text) -> Description] =
        &[Description::Vendor, Description::Product, Description::Version];
    (select(make), text()).prop_map(|(make, text)| make(text.try_into().unwrap())).boxed()
}

fn sized() -> BoxedStrategy<SizedDevice> {
    prop_oneof![description().prop_map(SizedDevice::Is), quantity().prop_map(SizedDevice::Size),]
        .boxed()
}

fn network() -> BoxedStrategy<NetworkDevice> {
    prop_oneof![
        description().prop_map(NetworkDevice::Is),
        quantity().prop_map(NetworkDevice::Capacity),
        text().prop_map(|text| NetworkDevice::Serial(text.try_into().unwrap())),
    ]
    .boxed()
}

fn profile() -> BoxedStrategy<ComputerQuery> {
    let targets = vec![
        ProfileTarget::Usg(None),
        ProfileTarget::Usg(Some(UsgStatus::Pass)),
        ProfileTarget::Usg(Some(UsgStatus::Fail)),
        ProfileTarget::Usg(Some(UsgStatus::InProgress)),
        ProfileTarget::Wsl(None),
        ProfileTarget::Wsl(Some(WslStatus::Compliant)),
        ProfileTarget::Wsl(Some(WslStatus::Noncompliant)),
        ProfileTarget::Script,
        ProfileTarget::Repository,
        ProfileTarget::Package,
        ProfileTarget::Upgrade,
        ProfileTarget::Reboot,
        ProfileTarget::Removal,
    ];
    (select(targets), id()).prop_map(|(target, id)| ComputerQuery::profile(target, id)).boxed()
}

/// The constructors that take any text.
pub(crate) const OF_TEXT: &[fn(String) -> ComputerQuery] = &[
    |text| ComputerQuery::keyword(text),
    |text| ComputerQuery::tag(text),
    |text| ComputerQuery::distribution(text),
    |text| ComputerQuery::hostname(text),
    |text| ComputerQuery::title(text),
    |text| ComputerQuery::alert(text),
    |text| ComputerQuery::access_group(text),
    |text| ComputerQuery::access_group_recursive(text),
    |text| ComputerQuery::mac(text),
    |text| ComputerQuery::ip(text),
    |text| ComputerQuery::contract(text),
    |text| ComputerQuery::annotation(text.replace(':', "_")),
    |text| ComputerQuery::upgrade_profile(text),
    |text| ComputerQuery::removal_profile(text),
    |text| ComputerQuery::availability_zone(text),
    |text| ComputerQuery::instance_id(text),
    |text| ComputerQuery::instance_type(text),
    |text| ComputerQuery::ami_id(text),
    |text| ComputerQuery::vendor(text),
    |text| ComputerQuery::product(text),
    |text| ComputerQuery::uuid(text),
    |text| ComputerQuery::serial(text),
];

/// The terms of the computer language that hold no text, but for hardware.
pub(crate) fn computer_terms_without_text() -> Vec<BoxedStrategy<ComputerQuery>> {
    use ComputerQuery as Q;
    vec![
        select(vec![Need::Reboot, Need::License]).prop_map(Q::needs).boxed(),
        Just(Q::unlicensed()).boxed(),
        select(vec![
            LicenseType::Unlicensed,
            LicenseType::Pro,
            LicenseType::FreePro,
            LicenseType::Legacy,
        ])
        .prop_map(Q::license_type)
        .boxed(),
        days().prop_map(Q::license_expires_within_days).boxed(),
        days().prop_map(Q::contract_expires_within_days).boxed(),
        Just(Q::has_pro_management()).boxed(),
        Just(Q::has_no_pro_management()).boxed(),
        Just(Q::has_upgrade_profile()).boxed(),
        profile(),
        Just(Q::release_upgrade_available()).boxed(),
        Just(Q::no_availability_zone()).boxed(),
        sized().prop_map(Q::cpu).boxed(),
        sized().prop_map(Q::disk).boxed(),
        sized().prop_map(Q::memory).boxed(),
        description().prop_map(Q::display).boxed(),
        description().prop_map(Q::firmware).boxed(),
        network().prop_map(Q::network).boxed(),
        (0..=8760_u32).prop_map(Q::last_ping).boxed(),
        (1..=525_600_u32).prop_map(Q::last_ping_minutes).boxed(),
        days().prop_map(Q::usn_outstanding).boxed(),
        days().prop_map(Q::usn_applied_in).boxed(),
    ]
}

/// One term of the computer language, each one equally likely.
pub(crate) fn computer_term() -> BoxedStrategy<ComputerQuery> {
    use ComputerQuery as Q;
    let of_text = OF_TEXT.iter().map(|&make| text().prop_map(make).boxed()).collect::<Vec<_>>();
    let others = vec![
        text().prop_map(Q::keyword).boxed(),
        id().prop_map(Q::id).boxed(),
        "[a-z0-9-]{1,8}".prop_map(Q::search).boxed(),
        id().prop_map(Q::license_id).boxed(),
        (text(), text())
            .prop_map(|(key, value)| Q::annotation_value(key.replace(':', "_"), value))
            .boxed(),
    ];
    one_of(of_text.into_iter().chain(others).chain(computer_terms_without_text()))
}

/// Expressions over the terms, by the operators and the constructors.
pub(crate) fn expressions<T: Language>(
    term: BoxedStrategy<activity_query::Expr<T>>,
) -> BoxedStrategy<activity_query::Expr<T>> {
    use activity_query::Expr;
    let leaf = prop_oneof![30 => term, 1 => Just(Expr::everything()), 1 => Just(Expr::nothing())];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Expr::all),
            vec(inner.clone(), 1..4).prop_map(Expr::any),
            inner.clone().prop_map(|query| !query),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left & !right),
            (inner.clone(), inner).prop_map(|(left, right)| left | right),
        ]
    })
    .boxed()
}

/// A computer query of any terms.
pub(crate) fn computer_query() -> BoxedStrategy<ComputerQuery> {
    expressions(computer_term())
}

/// One term of the activity language, each one equally likely.
pub(crate) fn activity_term() -> BoxedStrategy<ActivityQuery> {
    use ActivityQuery as Q;
    one_of([
        id().prop_map(Q::id).boxed(),
        id().prop_map(Q::parent_id).boxed(),
        select(&Status::ALL[..]).prop_map(Q::status).boxed(),
        date().prop_map(Q::created_after).boxed(),
        date().prop_map(Q::created_before).boxed(),
        text().prop_map(Q::creator).boxed(),
        computer_query().prop_map(Q::computer).boxed(),
        computer_term().prop_map(Q::computer).boxed(),
        text().prop_map(Q::kind).boxed(),
    ])
}

/// An activity query of any terms.
pub(crate) fn activity_query() -> BoxedStrategy<ActivityQuery> {
    expressions(activity_term())
}

/// The text of an activity query.
pub(crate) fn activity_text() -> BoxedStrategy<String> {
    activity_query().prop_map(|query| query.to_string()).boxed()
}

/// The text of a computer query.
pub(crate) fn computer_text() -> BoxedStrategy<String> {
    computer_query().prop_map(|query| query.to_string()).boxed()
}
