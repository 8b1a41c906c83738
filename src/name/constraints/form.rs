//! The nine forms of GeneralName, as a small set.

use crate::cert::GeneralName;

/// One form of name (RFC 5280 4.2.1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Other,
    Email,
    Dns,
    X400,
    Directory,
    EdiParty,
    Uri,
    Ip,
    RegisteredId,
}

impl Form {
    pub(super) const fn of(name: &GeneralName<'_>) -> Self {
        match name {
            GeneralName::Other(_) => Self::Other,
            GeneralName::Email(_) => Self::Email,
            GeneralName::Dns(_) => Self::Dns,
            GeneralName::X400 => Self::X400,
            GeneralName::Directory(_) => Self::Directory,
            GeneralName::EdiParty => Self::EdiParty,
            GeneralName::Uri(_) => Self::Uri,
            GeneralName::Ip(_) => Self::Ip,
            GeneralName::RegisteredId(_) => Self::RegisteredId,
        }
    }

    /// The identifier octet in the CHOICE. It is also the first octet of a key.
    pub(super) const fn tag(self) -> u8 {
        match self {
            Self::Other => 0xa0,
            Self::Email => 0x81,
            Self::Dns => 0x82,
            Self::X400 => 0xa3,
            Self::Directory => 0xa4,
            Self::EdiParty => 0xa5,
            Self::Uri => 0x86,
            Self::Ip => 0x87,
            Self::RegisteredId => 0x88,
        }
    }

    /// Whether names of this form can be compared with a base.
    pub(super) const fn is_supported(self) -> bool {
        match self {
            Self::Email | Self::Dns | Self::Directory | Self::Uri | Self::Ip => true,
            Self::Other | Self::X400 | Self::EdiParty | Self::RegisteredId => false,
        }
    }

    const fn bit(self) -> u16 {
        1 << (self.tag() & 0x0f)
    }
}

/// The octets that say most about a name, for reports and for counting work.
pub(super) const fn value<'a>(name: &GeneralName<'a>) -> &'a [u8] {
    match name {
        GeneralName::Email(value)
        | GeneralName::Dns(value)
        | GeneralName::Uri(value)
        | GeneralName::Ip(value)
        | GeneralName::RegisteredId(value) => value,
        GeneralName::Other(name) => name.as_bytes(),
        GeneralName::Directory(name) => name.as_bytes(),
        GeneralName::X400 | GeneralName::EdiParty => &[],
    }
}

/// A set of forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Forms(u16);

impl Forms {
    pub(super) const fn with(self, form: Form) -> Self {
        Self(self.0 | form.bit())
    }

    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn contains(self, form: Form) -> bool {
        self.0 & form.bit() != 0
    }
}
