use tlsverify_forge::{Certificate as Template, GeneralName as Name, Key};

use super::*;

/// What a rule says of an end entity with this name beside one that nobody objects to.
fn judge(rule: for<'a> fn(&Certificate<'a>) -> Check<'a>, name: &str) -> Result<(), String> {
    let issued = Template::end_entity("www.example.org", &Key::p256("end entity"))
        .subject_alt_name(&[Name::dns("www.example.org"), Name::dns(name)])
        .self_signed();
    let certificate = Certificate::read(issued.der()).unwrap();
    match rule(&certificate) {
        Ok(()) => Ok(()),
        Err(Detail::Name { tag, value }) => {
            assert_eq!(tag, GeneralName::DNS);
            Err(String::from_utf8(value.to_vec()).unwrap())
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn internal_names_are_told_from_public_ones() {
    for (internal, public) in [
        ("server", "server.org"),
        ("server.test", "server.testing"),
        ("server.TEST", "test.org"),
        ("server.corp", "corp.server.org"),
        ("www.home.arpa", "www.atHome.arpa"),
        ("www.HOME.Arpa", "1.0.in-addr.arpa"),
        ("*.local", "*.local.org"),
    ] {
        assert_eq!(judge(no_internal_names, internal), Err(internal.to_owned()));
        assert_eq!(judge(no_internal_names, public), Ok(()), "{public}");
    }
}

#[test]
#[cfg(feature = "psl")]
fn wildcards_for_a_registry_s_domains_are_told_from_those_of_one_owner() {
    let rule = no_wildcard_for_public_suffix;
    for (registry, owner) in [
        ("*.org", "*.example.org"),
        ("*.CO.uk", "*.example.co.uk"),
        ("*.any.kawasaki.jp", "*.city.kawasaki.jp"),
    ] {
        assert_eq!(judge(rule, registry), Err(registry.to_owned()));
        assert_eq!(judge(rule, owner), Ok(()), "{owner}");
    }
}
