//! Revocation lists (RFC 5280 5), right in every respect at [`time::NOW`]; each method changes one fact.

use crate::algorithm::Algorithm;
use crate::extension_list::{ExtensionList, Value};
use crate::general_name::GeneralName;
use crate::issued::Issuer;
use crate::keys::Key;
use crate::name::DistinguishedName;
use crate::tree::sign_tbs;
use crate::{der, extension, oid, time};

/// A revocation list that is being made: complete, current for a week, number 7, empty.
#[derive(Clone, Debug)]
pub struct Crl {
    version: Vec<u8>,
    issuer_name: Option<DistinguishedName>,
    this_update: Vec<u8>,
    next_update: Vec<u8>,
    entries: Vec<u8>,
    extensions: ExtensionList,
    algorithm: Option<Algorithm>,
    inner_algorithm: Option<Vec<u8>>,
    signing_key: Option<Key>,
    is_corrupt: bool,
}

impl Default for Crl {
    fn default() -> Self {
        Self::new()
    }
}

impl Crl {
    /// The number of a list that was given none.
    pub const NUMBER: i64 = 7;

    /// An empty list.
    pub fn new() -> Self {
        let mut extensions = ExtensionList::default();
        extensions.set(oid::AUTHORITY_KEY_ID, false, Value::IssuerKeyId);
        Self {
            version: der::integer(1),
            issuer_name: None,
            this_update: der::time(time::NOW - time::DAY),
            next_update: der::time(time::NOW + 6 * time::DAY),
            entries: Vec::new(),
            extensions,
            algorithm: None,
            inner_algorithm: None,
            signing_key: None,
            is_corrupt: false,
        }
        .number(Self::NUMBER)
    }

    /// A list of version 1, without extensions, as `openssl ca -gencrl` makes it unless told otherwise.
    pub fn v1(self) -> Self {
        Self {
            version: Vec::new(),
            extensions: ExtensionList::default(),
            ..self
        }
    }

    /// Writes these bytes for the version.
    pub fn version_raw(self, der: &[u8]) -> Self {
        Self {
            version: der.to_vec(),
            ..self
        }
    }

    /// Lists a serial number, without a reason, since a day before the list.
    pub fn revoke(self, serial: &[u8]) -> Self {
        self.entry(serial, time::NOW - 2 * time::DAY, &[])
    }

    /// Lists a serial number for this reason (RFC 5280 5.3.1).
    pub fn revoke_for(self, serial: &[u8], reason: u8) -> Self {
        let extension = extension::extension(oid::CRL_REASON, false, &der::enumerated(reason));
        self.entry(serial, time::NOW - 2 * time::DAY, &[extension])
    }

    /// Lists a serial number of this issuer, for an indirect list.
    pub fn revoke_of(self, issuer: impl Into<DistinguishedName>, serial: &[u8]) -> Self {
        let issuer = certificate_issuer(true, &[GeneralName::directory(issuer)]);
        self.entry(serial, time::NOW - 2 * time::DAY, &[issuer])
    }

    /// Lists a serial number with a date and extensions, each whole.
    pub fn entry(self, serial: &[u8], date: i64, extensions: &[Vec<u8>]) -> Self {
        let extensions = match extensions {
            [] => Vec::new(),
            some => der::sequence(some),
        };
        let entry = [der::integer_octets(serial), der::time(date), extensions];
        self.entry_raw(&der::sequence(&entry))
    }

    /// Appends bytes that stand for an entry.
    pub fn entry_raw(mut self, der: &[u8]) -> Self {
        self.entries.extend(der);
        self
    }

    /// Sets thisUpdate.
    pub fn this_update(self, unix_seconds: i64) -> Self {
        Self {
            this_update: der::time(unix_seconds),
            ..self
        }
    }

    /// Sets nextUpdate.
    pub fn next_update(self, unix_seconds: i64) -> Self {
        Self {
            next_update: der::time(unix_seconds),
            ..self
        }
    }

    /// Leaves nextUpdate out.
    pub fn no_next_update(self) -> Self {
        Self {
            next_update: Vec::new(),
            ..self
        }
    }

    /// Sets cRLNumber.
    pub fn number(self, number: i64) -> Self {
        self.extension(oid::CRL_NUMBER, false, &der::integer(number))
    }

    /// Makes it a delta list that adds to the list of this number.
    pub fn delta_of(self, base: i64) -> Self {
        self.extension(oid::DELTA_CRL_INDICATOR, true, &der::integer(base))
    }

    /// Sets issuingDistributionPoint to these fields, each whole.
    pub fn scope(self, fields: &[Vec<u8>]) -> Self {
        self.extension(
            oid::ISSUING_DISTRIBUTION_POINT,
            true,
            &der::sequence(fields),
        )
    }

    /// Sets an extension.
    pub fn extension(mut self, id: &str, critical: bool, value: &[u8]) -> Self {
        self.extensions
            .set(id, critical, Value::Der(value.to_vec()));
        self
    }

    /// Appends an extension, whether or not there is one of this OID.
    pub fn another_extension(mut self, id: &str, critical: bool, value: &[u8]) -> Self {
        self.extensions
            .append(id, critical, Value::Der(value.to_vec()));
        self
    }

    /// Leaves an extension out.
    pub fn without(mut self, id: &str) -> Self {
        self.extensions.remove(id);
        self
    }

    /// Names another issuer than the one who signs.
    pub fn issuer_name(self, name: impl Into<DistinguishedName>) -> Self {
        Self {
            issuer_name: Some(name.into()),
            ..self
        }
    }

    /// Signs with another algorithm than is usual for the key.
    pub fn algorithm(self, algorithm: Algorithm) -> Self {
        Self {
            algorithm: Some(algorithm),
            ..self
        }
    }

    /// Names another algorithm inside than outside.
    pub fn inner_algorithm(self, der: &[u8]) -> Self {
        Self {
            inner_algorithm: Some(der.to_vec()),
            ..self
        }
    }

    /// Signs with a key that is not the issuer's.
    pub fn signed_with_wrong_key(self, key: &Key) -> Self {
        Self {
            signing_key: Some(key.clone()),
            ..self
        }
    }

    /// Changes the last bit of the signature.
    pub fn corrupt_signature(self) -> Self {
        Self {
            is_corrupt: true,
            ..self
        }
    }

    /// Signs, and gives the list in DER.
    pub fn issued_by(self, issuer: impl Into<Issuer>) -> Vec<u8> {
        let issuer = issuer.into();
        let signing_key = self.signing_key.as_ref().unwrap_or(&issuer.key);
        let algorithm = self
            .algorithm
            .unwrap_or_else(|| issuer.key.default_algorithm());
        let issuer_name = self.issuer_name.as_ref().unwrap_or(&issuer.name);
        let entries = match self.entries.as_slice() {
            // RFC 5280 5.1.2.6: absent if nothing is revoked.
            [] => Vec::new(),
            some => der::tlv(0x30, some),
        };
        let tbs = der::sequence(&[
            self.version.clone(),
            self.inner_algorithm
                .clone()
                .unwrap_or_else(|| algorithm.identifier()),
            issuer_name.to_der(),
            self.this_update.clone(),
            self.next_update.clone(),
            entries,
            self.extensions.to_der(0, &[], &issuer.key_id),
        ]);
        let mut der = sign_tbs(&tbs, signing_key, algorithm);
        if self.is_corrupt
            && let Some(last) = der.last_mut()
        {
            *last ^= 1;
        }
        der
    }
}

/// DistributionPointName with a full name, as it stands in a point and in issuingDistributionPoint.
pub fn full_name(names: &[GeneralName]) -> Vec<u8> {
    der::explicit(0, &der::implicit_sequence(0, names))
}

/// DistributionPointName with a name relative to the list's issuer: one common name.
pub fn relative_name(common_name: &str) -> Vec<u8> {
    let attribute = der::sequence(&[der::oid(oid::COMMON_NAME), der::utf8_string(common_name)]);
    der::explicit(0, &der::implicit_sequence(1, &[attribute]))
}

/// onlyContainsUserCerts.
pub fn only_end_entities() -> Vec<u8> {
    der::implicit(1, &[0xff])
}

/// onlyContainsCACerts.
pub fn only_cas() -> Vec<u8> {
    der::implicit(2, &[0xff])
}

/// onlySomeReasons, from the contents of the BIT STRING.
pub fn only_reasons(bits: &[u8]) -> Vec<u8> {
    der::implicit(3, bits)
}

/// indirectCRL.
pub fn indirect() -> Vec<u8> {
    der::implicit(4, &[0xff])
}

/// onlyContainsAttributeCerts.
pub fn only_attributes() -> Vec<u8> {
    der::implicit(5, &[0xff])
}

/// certificateIssuer, the extension of an entry.
pub fn certificate_issuer(critical: bool, names: &[GeneralName]) -> Vec<u8> {
    extension::extension(
        oid::CERTIFICATE_ISSUER,
        critical,
        &extension::general_names(names),
    )
}

/// cRLIssuer of a distribution point.
pub fn crl_issuer(names: &[GeneralName]) -> Vec<u8> {
    der::implicit_sequence(2, names)
}

/// CRLDistributionPoints of these points, each the fields of one.
pub fn points(points: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let point = |fields: &Vec<Vec<u8>>| der::sequence(fields);
    der::sequence(&points.iter().map(point).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Certificate, Tree};

    #[test]
    fn a_list_has_its_fields_in_order() {
        let ca = Certificate::root("CA", &Key::p256("ca")).self_signed();
        let list = Crl::new().revoke(&[5]).issued_by(&ca);
        let tree = Tree::parse(&list).unwrap();
        assert_eq!(tree.at(&[0]).children().len(), 7);
        assert_eq!(tree.at(&[0, 0]).contents(), [1]);
        assert_eq!(tree.at(&[0, 2]).to_der(), ca.name().to_der());
        assert_eq!(tree.at(&[0, 5, 0, 0]).contents(), [5]);
        let empty = Crl::new().v1().no_next_update().issued_by(&ca);
        assert_eq!(Tree::parse(&empty).unwrap().at(&[0]).children().len(), 3);
    }
}
