//! A borrowed, read-only view of one revocation list (RFC 5280 5.1), without its entries.

use smallvec::SmallVec;

use super::scope::Scope;
use crate::cert::DistinguishedName;
use crate::cert::certificate::outer;
use crate::cert::extensions::AuthorityKeyIdentifier;
use crate::encoding::der::{self, Der, Malformed, Reader, tag};
use crate::encoding::{oid, time};

/// More extensions than any honest list or entry has; it bounds the search for duplicates.
const MAX_EXTENSIONS: usize = 32;

/// One revocation list whose encoding is sound, its entries aside.
#[derive(Clone, Copy, Debug)]
pub struct Crl<'a> {
    /// The whole list.
    pub der: &'a [u8],
    /// The signed part, with its identifier and length.
    pub tbs: &'a [u8],
    /// Contents of the AlgorithmIdentifier of the signature; the same inside and outside.
    pub signature_algorithm: &'a [u8],
    /// Octets of the signature.
    pub signature: &'a [u8],
    /// Who has issued it.
    pub issuer: DistinguishedName<'a>,
    /// When it was issued, in seconds since 1970.
    pub this_update: i64,
    /// When the next one comes at the latest.
    pub next_update: Option<i64>,
    /// Contents of revokedCertificates.
    pub entries: &'a [u8],
    /// Whether it is of version 2, so that it and its entries may have extensions.
    pub has_extensions_version: bool,
    /// What its extensions say.
    pub extensions: Extensions<'a>,
}

/// What the extensions of a list say (RFC 5280 5.2).
#[derive(Clone, Copy, Debug, Default)]
pub struct Extensions<'a> {
    /// cRLNumber without leading zeros.
    pub number: Option<&'a [u8]>,
    /// deltaCRLIndicator: the number of the list that this one adds to.
    pub base_number: Option<&'a [u8]>,
    /// The value of the authorityKeyIdentifier.
    pub authority_key_id: Option<&'a [u8]>,
    /// issuingDistributionPoint: for which certificates and reasons it speaks.
    pub scope: Scope<'a>,
    /// The first critical extension that is not understood.
    pub unknown_critical: Option<&'a [u8]>,
}

impl<'a> Crl<'a> {
    /// Reads one list. `der` has to be exactly one. The entries are not looked at.
    pub fn read(der: &'a [u8]) -> Der<Self> {
        let outer = outer(der)?;
        let mut reader = Reader::new(outer.tbs_contents);
        // RFC 5280 5.1.2.1: absent, or version 2.
        let has_extensions_version = match reader.optional(tag::INTEGER)? {
            None => false,
            Some([1]) => true,
            Some(_) => return Err(Malformed),
        };
        // RFC 5280 5.1.1.2: the algorithm is the same inside and outside.
        if reader.contents(tag::SEQUENCE)? != outer.algorithm {
            return Err(Malformed);
        }
        let issuer = DistinguishedName::read(reader.contents(tag::SEQUENCE)?)?;
        // RFC 5280 5.1.2.3: a non-empty name.
        if issuer.is_empty() {
            return Err(Malformed);
        }
        let this_update = time::read(&mut reader)?.unix_seconds;
        let next_update = match reader.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => {
                Some(time::read(&mut reader)?.unix_seconds)
            }
            _ => None,
        };
        let entries = reader.optional(tag::SEQUENCE)?.unwrap_or_default();
        let extensions = match reader.optional(tag::context_constructed(0))? {
            None => Extensions::default(),
            Some(contents) if has_extensions_version => Extensions::read(contents)?,
            Some(_) => return Err(Malformed),
        };
        reader.finish()?;
        Ok(Self {
            der,
            tbs: outer.tbs,
            signature_algorithm: outer.algorithm,
            signature: outer.signature,
            issuer,
            this_update,
            next_update,
            entries,
            has_extensions_version,
            extensions,
        })
    }
}

impl<'a> Extensions<'a> {
    /// Reads the contents of `[0] EXPLICIT Extensions`.
    fn read(contents: &'a [u8]) -> Der<Self> {
        let mut extensions = Self::default();
        each_extension(der::only(contents, tag::SEQUENCE)?, |extension| {
            let value = extension.value;
            match extension.id {
                oid::CRL_NUMBER => extensions.number = Some(number(value)?),
                oid::DELTA_CRL_INDICATOR => extensions.base_number = Some(number(value)?),
                oid::ISSUING_DISTRIBUTION_POINT => extensions.scope = Scope::read(value)?,
                oid::AUTHORITY_KEY_IDENTIFIER => {
                    AuthorityKeyIdentifier::read(value)?;
                    extensions.authority_key_id = Some(value);
                }
                id if extension.is_critical => {
                    extensions.unknown_critical = extensions.unknown_critical.or(Some(id));
                }
                _ => {}
            }
            Ok(())
        })?;
        // RFC 5280 5.2.4: a delta list has a number of its own, by which it is known to be newer than the complete one.
        if extensions.base_number.is_some() && extensions.number.is_none() {
            return Err(Malformed);
        }
        Ok(extensions)
    }
}

/// One extension of a list or of an entry.
pub(super) struct Extension<'a> {
    pub(super) id: &'a [u8],
    pub(super) is_critical: bool,
    pub(super) value: &'a [u8],
}

/// Walks a list of extensions: at least one, none twice.
pub(super) fn each_extension<'a>(
    list: &'a [u8],
    mut take: impl FnMut(Extension<'a>) -> Der<()>,
) -> Der<()> {
    let mut seen = SmallVec::<[&[u8]; 8]>::new();
    let mut reader = Reader::new(list);
    loop {
        let mut one = reader.sequence()?;
        let id = one.oid()?;
        let is_critical = one.optional(tag::BOOLEAN)?.map(der::boolean).transpose()?;
        let value = one.contents(tag::OCTET_STRING)?;
        one.finish()?;
        if seen.contains(&id) || seen.len() == MAX_EXTENSIONS {
            return Err(Malformed);
        }
        seen.push(id);
        take(Extension {
            id,
            is_critical: is_critical.unwrap_or(false),
            value,
        })?;
        if reader.is_empty() {
            return Ok(());
        }
    }
}

/// A number of a list, not negative, without leading zeros so that lengths can be compared.
fn number(value: &[u8]) -> Der<&[u8]> {
    let contents = der::only(value, tag::INTEGER)?;
    der::minimal_integer(contents)?;
    match contents {
        [first, ..] if *first >= 0x80 => Err(Malformed),
        [0, digits @ ..] => Ok(digits),
        digits => Ok(digits),
    }
}

/// Whether one number of a list is greater than another.
#[must_use]
pub fn is_greater(one: &[u8], other: &[u8]) -> bool {
    (one.len(), one) > (other.len(), other)
}
