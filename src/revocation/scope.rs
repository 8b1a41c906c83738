//! For which certificates and reasons a list speaks, and where a certificate says that its lists are (RFC 5280 4.2.1.13,
//! 5.2.5).

use crate::cert::names::sets_match;
use crate::cert::{Certificate, DistinguishedName, GeneralName};
use crate::encoding::der::{self, Der, Malformed, Reader, tag};

/// A set of reasons for a revocation, as ReasonFlags numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasons(u16);

impl Reasons {
    /// keyCompromise (1) to aACompromise (8). Bit 0 of the definition is unused.
    pub const ALL: Self = Self(0x7f80);
    /// None.
    pub const NONE: Self = Self(0);

    /// Reads ReasonFlags from its contents. Nothing would be said with an empty set.
    fn read(contents: &[u8]) -> Der<Self> {
        let reasons = Self(der::named_bits(contents)? & Self::ALL.0);
        if reasons == Self::NONE {
            Err(Malformed)
        } else {
            Ok(reasons)
        }
    }

    /// The reasons that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The reasons that are in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The certificates that a list is limited to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Any.
    #[default]
    Any,
    /// onlyContainsUserCerts.
    EndEntities,
    /// onlyContainsCACerts.
    Cas,
    /// onlyContainsAttributeCerts, which are not judged here.
    Attributes,
}

/// DistributionPointName.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointName<'a> {
    /// fullName: contents of GeneralNames.
    Full(&'a [u8]),
    /// nameRelativeToCRLIssuer: contents of a RelativeDistinguishedName.
    Relative(&'a [u8]),
}

/// IssuingDistributionPoint; without the extension a list speaks for everything that its issuer has issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    /// The extension's value; empty without it. A delta list has the same as the list that it adds to.
    pub value: &'a [u8],
    /// The names of the point that it is for.
    pub point: Option<PointName<'a>>,
    /// The certificates that it is limited to.
    pub kind: Kind,
    /// The reasons that it is limited to.
    pub reasons: Reasons,
    /// indirectCRL: it may have other issuers' certificates in it as well.
    pub is_indirect: bool,
}

impl Default for Scope<'_> {
    fn default() -> Self {
        Self {
            value: &[],
            point: None,
            kind: Kind::Any,
            reasons: Reasons::ALL,
            is_indirect: false,
        }
    }
}

impl<'a> Scope<'a> {
    /// Reads the extension.
    pub fn read(value: &'a [u8]) -> Der<Self> {
        let contents = der::only(value, tag::SEQUENCE)?;
        // RFC 5280 5.2.5: never an empty sequence.
        if contents.is_empty() {
            return Err(Malformed);
        }
        let mut reader = Reader::new(contents);
        let point = reader.optional(tag::context_constructed(0))?;
        let flag = |reader: &mut Reader<'a>, number| -> Der<bool> {
            let written = reader.optional(tag::context(number))?;
            Ok(written.map(der::boolean).transpose()?.unwrap_or(false))
        };
        let only_end_entities = flag(&mut reader, 1)?;
        let only_cas = flag(&mut reader, 2)?;
        let reasons = reader.optional(tag::context(3))?;
        let is_indirect = flag(&mut reader, 4)?;
        let only_attributes = flag(&mut reader, 5)?;
        reader.finish()?;
        let kind = match (only_end_entities, only_cas, only_attributes) {
            (false, false, false) => Kind::Any,
            (true, false, false) => Kind::EndEntities,
            (false, true, false) => Kind::Cas,
            (false, false, true) => Kind::Attributes,
            // RFC 5280 5.2.5: at most one of them.
            _ => return Err(Malformed),
        };
        Ok(Self {
            value,
            point: point.map(PointName::read).transpose()?,
            kind,
            reasons: reasons.map_or(Ok(Reasons::ALL), Reasons::read)?,
            is_indirect,
        })
    }

    /// Whether certificates of this kind are in it.
    #[must_use]
    pub fn has_kind_of(&self, certificate: &Certificate<'_>) -> bool {
        match self.kind {
            Kind::Any => true,
            Kind::EndEntities => !certificate.is_ca(),
            Kind::Cas => certificate.is_ca(),
            Kind::Attributes => false,
        }
    }
}

/// One of the places where a certificate says that its lists are.
#[derive(Clone, Copy, Debug)]
pub struct DistributionPoint<'a> {
    /// Its names.
    pub name: Option<PointName<'a>>,
    /// The reasons that the lists there are limited to.
    pub reasons: Reasons,
    /// cRLIssuer, if the lists there are issued by somebody else: contents of GeneralNames.
    pub issuer: Option<&'a [u8]>,
}

impl<'a> DistributionPoint<'a> {
    fn read(reader: &mut Reader<'a>) -> Der<Self> {
        let mut point = reader.sequence()?;
        let name = point.optional(tag::context_constructed(0))?;
        let reasons = point.optional(tag::context(1))?;
        let issuer = point.optional(tag::context_constructed(2))?;
        point.finish()?;
        Ok(Self {
            name: name.map(PointName::read).transpose()?,
            reasons: reasons.map_or(Ok(Reasons::ALL), Reasons::read)?,
            issuer: issuer.map(general_names).transpose()?,
        })
    }
}

/// The places where a certificate says that its lists are; those that cannot be read name none.
pub fn distribution_points<'a>(
    certificate: &Certificate<'a>,
) -> impl Iterator<Item = DistributionPoint<'a>> + use<'a> {
    let extension = certificate.extensions.crl_distribution_points;
    let points = extension.and_then(|extension| der::only(extension.value, tag::SEQUENCE).ok());
    let mut reader = Reader::new(points.unwrap_or_default());
    std::iter::from_fn(move || {
        while !reader.is_empty() {
            let element = reader.any().ok()?;
            if let Ok(point) = DistributionPoint::read(&mut Reader::new(element.whole)) {
                return Some(point);
            }
        }
        None
    })
}

impl<'a> PointName<'a> {
    /// `CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }`
    fn read(contents: &'a [u8]) -> Der<Self> {
        let mut reader = Reader::new(contents);
        let name = match reader.optional(tag::context_constructed(0))? {
            Some(names) => Self::Full(general_names(names)?),
            None => Self::Relative(relative_name(
                reader.contents(tag::context_constructed(1))?,
            )?),
        };
        reader.finish()?;
        Ok(name)
    }

    /// How many names it has.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Full(names) => names_in(names).count(),
            Self::Relative(_) => 1,
        }
    }

    /// Whether both have a name in common. What is relative is so to this issuer.
    #[must_use]
    pub fn meets(&self, other: &PointName<'_>, issuer: &DistinguishedName<'_>) -> bool {
        match (self, other) {
            (Self::Full(own), PointName::Full(others)) => {
                names_in(own).any(|own| names_in(others).any(|other| is_same(&own, &other)))
            }
            (Self::Relative(own), PointName::Relative(other)) => sets_match(own, other),
            (Self::Full(names), PointName::Relative(set)) => has_below(names, issuer, set),
            (Self::Relative(set), PointName::Full(names)) => has_below(names, issuer, set),
        }
    }

    /// Whether this distinguished name is among the names.
    #[must_use]
    pub fn is_directory(&self, wanted: &DistinguishedName<'_>) -> bool {
        matches!(self, Self::Full(names) if has_directory(names, wanted))
    }
}

/// Whether a distinguished name is among these GeneralNames.
#[must_use]
pub fn has_directory(names: &[u8], wanted: &DistinguishedName<'_>) -> bool {
    directories(names).any(|own| own.matches(wanted))
}

/// The distinguished names among these GeneralNames.
pub fn directories(names: &[u8]) -> impl Iterator<Item = DistinguishedName<'_>> {
    names_in(names).filter_map(|name| match name {
        GeneralName::Directory(name) => Some(name),
        GeneralName::Other(_)
        | GeneralName::Email(_)
        | GeneralName::Dns(_)
        | GeneralName::X400
        | GeneralName::EdiParty
        | GeneralName::Uri(_)
        | GeneralName::Ip(_)
        | GeneralName::RegisteredId(_) => None,
    })
}

/// Whether the name that lies one step below this issuer is among the names.
fn has_below(names: &[u8], issuer: &DistinguishedName<'_>, set: &[u8]) -> bool {
    names_in(names).any(|name| {
        let GeneralName::Directory(full) = name else {
            return false;
        };
        let steps = issuer.sets().count();
        let mut below = full.sets().skip(steps);
        full.is_within(issuer)
            && below.next().is_some_and(|last| sets_match(last, set))
            && below.next().is_none()
    })
}

/// Whether two names of a point are the same. Addresses are, octet for octet: a CA writes its own in one way.
fn is_same(one: &GeneralName<'_>, other: &GeneralName<'_>) -> bool {
    match (one, other) {
        (GeneralName::Directory(one), GeneralName::Directory(other)) => one.matches(other),
        (GeneralName::Uri(one), GeneralName::Uri(other)) => one == other,
        (GeneralName::Dns(one), GeneralName::Dns(other))
        | (GeneralName::Email(one), GeneralName::Email(other)) => one.eq_ignore_ascii_case(other),
        (GeneralName::Ip(one), GeneralName::Ip(other))
        | (GeneralName::RegisteredId(one), GeneralName::RegisteredId(other)) => one == other,
        _ => false,
    }
}

/// The names in contents that [`general_names`] has checked.
fn names_in(contents: &[u8]) -> impl Iterator<Item = GeneralName<'_>> {
    let mut reader = Reader::new(contents);
    std::iter::from_fn(move || GeneralName::read(&mut reader).ok())
}

/// The contents of GeneralNames: at least one, each of its form.
fn general_names(contents: &[u8]) -> Der<&[u8]> {
    let mut reader = Reader::new(contents);
    loop {
        GeneralName::read(&mut reader)?;
        if reader.is_empty() {
            return Ok(contents);
        }
    }
}

/// The contents of a RelativeDistinguishedName: at least one attribute.
fn relative_name(contents: &[u8]) -> Der<&[u8]> {
    let mut attributes = Reader::new(contents);
    loop {
        let mut attribute = attributes.sequence()?;
        attribute.oid()?;
        attribute.any()?;
        attribute.finish()?;
        if attributes.is_empty() {
            return Ok(contents);
        }
    }
}
