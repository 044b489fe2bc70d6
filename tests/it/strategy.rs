//! Random queries, texts and mutations of texts.

use activity_query::{
    ActivityQuery, ComputerQuery, Description, Expr, Language, LicenseType, Need, NetworkDevice,
    PartialDate, ProfileTarget, Quantity, SizedDevice, Status, UsgStatus, WslStatus,
};
use proptest::prelude::*;
use proptest::sample::select;

/// So many cases, unless `PROPTEST_CASES` says otherwise.
pub(crate) fn cases(default: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = wanted.unwrap_or(default);
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// Values that are hard to write down.
pub(crate) fn text() -> impl Strategy<Value = String> {
    const NASTY: &[&str] = &[
        "laptop",
        "My laptop",
        "a\"b",
        "a\\b",
        "\\",
        "\"",
        "\\\"",
        "100%",
        "a_b",
        "Server(1)",
        "(a)",
        "a(b",
        "a)b",
        "()",
        "[a TO b]",
        "[a",
        "]",
        "k:v",
        ":",
        "a:",
        "OR",
        "AND",
        "NOT",
        "or",
        "not",
        "and",
        "NOT(a)",
        "ß",
        "ı",
        "K",
        "a\u{A0}b",
        " ",
        "\t",
        "\n",
        "\u{1}",
        "😀",
        "tag:x",
        "*",
        "null",
        "none",
        "-",
        "#",
        "e\u{301}",
    ];
    prop_oneof![
        3 => select(NASTY).prop_map(str::to_owned),
        2 => "[a-z0-9.@-]{1,8}",
        1 => "[ -~]{1,6}",
        1 => any::<String>().prop_filter("not empty", |text| !text.is_empty()),
    ]
}

pub(crate) fn date() -> impl Strategy<Value = PartialDate> {
    let fields = (1_u32..=9999, 1_u32..=12, 1_u32..=28, 0_u32..24, 0_u32..60, 0_u32..1_000_000);
    let zone = prop_oneof![Just(""), Just("Z"), Just("+02:00"), Just("-11:30"), Just("-00:00")];
    (fields, zone, 0..12_usize).prop_map(|((y, mo, d, h, mi, us), zone, precision)| {
        let whole = format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{:02}.{us:06}", us % 60);
        let length = [4, 7, 10, 13, 16, 19, 21, 22, 23, 24, 25, 26][precision];
        let zone = if precision < 3 { "" } else { zone };
        format!("{}{zone}", &whole[..length]).parse().unwrap()
    })
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let size = prop_oneof![0..5_u64, (1..999_u64).prop_map(|n| n * 1_000_000), any::<u64>()];
    (size.clone(), size).prop_map(|(a, b)| Quantity::between(a.min(b), a.max(b)).unwrap())
}

fn description() -> impl Strategy<Value = Description> {
    let value = text().prop_map(|text| text.try_into().unwrap());
    (value, 0..3).prop_map(|(text, which)| match which {
        0 => Description::Vendor(text),
        1 => Description::Product(text),
        _ => Description::Version(text),
    })
}

fn device() -> impl Strategy<Value = SizedDevice> {
    prop_oneof![description().prop_map(SizedDevice::Is), quantity().prop_map(SizedDevice::Size)]
}

fn profile() -> impl Strategy<Value = ProfileTarget> {
    select(vec![
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
    ])
}

/// One computer term of any kind.
pub(crate) fn computer_term() -> impl Strategy<Value = ComputerQuery> {
    let of_text = select(vec![
        ComputerQuery::keyword as fn(String) -> ComputerQuery,
        ComputerQuery::tag,
        ComputerQuery::distribution,
        ComputerQuery::hostname,
        ComputerQuery::title,
        ComputerQuery::alert,
        ComputerQuery::access_group,
        ComputerQuery::access_group_recursive,
        ComputerQuery::mac,
        ComputerQuery::ip,
        ComputerQuery::search,
        ComputerQuery::contract,
        ComputerQuery::annotation,
        ComputerQuery::upgrade_profile,
        ComputerQuery::removal_profile,
        ComputerQuery::availability_zone,
        ComputerQuery::instance_id,
        ComputerQuery::instance_type,
        ComputerQuery::ami_id,
        ComputerQuery::vendor,
        ComputerQuery::product,
        ComputerQuery::uuid,
        ComputerQuery::serial,
    ]);
    let constant = select(vec![
        ComputerQuery::needs(Need::Reboot),
        ComputerQuery::needs(Need::License),
        ComputerQuery::unlicensed(),
        ComputerQuery::license_type(LicenseType::Unlicensed),
        ComputerQuery::license_type(LicenseType::Pro),
        ComputerQuery::license_type(LicenseType::FreePro),
        ComputerQuery::license_type(LicenseType::Legacy),
        ComputerQuery::has_pro_management(),
        ComputerQuery::has_no_pro_management(),
        ComputerQuery::has_upgrade_profile(),
        ComputerQuery::release_upgrade_available(),
        ComputerQuery::no_availability_zone(),
    ]);
    let of_number = select(vec![
        ComputerQuery::license_expires_within_days as fn(u32) -> ComputerQuery,
        ComputerQuery::contract_expires_within_days,
        ComputerQuery::usn_outstanding,
        ComputerQuery::usn_applied_in,
        ComputerQuery::id,
        ComputerQuery::license_id,
        ComputerQuery::last_ping,
        ComputerQuery::last_ping_minutes,
    ]);
    prop_oneof![
        8 => (of_text, text()).prop_map(|(make, text)| make(text)),
        2 => constant,
        2 => (of_number, prop_oneof![0..40_u32, any::<u32>()]).prop_map(|(make, n)| make(n)),
        1 => (text(), text()).prop_map(|(k, v)| ComputerQuery::annotation_value(k, v)),
        1 => (profile(), any::<i64>()).prop_map(|(target, id)| ComputerQuery::profile(target, id)),
        1 => device().prop_map(ComputerQuery::cpu),
        1 => device().prop_map(ComputerQuery::disk),
        1 => device().prop_map(ComputerQuery::memory),
        1 => description().prop_map(ComputerQuery::display),
        1 => description().prop_map(ComputerQuery::firmware),
        1 => description().prop_map(|is| ComputerQuery::network(NetworkDevice::Is(is))),
        1 => quantity().prop_map(|size| ComputerQuery::network(NetworkDevice::Capacity(size))),
        1 => text().prop_map(|t| ComputerQuery::network(NetworkDevice::Serial(t.try_into().unwrap()))),
    ]
}

/// One activity term of any kind.
pub(crate) fn activity_term() -> impl Strategy<Value = ActivityQuery> {
    prop_oneof![
        any::<i64>().prop_map(ActivityQuery::id),
        (0..30).prop_map(ActivityQuery::id),
        any::<i64>().prop_map(ActivityQuery::parent_id),
        select(Status::ALL.to_vec()).prop_map(ActivityQuery::status),
        date().prop_map(ActivityQuery::created_after),
        date().prop_map(ActivityQuery::created_before),
        text().prop_map(ActivityQuery::creator),
        text().prop_map(ActivityQuery::kind),
        computer_query().prop_map(ActivityQuery::computer),
    ]
}

/// Terms combined in every way, also the query that selects everything.
fn combined<T: Language>(
    term: impl Strategy<Value = Expr<T>> + 'static,
) -> impl Strategy<Value = Expr<T>> {
    let leaf = prop_oneof![20 => term, 1 => Just(Expr::everything())];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Expr::all),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Expr::any),
            inner.prop_map(|query| !query),
        ]
    })
}

pub(crate) fn computer_query() -> impl Strategy<Value = ComputerQuery> {
    combined(computer_term())
}

pub(crate) fn activity_query() -> impl Strategy<Value = ActivityQuery> {
    combined(activity_term())
}

/// Pieces that queries are made of, good and bad ones.
const WORDS: &[&str] = &[
    "status:failed",
    "status:",
    "Status:failed",
    "statuss:failed",
    "id:1",
    "id:abc",
    "id:007",
    "type:RestartRequest",
    "type:Restart",
    "created-after:2011-01",
    "created-before:2011-13",
    "computer:tag:laptop",
    "computer:web01",
    "computer:(tag:a OR b)",
    "computer:(",
    "computer:",
    "computer:\"tag:a OR tag:b\"",
    "computer:\"title:\\\"x\\\"\"",
    "creator:a@b.c",
    "tag:a",
    "tag:",
    "tag:\"",
    "title:\"My laptop\"",
    "title:Server(1)",
    "title:a(",
    "cpu:x",
    "cpu.size:[1Ghz TO 4Ghz]",
    "cpu.size:[4Ghz TO 1Ghz]",
    "tag:[a TO b]",
    "[a TO b]",
    "web01",
    "\"a phrase\"",
    "\"tag:x\"",
    "\"\"",
    "\"",
    "OR",
    "AND",
    "NOT",
    "or",
    "and",
    "not",
    "NOT(a)",
    "(",
    ")",
    "()",
    ":",
    "x:y",
    "needs:reboot",
    "profile:usg:8:fail",
    "profile:security:8",
    "annotation:k:v",
    "search:farm",
    "ü",
    "tag:ü",
    "computer:tag:ü",
    "\u{A0}",
    "\\",
    "a\\b",
];

/// Texts that are nearly queries.
pub(crate) fn near_query() -> impl Strategy<Value = String> {
    let glue = select(&[" ", " ", " ", " ", "", "  ", "\t", "\u{A0}", "\n"][..]);
    proptest::collection::vec((select(WORDS), glue), 0..10)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
}

/// A text with some characters taken out, doubled or replaced.
pub(crate) fn mutated(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let change = (
        any::<prop::sample::Index>(),
        0..4,
        select(&["(", ")", "\"", " ", ":", "\\", "OR", "[", "é"][..]),
    );
    (text, proptest::collection::vec(change, 0..4)).prop_map(|(text, changes)| {
        let mut characters: Vec<String> = text.chars().map(String::from).collect();
        for (index, kind, piece) in changes {
            if characters.is_empty() {
                break;
            }
            let at = index.index(characters.len());
            match kind {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, characters[at].clone()),
                2 => piece.clone_into(&mut characters[at]),
                _ => characters.insert(at, piece.to_owned()),
            }
        }
        characters.concat()
    })
}

/// Any of these texts.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => near_query(),
        2 => mutated(near_query()),
        2 => mutated(activity_query().prop_map(|query| query.to_string())),
        2 => mutated(computer_query().prop_map(|query| query.to_string())),
        1 => any::<String>(),
    ]
}
