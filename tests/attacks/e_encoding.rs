//! Family E, name constraints: how subtrees and blocks of addresses are written.

use tlsverify_forge::{GeneralName, Subtree, der, extension, oid};

use crate::common::judge::Rules;
use crate::scene::{Ca, EndEntity, HOST, Role, Root, Scene};

const NOT_PERMITTED: &str = "NAME_NOT_PERMITTED";
const EXCLUDED: &str = "NAME_EXCLUDED";
const MALFORMED: &str = "BAD_NAME_CONSTRAINTS";

/// A CA whose constraints are these octets.
fn raw(value: &[u8]) -> Scene {
    Scene::new().with(Ca, |c| c.extension(oid::NAME_CONSTRAINTS, true, value))
}

#[test]
fn e11_masks_are_ones_before_zeros_and_families_stay_apart() {
    let block = |octets: &[u8], is_permitted: bool, host: &str| {
        let base = [GeneralName::ip_octets(octets)];
        let value = if is_permitted {
            extension::name_constraints(&base, &[])
        } else {
            extension::name_constraints(&[], &base)
        };
        raw(&value)
            .named(host)
            .with(EndEntity, |c| c.subject_alt_name(&[GeneralName::ip(host)]))
    };
    for bad in [
        &[10, 0, 0, 0, 255, 0, 255, 0][..],
        &[10, 0, 0, 0, 0, 255, 255, 255],
        &[10, 0, 0, 0, 255, 253, 0, 0],
        &[10, 0, 0, 0],
        &[0; 16],
        &[0; 9],
        &[],
    ] {
        block(bad, true, "10.0.0.1").refused(MALFORMED, 1);
        block(bad, false, "192.0.2.1").refused(MALFORMED, 1);
    }
    let (all_4, all_6) = ([0; 8], [0; 32]);
    block(&all_4, false, "10.0.0.1").refused(EXCLUDED, 0);
    block(&all_4, true, "10.0.0.1").accepted();
    block(&all_6, false, "2001:db8::1").refused(EXCLUDED, 0);
    block(&all_6, false, "10.0.0.1").accepted();
    block(&all_4, false, "2001:db8::1").accepted();
    block(&all_4, true, "2001:db8::1").refused(NOT_PERMITTED, 0);
    // Bits beyond the mask: ignored, and by the letter malformed.
    let host_bits = [10, 1, 2, 3, 255, 0, 0, 0];
    block(&host_bits, true, "10.9.9.9").accepted();
    block(&host_bits, true, "11.1.2.3").refused(NOT_PERMITTED, 0);
    block(&host_bits, true, "10.9.9.9")
        .by(Rules::Rfc5280)
        .refused(MALFORMED, 1);
    let last = [10, 0, 0, 1, 255, 255, 255, 255];
    block(&last, false, "10.0.0.1").refused(EXCLUDED, 0);
    block(&last, false, "10.0.0.2").accepted();
    // An address of no family lies nowhere, so nobody can permit it.
    let odd = [GeneralName::dns(HOST), GeneralName::ip_octets(&[10, 0, 0])];
    raw(&extension::name_constraints(
        &[GeneralName::ip_octets(&all_4)],
        &[],
    ))
    .with(EndEntity, |c| c.subject_alt_name(&odd))
    .refused(NOT_PERMITTED, 0);
}

#[test]
fn e16_minimum_and_maximum_are_malformed() {
    let base = GeneralName::dns("example.org");
    for (minimum, maximum) in [
        (Some(1), None),
        (None, Some(0)),
        (None, Some(5)),
        (Some(0), Some(0)),
        (Some(-1), None),
    ] {
        let tree = Subtree::within(&base, minimum, maximum);
        raw(&extension::name_constraint_subtrees(
            Some(std::slice::from_ref(&tree)),
            None,
        ))
        .refused(MALFORMED, 1);
        raw(&extension::name_constraint_subtrees(None, Some(&[tree]))).refused(MALFORMED, 1);
    }
    // Zero is the default; written out it is harmless.
    let tree = Subtree::within(&base, Some(0), None);
    raw(&extension::name_constraint_subtrees(Some(&[tree]), None)).accepted();
}

#[test]
fn e18_constraints_that_constrain_nothing_are_malformed() {
    let empty: &[Subtree] = &[];
    let tree = [Subtree::from(&GeneralName::dns("example.org"))];
    for value in [
        extension::name_constraint_subtrees(None, None),
        extension::name_constraint_subtrees(Some(empty), None),
        extension::name_constraint_subtrees(None, Some(empty)),
        extension::name_constraint_subtrees(Some(empty), Some(empty)),
        extension::name_constraint_subtrees(Some(&tree), Some(empty)),
        der::sequence(&[der::tlv(0x80, &[]), der::tlv(0x81, &[])]),
        vec![],
    ] {
        let roles: [(Role, i32); 2] = [(Ca, 1), (Root, 2)];
        for (role, depth) in roles {
            Scene::new()
                .with(role, |c| c.extension(oid::NAME_CONSTRAINTS, true, &value))
                .refused(MALFORMED, depth);
        }
    }
    raw(&extension::name_constraint_subtrees(Some(&tree), None)).accepted();
}
