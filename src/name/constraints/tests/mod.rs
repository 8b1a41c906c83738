//! Tests of name constraints. The helpers write DER, so that every test goes the way of a certificate.

mod directory;
mod dns;
mod other_forms;
mod reading;
mod search;
mod work;

use super::*;
use crate::cert::{DistinguishedName, GeneralNames};
use crate::encoding::oid;

const EMAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const DIRECTORY: u8 = 0xa4;
const URI: u8 = 0x86;
const IP: u8 = 0x87;

/// A GeneralName: its tag and contents.
type Name = (u8, Vec<u8>);

/// One element of DER.
fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut der = vec![tag];
    if length < 0x80 {
        der.push(u8::try_from(length).unwrap());
    } else {
        let octets = u32::try_from(length).unwrap().to_be_bytes();
        let octets = &octets[octets.iter().position(|&octet| octet != 0).unwrap()..];
        der.push(0x80 | u8::try_from(octets.len()).unwrap());
        der.extend(octets);
    }
    der.extend(contents);
    der
}

fn texts(tag: u8, list: &[&str]) -> Vec<Name> {
    list.iter()
        .map(|text| (tag, text.as_bytes().to_vec()))
        .collect()
}

fn dns(list: &[&str]) -> Vec<Name> {
    texts(DNS, list)
}

fn octets(list: &[&[u8]]) -> Vec<Name> {
    list.iter().map(|octets| (IP, octets.to_vec())).collect()
}

/// A relative distinguished name with one common name.
fn common_name(tag: u8, text: &str) -> Vec<u8> {
    relative_name(&[(oid::COMMON_NAME, tag, text.as_bytes())])
}

fn relative_name(attributes: &[(&[u8], u8, &[u8])]) -> Vec<u8> {
    let attributes: Vec<u8> = attributes
        .iter()
        .flat_map(|(kind, tag, value)| tlv(0x30, &[tlv(0x06, kind), tlv(*tag, value)].concat()))
        .collect();
    tlv(0x31, &attributes)
}

/// A directoryName of these relative names.
fn directory_name(relative_names: &[Vec<u8>]) -> Name {
    (DIRECTORY, tlv(0x30, &relative_names.concat()))
}

fn list_der(tag: u8, bases: &[Name]) -> Vec<u8> {
    let subtrees: Vec<u8> = bases
        .iter()
        .flat_map(|(tag, base)| tlv(0x30, &tlv(*tag, base)))
        .collect();
    tlv(tag, &subtrees)
}

/// The extension's value. An empty list is left out.
fn constraints(permitted: &[Name], excluded: &[Name]) -> Vec<u8> {
    let mut lists = Vec::new();
    if !permitted.is_empty() {
        lists.extend(list_der(0xa0, permitted));
    }
    if !excluded.is_empty() {
        lists.extend(list_der(0xa1, excluded));
    }
    tlv(0x30, &lists)
}

fn alternatives(names: &[Name]) -> Vec<u8> {
    let names: Vec<u8> = names
        .iter()
        .flat_map(|(tag, name)| tlv(*tag, name))
        .collect();
    tlv(0x30, &names)
}

/// What the constraints say about a certificate with this subject (the contents of a Name) and these names.
fn verdict_of_subject(
    strictness: Strictness,
    permitted: &[Name],
    excluded: &[Name],
    subject: &[u8],
    names: &[Name],
) -> Result<(), Reason> {
    let value = constraints(permitted, excluded);
    let constraints = NameConstraints::read(&value, strictness).map_err(|fault| fault.reason)?;
    let names_der = alternatives(names);
    let names = SubjectNames {
        subject: DistinguishedName::read(subject).unwrap(),
        alternatives: (!names.is_empty()).then(|| GeneralNames::read(&names_der).unwrap()),
    };
    constraints
        .check(&names, &mut Budget::default())
        .map_err(|fault| fault.reason)
}

fn verdict(permitted: &[Name], excluded: &[Name], names: &[Name]) -> Result<(), Reason> {
    verdict_of_subject(Strictness::Rfc, permitted, excluded, &[], names)
}

#[track_caller]
fn assert_accepted(permitted: &[Name], excluded: &[Name], names: &[Name]) {
    assert_eq!(verdict(permitted, excluded, names), Ok(()));
}

#[track_caller]
fn assert_not_permitted(permitted: &[Name], names: &[Name]) {
    assert_eq!(
        verdict(permitted, &[], names),
        Err(Reason::NameNotPermitted)
    );
}

#[track_caller]
fn assert_excluded(excluded: &[Name], names: &[Name]) {
    assert_eq!(verdict(&[], excluded, names), Err(Reason::NameExcluded));
}
