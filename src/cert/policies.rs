//! The extensions on certificate policies: certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy.
//!
//! Only their form is known here; `path::policies` says what they mean along a path.

use crate::encoding::der::{self, Der, Malformed, Reader, tag};

/// CertificatePolicies (RFC 5280 4.2.1.4). Reads one policy at a time; qualifiers are checked for form and passed over.
#[derive(Clone, Copy, Debug)]
pub struct CertificatePolicies<'a>(Reader<'a>);

impl<'a> CertificatePolicies<'a> {
    /// Reads the extension. At least one policy has to be there.
    pub fn read(value: &'a [u8]) -> Der<Self> {
        filled_sequence(value).map(Self)
    }
}

impl<'a> Iterator for CertificatePolicies<'a> {
    type Item = Der<&'a [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        next_of(&mut self.0, |information| {
            let policy = information.oid()?;
            if let Some(qualifiers) = information.optional(tag::SEQUENCE)? {
                well_formed_qualifiers(qualifiers)?;
            }
            Ok(policy)
        })
    }
}

/// `SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo`, each an OBJECT IDENTIFIER and one value of any type.
fn well_formed_qualifiers(qualifiers: &[u8]) -> Der<()> {
    let mut reader = Reader::new(qualifiers);
    loop {
        let mut qualifier = reader.sequence()?;
        qualifier.oid()?;
        qualifier.any()?;
        qualifier.finish()?;
        if reader.is_empty() {
            return Ok(());
        }
    }
}

/// PolicyMappings (RFC 5280 4.2.1.5): pairs of an issuer's policy and the subject's policy that is its equal.
#[derive(Clone, Copy, Debug)]
pub struct PolicyMappings<'a>(Reader<'a>);

impl<'a> PolicyMappings<'a> {
    /// Reads the extension. At least one pair has to be there.
    pub fn read(value: &'a [u8]) -> Der<Self> {
        filled_sequence(value).map(Self)
    }
}

impl<'a> Iterator for PolicyMappings<'a> {
    type Item = Der<(&'a [u8], &'a [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        next_of(&mut self.0, |pair| Ok((pair.oid()?, pair.oid()?)))
    }
}

/// PolicyConstraints (RFC 5280 4.2.1.11): after how many more certificates each demand begins to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyConstraints {
    /// requireExplicitPolicy.
    pub require_explicit_policy: Option<u32>,
    /// inhibitPolicyMapping.
    pub inhibit_policy_mapping: Option<u32>,
}

impl PolicyConstraints {
    /// Reads the extension. At least one of the two has to be there.
    pub fn read(value: &[u8]) -> Der<Self> {
        let mut reader = Reader::new(der::only(value, tag::SEQUENCE)?);
        let mut skip_certs = |number| -> Der<Option<u32>> {
            reader
                .optional(tag::context(number))?
                .map(der::unsigned)
                .transpose()
        };
        let constraints = Self {
            require_explicit_policy: skip_certs(0)?,
            inhibit_policy_mapping: skip_certs(1)?,
        };
        reader.finish()?;
        if constraints == Self::default() {
            return Err(Malformed);
        }
        Ok(constraints)
    }
}

/// InhibitAnyPolicy (RFC 5280 4.2.1.14): after how many more certificates anyPolicy no longer counts.
pub fn inhibit_any_policy(value: &[u8]) -> Der<u32> {
    der::unsigned(der::only(value, tag::INTEGER)?)
}

/// The only element in `value`, a SEQUENCE that is not empty.
fn filled_sequence(value: &[u8]) -> Der<Reader<'_>> {
    let reader = Reader::new(der::only(value, tag::SEQUENCE)?);
    if reader.is_empty() {
        return Err(Malformed);
    }
    Ok(reader)
}

/// The next SEQUENCE of a list, read as a whole. Nothing follows what is malformed.
fn next_of<'a, T>(
    list: &mut Reader<'a>,
    read: impl FnOnce(&mut Reader<'a>) -> Der<T>,
) -> Option<Der<T>> {
    if list.is_empty() {
        return None;
    }
    let item = list.sequence().and_then(|mut item| {
        let value = read(&mut item)?;
        item.finish()?;
        Ok(value)
    });
    if item.is_err() {
        *list = Reader::new(&[]);
    }
    Some(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PolicyInformation of policy 1.2.N.
    const fn information(n: u8) -> [u8; 6] {
        [0x30, 4, 6, 2, 0x2a, n]
    }

    #[test]
    fn policies_are_read_one_at_a_time() {
        let value = [&[0x30, 12][..], &information(3), &information(4)].concat();
        let policies: Der<Vec<_>> = CertificatePolicies::read(&value).unwrap().collect();
        assert_eq!(policies, Ok(vec![&[0x2a, 3][..], &[0x2a, 4][..]]));
        assert!(CertificatePolicies::read(&[0x30, 0]).is_err());
    }

    #[test]
    fn qualifiers_have_the_form_that_their_type_demands() {
        let with = |qualifiers: &[u8]| {
            let length = u8::try_from(qualifiers.len()).unwrap();
            let value = [
                &[0x30, length + 6, 0x30, length + 4, 6, 2, 0x2a, 3],
                qualifiers,
            ]
            .concat();
            let policy = CertificatePolicies::read(&value).unwrap().next().unwrap();
            policy.map(|_| ())
        };
        // An identifier and a NULL.
        assert!(with(&[0x30, 8, 0x30, 6, 6, 2, 0x2a, 5, 5, 0]).is_ok());
        assert_eq!(with(&[0x30, 0]), Err(Malformed));
        assert_eq!(with(&[0x30, 6, 0x30, 4, 6, 2, 0x2a, 5]), Err(Malformed));
        assert_eq!(with(&[5, 0]), Err(Malformed));
    }

    #[test]
    fn nothing_follows_a_malformed_policy() {
        let value = [&[0x30, 8][..], &[0x30, 0], &information(4)].concat();
        let policies: Vec<_> = CertificatePolicies::read(&value).unwrap().collect();
        assert_eq!(policies, [Err(Malformed)]);
    }

    #[test]
    fn mappings_are_pairs() {
        let value = [0x30, 10, 0x30, 8, 6, 2, 0x2a, 3, 6, 2, 0x2a, 4];
        let mappings: Der<Vec<_>> = PolicyMappings::read(&value).unwrap().collect();
        assert_eq!(mappings, Ok(vec![(&[0x2a, 3][..], &[0x2a, 4][..])]));
        let half = [0x30, 6, 0x30, 4, 6, 2, 0x2a, 3];
        assert_eq!(
            PolicyMappings::read(&half).unwrap().next(),
            Some(Err(Malformed))
        );
    }

    #[test]
    fn constraints_say_at_least_one_thing_and_no_negative_number() {
        let read = PolicyConstraints::read;
        assert_eq!(
            read(&[0x30, 6, 0x80, 1, 0, 0x81, 1, 2]),
            Ok(PolicyConstraints {
                require_explicit_policy: Some(0),
                inhibit_policy_mapping: Some(2)
            })
        );
        assert_eq!(read(&[0x30, 0]), Err(Malformed));
        assert_eq!(read(&[0x30, 3, 0x80, 1, 0xff]), Err(Malformed));
        assert_eq!(read(&[0x30, 6, 0x81, 1, 0, 0x80, 1, 0]), Err(Malformed));
    }

    #[test]
    fn inhibit_any_policy_is_a_plain_number() {
        assert_eq!(inhibit_any_policy(&[2, 1, 0]), Ok(0));
        assert_eq!(inhibit_any_policy(&[2, 6, 1, 0, 0, 0, 0, 0]), Ok(u32::MAX));
        assert_eq!(inhibit_any_policy(&[2, 1, 0xff]), Err(Malformed));
        assert_eq!(inhibit_any_policy(&[2, 1, 0, 5, 0]), Err(Malformed));
    }
}
