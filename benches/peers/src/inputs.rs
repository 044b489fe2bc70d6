//! The same questions in the syntax of every parser.
//!
//! If a language offers several spellings, the cheapest one for its parser is used: a date is
//! quoted text that compares in date order, and a computer's tag is a dotted name. Only the
//! chain is written out, although SQL, CEL and wirefilter have a list operator, because
//! parsing a chain is what is measured.

/// The questions in the syntax of one language.
#[derive(Debug, Clone, Copy)]
pub struct Syntax {
    /// Two terms joined by AND.
    pub short: &'static str,
    /// Six terms: an OR of two, a NOT, a date and a term about the computer.
    pub typical: &'static str,
    /// The text before the number in a term for one id.
    id: &'static str,
    or: &'static str,
}

impl Syntax {
    /// `terms` seven-digit ids joined by OR.
    #[must_use]
    pub fn chain(&self, terms: u32) -> String {
        let ids: Vec<String> =
            (1_234_567..).take(terms as usize).map(|id| format!("{}{id}", self.id)).collect();
        ids.join(self.or)
    }
}

pub(crate) const ACTIVITY_QUERY: Syntax = Syntax {
    short: "status:failed id:1234567",
    typical: "status:failed (type:ChangePackagesRequest OR type:RestartRequest) \
              NOT parent-id:12345 created-after:2011-01-01 computer:tag:laptop",
    id: "id:",
    or: " OR ",
};

pub(crate) const WIREFILTER: Syntax = Syntax {
    short: r#"status == "failed" and id == 1234567"#,
    typical: r#"status == "failed" and (type == "ChangePackagesRequest" or type == "RestartRequest") and not parent_id == 12345 and created > "2011-01-01" and computer.tag == "laptop""#,
    id: "id == ",
    or: " or ",
};

pub(crate) const TANTIVY: Syntax = Syntax {
    short: "status:failed AND id:1234567",
    typical: "status:failed AND (type:ChangePackagesRequest OR type:RestartRequest) \
              AND NOT parent_id:12345 AND created:>2011-01-01 AND computer.tag:laptop",
    id: "id:",
    or: " OR ",
};

pub(crate) const SQL: Syntax = Syntax {
    short: "status = 'failed' AND id = 1234567",
    typical: "status = 'failed' AND (type = 'ChangePackagesRequest' OR type = 'RestartRequest') \
              AND NOT parent_id = 12345 AND created > '2011-01-01' AND computer.tag = 'laptop'",
    id: "id = ",
    or: " OR ",
};

pub(crate) const CEL: Syntax = Syntax {
    short: r#"status == "failed" && id == 1234567"#,
    typical: r#"status == "failed" && (type == "ChangePackagesRequest" || type == "RestartRequest") && !(parent_id == 12345) && created > "2011-01-01" && computer.tag == "laptop""#,
    id: "id == ",
    or: " || ",
};
