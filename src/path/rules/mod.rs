//! The rule sets as data: what is demanded of certificates beyond the checks that hold for every path.
//!
//! A row says which rule, from which section, in which sets, for which certificates, with which reason. BROWSER holds for
//! paths to bundled roots only: private PKIs need no more than `check` demands.

mod form;
mod usage;

use super::FaultAt;
use super::ledger::Ledger;
use super::question::{Question, RuleSet};
use crate::cert::Certificate;
use crate::finding::Fault;
use crate::reason::Reason;
use crate::trust::{Origin, TrustAnchor};

const BROWSER: u8 = 1;
const RFC5280: u8 = 2;
const CABF: u8 = 4;
const STRICT: u8 = RFC5280 | CABF;

const END_ENTITY: u8 = 1;
const INTERMEDIATE: u8 = 2;
const ANCHOR: u8 = 4;
const CAS: u8 = INTERMEDIATE | ANCHOR;
const ALL: u8 = END_ENTITY | CAS;
const BELOW_ANCHOR: u8 = END_ENTITY | INTERMEDIATE;

/// What a rule says of one certificate.
type Check<'a> = Result<(), Fault<'a>>;

/// The fault with this reason unless the claim holds.
fn demand(claim: bool, reason: Reason, part: &'static str) -> Check<'static> {
    if claim {
        Ok(())
    } else {
        Err(Fault::part(reason, part))
    }
}

/// One rule.
struct Rule {
    /// Stable name.
    name: &'static str,
    /// Where it comes from; BR stands for the CA/B Forum Baseline Requirements.
    section: &'static str,
    /// The sets it holds in.
    sets: u8,
    /// The certificates it applies to.
    roles: u8,
    check: for<'a> fn(&Certificate<'a>) -> Check<'a>,
}

macro_rules! rules {
    ($($name:literal $section:literal $sets:ident $roles:ident $check:path;)*) => {
        &[$(Rule { name: $name, section: $section, sets: $sets, roles: $roles, check: $check },)*]
    };
}

const BROWSER_AND_CABF: u8 = BROWSER | CABF;

const RULES: &[Rule] = rules! {
    "serial-number" "RFC 5280 4.1.2.2" STRICT ALL form::serial_number;
    "issuer-not-empty" "RFC 5280 4.1.2.4" STRICT ALL form::issuer_not_empty;
    "ca-subject-not-empty" "RFC 5280 4.1.2.6" STRICT CAS form::subject_not_empty;
    "no-unique-identifier" "RFC 5280 4.1.2.8" STRICT ALL form::no_unique_identifier;
    "plain-dates" "RFC 5280 4.1.2.5" STRICT ALL form::plain_dates;
    "plain-dates-below-root" "RFC 5280 4.1.2.5" BROWSER BELOW_ANCHOR form::plain_dates;
    "no-written-defaults" "X.690 11.5" STRICT ALL form::no_written_defaults;
    "maximum-validity" "BR 6.3.2" BROWSER_AND_CABF END_ENTITY form::maximum_validity;
    "authority-key-id-present" "RFC 5280 4.2.1.1" STRICT ALL form::authority_key_id_present;
    "authority-key-id-not-critical" "RFC 5280 4.2.1.1" STRICT ALL form::authority_key_id_not_critical;
    "authority-key-id-alone" "BR 7.1.2.11.1" CABF ALL form::authority_key_id_alone;
    "root-key-ids-agree" "BR 7.1.2.1" CABF ANCHOR form::root_key_ids_agree;
    "ca-subject-key-id-present" "RFC 5280 4.2.1.2" STRICT CAS form::subject_key_id_present;
    "subject-key-id-not-critical" "RFC 5280 4.2.1.2" STRICT ALL form::subject_key_id_not_critical;
    "alternative-names-critical" "RFC 5280 4.2.1.6" STRICT END_ENTITY form::alternative_names_critical;
    "alternative-names-not-critical" "BR 7.1.2.7.12" CABF END_ENTITY form::alternative_names_not_critical;
    "dns-names" "RFC 5280 4.2.1.6" STRICT END_ENTITY form::dns_names;
    "common-name-in-alternative-names" "BR 7.1.4.3" CABF END_ENTITY form::common_name_listed;
    "authority-info-not-critical" "RFC 5280 4.2.2.1" STRICT ALL form::authority_info_not_critical;
    "authority-info-access" "RFC 5280 4.2.2.1" STRICT ALL form::authority_info_access;
    "ca-basic-constraints-critical" "RFC 5280 4.2.1.9" STRICT CAS usage::basic_constraints_critical;
    "ca-key-usage-present" "RFC 5280 4.2.1.3" STRICT CAS usage::key_usage_present;
    "cert-sign-only-for-cas" "RFC 5280 4.2.1.3" STRICT END_ENTITY usage::cert_sign_only_for_cas;
    "ca-as-end-entity" "BR 7.1.2.7.8" BROWSER_AND_CABF END_ENTITY usage::no_ca;
    "extended-key-usage-present" "BR 7.1.2.7.10" CABF END_ENTITY usage::extended_key_usage_present;
    "extended-key-usage-not-critical" "BR 7.1.2.7.6" CABF END_ENTITY usage::extended_key_usage_not_critical;
    "no-any-purpose" "BR 7.1.2.7.10" CABF END_ENTITY usage::no_any_purpose;
    "root-without-extended-key-usage" "BR 7.1.2.1.2" CABF ANCHOR usage::no_extended_key_usage;
    "no-name-constraints" "RFC 5280 4.2.1.10" STRICT END_ENTITY usage::no_name_constraints;
    "name-constraints-critical" "RFC 5280 4.2.1.10" RFC5280 CAS usage::name_constraints_critical;
    "policy-constraints-critical" "RFC 5280 4.2.1.11" STRICT CAS usage::policy_constraints_critical;
    "inhibit-any-policy-critical" "RFC 5280 4.2.1.14" STRICT CAS usage::inhibit_any_policy_critical;
    "rsa-size-in-octets" "BR 6.1.5" CABF ALL usage::rsa_size_in_octets;
};

/// Applies the rules to a whole path, end entity first, the anchor last.
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    anchor: &TrustAnchor,
    question: &Question<'_>,
    ledger: &mut Ledger<'a>,
) -> Result<(), FaultAt<'a>> {
    let set = match (question.rules, anchor.origin()) {
        (RuleSet::Rfc5280, _) => RFC5280,
        (RuleSet::Cabf, _) => CABF,
        (RuleSet::Browser, Origin::Bundled) => BROWSER,
        (RuleSet::Browser, Origin::Local) => return Ok(()),
    };
    let last = certificates.len().saturating_sub(1);
    for (depth, certificate) in certificates.iter().enumerate() {
        let role = match depth {
            0 => END_ENTITY,
            _ if depth == last => ANCHOR,
            _ => INTERMEDIATE,
        };
        for rule in RULES
            .iter()
            .filter(|rule| rule.sets & set != 0 && rule.roles & role != 0)
        {
            ledger.note(depth, (rule.check)(certificate))?;
        }
    }
    Ok(())
}

/// A page with all rules, for docs/rules.md.
#[must_use]
pub fn page() -> String {
    let names = |bits: u8, all: [&str; 3]| {
        let named = all
            .iter()
            .enumerate()
            .filter(|(bit, _)| bits >> bit & 1 == 1);
        named.map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    };
    let row = |rule: &Rule| {
        format!(
            "| {} | {} | {} | {} |\n",
            rule.name,
            rule.section,
            names(rule.sets, ["BROWSER", "RFC5280", "CABF"]),
            names(rule.roles, ["end entity", "intermediate", "anchor"]),
        )
    };
    let head = "\
# The rule sets

Beyond the checks that hold for every path, `tv_set_rules` chooses which of these rules certificates have to keep. BROWSER
applies its rules to paths that end at a bundled root only, so that private PKIs work; RFC5280 and CABF apply theirs to every
path, the trust anchor's certificate included. BR stands for the CA/B Forum Baseline Requirements. This page is generated from
`src/path/rules/mod.rs`.

| rule | section | sets | applies to |
|---|---|---|---|
";
    RULES
        .iter()
        .map(row)
        .fold(head.to_owned(), |page, row| page + &row)
}
