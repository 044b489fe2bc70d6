//! The parts of random queries: texts, and the terms of computers.

use activity_query::value::{
    Description, LicenseType, Need, NetworkDevice, ProfileTarget, SizedDevice, UsgStatus, WslStatus,
};
use activity_query::{ComputerQuery, Quantity};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

/// Texts that are easily misread in a value.
pub(crate) const NASTY: &[&str] = &[
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

/// A non-empty text that is likely to be misread.
pub(crate) fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        5 => select(NASTY).prop_map(str::to_owned),
        4 => "[a-zA-Z0-9.-]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat()).boxed()
}

pub(crate) fn one_of<T: std::fmt::Debug + 'static>(
    strategies: impl IntoIterator<Item = BoxedStrategy<T>>,
) -> BoxedStrategy<T> {
    Union::new(strategies).boxed()
}

pub(crate) fn id() -> BoxedStrategy<i64> {
    prop_oneof![0..20_i64, 0..=i64::MAX, Just(i64::MAX)].boxed()
}

fn days() -> BoxedStrategy<u32> {
    prop_oneof![0..400_u32, any::<u32>(), Just(u32::MAX)].boxed()
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

/// The terms of the computer language that contain no text, except for hardware.
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
