//! Certificate policies along a path (RFC 5280 6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j), 6.1.5).
//!
//! The application accepts every policy and asks for none, so the only questions left are whether a certificate demands
//! a policy and whether one holds all the way. The tree of RFC 5280 is therefore kept as its lowest level alone, a
//! sorted set: what stands above it never changes whether that level is empty, and the set cannot grow faster than the
//! certificates that fill it.

use smallvec::SmallVec;

use super::FaultAt;
use super::ledger::Ledger;
use crate::budget::Budget;
use crate::cert::Certificate;
use crate::cert::policies::{
    CertificatePolicies, PolicyConstraints, PolicyMappings, inhibit_any_policy,
};
use crate::encoding::der::{Der, Malformed};
use crate::encoding::oid;
use crate::finding::{Detail, Fault};
use crate::reason::{Class, Reason};

/// Policies, sorted, each once.
type Set<'a> = SmallVec<[&'a [u8]; 8]>;

/// Checks the policies of a path, end entity first, the anchor last. The anchor itself takes no part (RFC 5280 6.1).
pub(super) fn check<'a>(
    certificates: &[&Certificate<'a>],
    ledger: &mut Ledger<'a>,
    budget: &mut Budget,
) -> Result<(), FaultAt<'a>> {
    let Some((_, below_anchor)) = certificates.split_last() else {
        return Ok(());
    };
    let mut state = State::new(below_anchor.len());
    let demands_policy = below_anchor
        .iter()
        .any(|certificate| certificate.extensions.policy_constraints.is_some());
    for (depth, certificate) in below_anchor.iter().enumerate().rev() {
        let result = state.take(certificate, depth == 0, demands_policy, budget);
        let is_over = result.is_err();
        match result {
            // The budget of the whole verification has run out, whatever is forgiven.
            Err(fault) if fault.class() == Class::Limit => return Err((depth, fault)),
            result => ledger.note(depth, result)?,
        }
        if is_over {
            break;
        }
    }
    Ok(())
}

/// The state of RFC 5280 6.1.2, as far as it matters here.
struct State<'a> {
    /// The policies that the next certificate may claim: the expected policies of the tree's lowest level.
    expected: Set<'a>,
    /// Whether that level has a node for anyPolicy, so that every policy may be claimed.
    expects_any: bool,
    /// In how many certificates a policy becomes a must; 0 is now.
    explicit_policy: u32,
    /// In how many certificates mappings no longer count.
    policy_mapping: u32,
    /// In how many certificates anyPolicy no longer counts.
    inhibit_any_policy: u32,
}

impl<'a> State<'a> {
    /// RFC 5280 6.1.2 for a path of so many certificates below the anchor.
    fn new(length: usize) -> Self {
        let never = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
        Self {
            expected: Set::new(),
            expects_any: true,
            explicit_policy: never,
            policy_mapping: never,
            inhibit_any_policy: never,
        }
    }

    /// One certificate, on the way from the anchor to the end entity.
    ///
    /// Where no certificate of the path demands a policy, an empty set refuses nobody, and it is not built.
    fn take(
        &mut self,
        certificate: &Certificate<'a>,
        is_last: bool,
        demands_policy: bool,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        let is_passed_through = !is_last && certificate.is_self_issued();
        if demands_policy {
            let any_counts = self.inhibit_any_policy > 0 || is_passed_through;
            self.claim(certificate, any_counts, budget)?;
            self.demand_policy()?;
        }
        if !is_last {
            self.map(certificate, demands_policy, budget)?;
        }
        // 6.1.4 (h); 6.1.5 (a) counts the last certificate even if it is self-issued.
        if !is_passed_through {
            self.explicit_policy = self.explicit_policy.saturating_sub(1);
            self.policy_mapping = self.policy_mapping.saturating_sub(1);
            self.inhibit_any_policy = self.inhibit_any_policy.saturating_sub(1);
        }
        self.constrain(certificate, is_last)?;
        if is_last && demands_policy {
            self.demand_policy()?;
        }
        Ok(())
    }

    /// 6.1.3 (d), (e): which of the expected policies the certificate claims.
    fn claim(
        &mut self,
        certificate: &Certificate<'a>,
        any_counts: bool,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        let Some(extension) = certificate.extensions.certificate_policies else {
            self.expected.clear();
            self.expects_any = false;
            return Ok(());
        };
        let claimed: Der<Set<'a>> =
            CertificatePolicies::read(extension.value).and_then(Iterator::collect);
        let mut claimed = claimed.map_err(malformed(oid::CERTIFICATE_POLICIES))?;
        let count = claimed.len();
        sort(&mut claimed, budget)?;
        // RFC 5280 4.2.1.4: a policy MUST NOT appear more than once.
        if claimed.len() != count {
            return Err(Fault::part(
                Reason::InvalidPolicy,
                "the same policy is listed twice",
            ));
        }
        let claims_any = any_counts && claimed.binary_search(&oid::ANY_POLICY).is_ok();
        claimed.retain(|policy| {
            *policy != oid::ANY_POLICY
                && (self.expects_any || self.expected.binary_search(policy).is_ok())
        });
        if claims_any {
            claimed.append(&mut self.expected);
            sort(&mut claimed, budget)?;
        }
        self.expected = claimed;
        self.expects_any &= claims_any;
        Ok(())
    }

    /// 6.1.3 (f) and 6.1.5: where a policy is a must, one is left.
    fn demand_policy(&self) -> Result<(), Fault<'a>> {
        let has_policy = self.expects_any || !self.expected.is_empty();
        if has_policy || self.explicit_policy > 0 {
            Ok(())
        } else {
            Err(Fault::new(Reason::ExplicitPolicyRequired))
        }
    }

    /// 6.1.4 (a), (b): other names for the same policies below.
    fn map(
        &mut self,
        certificate: &Certificate<'a>,
        demands_policy: bool,
        budget: &mut Budget,
    ) -> Result<(), Fault<'a>> {
        let Some(extension) = certificate.extensions.policy_mappings else {
            return Ok(());
        };
        let mappings =
            PolicyMappings::read(extension.value).map_err(malformed(oid::POLICY_MAPPINGS))?;
        let mut issuers = Set::new();
        let mut subjects = Set::new();
        for mapping in mappings {
            let (issuer, subject) = mapping.map_err(malformed(oid::POLICY_MAPPINGS))?;
            if issuer == oid::ANY_POLICY || subject == oid::ANY_POLICY {
                return Err(Fault::part(
                    Reason::InvalidPolicy,
                    "anyPolicy is mapped to another policy, or another policy to it",
                ));
            }
            if demands_policy {
                let is_expected = self.expects_any || self.expected.binary_search(&issuer).is_ok();
                if is_expected && self.policy_mapping > 0 {
                    subjects.push(subject);
                }
                issuers.push(issuer);
            }
        }
        sort(&mut issuers, budget)?;
        self.expected
            .retain(|policy| issuers.binary_search(policy).is_err());
        self.expected.append(&mut subjects);
        sort(&mut self.expected, budget)
    }

    /// 6.1.4 (i), (j), and 6.1.5 (b) for the last certificate.
    fn constrain(&mut self, certificate: &Certificate<'a>, is_last: bool) -> Result<(), Fault<'a>> {
        let extensions = &certificate.extensions;
        if let Some(extension) = extensions.policy_constraints {
            let constraints = PolicyConstraints::read(extension.value)
                .map_err(malformed(oid::POLICY_CONSTRAINTS))?;
            if let Some(skip) = constraints.require_explicit_policy
                && (!is_last || skip == 0)
            {
                self.explicit_policy = self.explicit_policy.min(skip);
            }
            if let Some(skip) = constraints.inhibit_policy_mapping {
                self.policy_mapping = self.policy_mapping.min(skip);
            }
        }
        if let Some(extension) = extensions.inhibit_any_policy {
            let skip =
                inhibit_any_policy(extension.value).map_err(malformed(oid::INHIBIT_ANY_POLICY))?;
            self.inhibit_any_policy = self.inhibit_any_policy.min(skip);
        }
        Ok(())
    }
}

/// Sorts and drops what is there twice, paid for as the comparisons of a sort.
fn sort(policies: &mut Set<'_>, budget: &mut Budget) -> Result<(), Fault<'static>> {
    if policies.len() > 1 {
        let rounds = usize::try_from(policies.len().ilog2()).unwrap_or(usize::MAX);
        budget.compare(policies.len().saturating_mul(rounds))?;
        policies.sort_unstable();
        policies.dedup();
    }
    Ok(())
}

const fn malformed<'a>(id: &'static [u8]) -> impl Fn(Malformed) -> Fault<'a> {
    move |Malformed| Fault::with(Reason::BadExtension, Detail::Oid(id))
}
